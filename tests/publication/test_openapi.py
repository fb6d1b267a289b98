"""The OpenAPI document: valid, saved beside the docs, and true of every body."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import DocumentFactory
from tests.publication.conftest import Get
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
    assert sorted(get("schema")["paths"]) == sorted(kinds)


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
    for address in ("persons?colour=red", "persons/nobody"):
        assert faults(get("schema"), "Problem", client.get(f"/api/v1/{address}").json()) == []
