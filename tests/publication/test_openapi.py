"""The OpenAPI document: valid, saved beside the docs, and true of every body."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.management import call_command
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from publication.api.kinds import SERVED
from publication.api.listing import list_fields
from publication.api.reconciling.addresses import addresses
from publication.api.sent import FORM
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import DocumentFactory
from tests.publication.conftest import Get
from tests.publication.publishing import PublicClient
from tests.publication.whole import cite_all, rows_of_every_kind

SAVED = Path(settings.BASE_DIR) / "docs" / "openapi.json"
SHAPES = {"persons": "PersonPage", "events": "EventPage", "documents": "DocumentPage"}


def faults(document: Any, shape: str, answer: Any) -> list[str]:
    """What in an answer is not as the document says."""
    validator = OAS31Validator({"$ref": f"#/components/schemas/{shape}", "components": document["components"]})
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(answer)]


def test_the_document_is_valid(get: Get, db: None) -> None:
    document = get("schema")
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_the_saved_document_is_the_served_one(get: Get, db: None) -> None:
    """If this fails on purpose: ``python manage.py spectacular --format openapi-json --file docs/openapi.json``."""
    assert json.loads(SAVED.read_text(encoding="utf-8")) == get("schema")


def test_every_address_is_described(get: Get, db: None) -> None:
    kinds = [f"/api/v1/{kind}{tail}" for kind in SHAPES for tail in ("", "/{key}")]
    others = [f"/api/v1/{name}" for name in ("changes", "match", "snapshot", "statistics", "schema")]
    reconciling = [f"/api/{one.pattern}" for one in addresses]
    assert sorted(get("schema")["paths"]) == sorted([*kinds, *others, *reconciling])


def test_everything_is_described_that_can_be_asked(get: Get, db: None) -> None:
    for served in SERVED:
        listed = get("schema")["paths"][f"/api/v1/{served.name}"]["get"]["parameters"]
        assert {one["name"] for one in listed} == set(list_fields(served))
        assert all(one["description"] and one["schema"] for one in listed)


def test_shared_parts_are_there_and_used(get: Get, db: None) -> None:
    document = get("schema")
    used = set(re.findall(r'"#/components/(\w+/[\w-]+)"', json.dumps(document)))
    there = {
        f"{group}/{name}" for group in ("schemas", "responses", "headers") for name in document["components"][group]
    }
    assert used == there


def test_codes_are_listed(get: Get, db: None) -> None:
    schemas = get("schema")["components"]["schemas"]
    assert "released" in schemas["StatusCode"]["enum"]
    assert schemas["StatusCode"]["type"] == "string"


@pytest.mark.parametrize("kind", SHAPES)
def test_bodies_with_rows_of_every_kind_are_as_the_document_says(get: Get, cast: Cast, kind: str) -> None:
    rows = rows_of_every_kind(cast.released, cast.event, mark="some", audience=Audience.PUBLIC)
    cite_all(rows, DocumentFactory.create(text="One tale."))
    cite_all(rows, DocumentFactory.create(text="Another tale."))
    assert faults(get("schema"), SHAPES[kind], get(kind)) == []


@pytest.mark.parametrize("kind", SHAPES)
def test_the_seeds_are_as_the_document_says(get: Get, db: None, kind: str) -> None:
    call_command("import_seeds", verbosity=0)
    assert faults(get("schema"), SHAPES[kind], get(f"{kind}?limit=1000")) == []


def test_a_body_that_is_not_as_the_document_says_is_noticed(get: Get, cast: Cast) -> None:
    page = get("persons")
    page["results"][0]["status"]["value"] = "happy"
    assert faults(get("schema"), "PersonPage", page) != []


def test_refusals_are_as_the_document_says(client: Any, get: Get, db: None) -> None:
    for address in ("persons?colour=red", "persons/nobody", "changes?after=9"):
        assert faults(get("schema"), "Problem", client.get(f"/api/v1/{address}").json()) == []


def test_changes_statistics_and_parts_are_as_the_document_says(get: Get, cast: Cast) -> None:
    document = get("schema")
    assert faults(document, "ChangePage", get("changes")) == []
    assert faults(document, "Statistics", get("statistics")) == []
    assert faults(document, "PersonPage", get("persons?fields=name&total=exact")) == []
    assert faults(document, "EventCut", get("events/by-2021-03-03?fields=date")) == []


def test_the_examples_run_on_the_seeds(client: PublicClient, get: Get, db: None) -> None:
    call_command("import_seeds", verbosity=0)
    paths = get("schema")["paths"]
    client.publishing = False
    matching = paths.pop("/api/v1/match")["post"]["requestBody"]["content"]["application/json"]["example"]
    told = client.post("/api/v1/match", matching, content_type="application/json")
    assert told.json()["results"][0]["candidates"][0]["slug"] == "maria-kalesnikava"
    (she,) = client.get("/api/v1/persons?q=kalesnikava&limit=1").json()["results"]
    for address, methods in paths.items():
        sent = methods.get("post", {}).get("requestBody", {"content": {}})["content"]
        for kind, content in sent.items():
            body = urlencode(content["example"]) if kind == FORM else content["example"]
            assert client.post(address, body, content_type=kind).status_code == 200, address
        if "get" not in methods:
            continue
        if address.endswith("/preview"):
            methods["get"]["parameters"][0]["example"] = she["id"]
        examples = {one["name"]: one["example"] for one in methods["get"].get("parameters", ()) if "example" in one}
        asked = address.replace("{key}", str(examples.pop("key", "")))
        assert client.get(asked, examples).status_code == 200, asked
