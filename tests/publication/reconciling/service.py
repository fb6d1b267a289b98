"""The reconciliation service as its clients use it; every answer is held against what its version demands."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it brings no types

from tests.publication.published import person_body

ROOT = "/api/v1/reconcile"
DRAFT = f"{ROOT}/1.0"
FORM = "application/x-www-form-urlencoded"
SCHEMAS = Path(__file__).parent / "schemas"


@cache
def schema(version: str) -> dict[str, Any]:
    """What a version demands, part by part."""
    found: dict[str, Any] = json.loads((SCHEMAS / f"{version}.json").read_text(encoding="utf-8"))
    return found


def faults(version: str, part: str, told: Any) -> list[str]:
    """What is not as the version demands."""
    whole = schema(version)
    check = Draft202012Validator({"$ref": f"#/$defs/{part}", "$defs": whole["$defs"]})
    return [f"{error.json_path}: {error.message}" for error in check.iter_errors(told)]


def held(version: str, part: str, response: Any) -> Any:
    """A successful answer that is as the version demands."""
    assert response.status_code == 200, response.content
    told = response.json()
    assert faults(version, part, told) == []
    return told


def posted(client: Client, name: str, sent: Any, **more: Any) -> Any:
    """The answer to one field of a form, as OpenRefine sends it."""
    text = sent if isinstance(sent, str) else json.dumps(sent)
    return client.post(ROOT, urlencode({name: text}), **{"content_type": FORM, **more})


def asked(client: Client, path: str, sent: Any, **more: Any) -> Any:
    """The answer of the 1.0 draft to JSON."""
    return client.post(f"{DRAFT}/{path}", json.dumps(sent), **{"content_type": "application/json", **more})


def result(client: Client, **query: Any) -> list[dict[str, Any]]:
    """The candidates for one query of version 0.2."""
    batch = {"q0": query}
    assert faults("0.2", "queries", batch) == []
    found: list[dict[str, Any]] = held("0.2", "results", posted(client, "queries", batch))["q0"]["result"]
    return found


def candidates(client: Client, *conditions: dict[str, Any], **query: Any) -> list[dict[str, Any]]:
    """The candidates for one query of the 1.0 draft."""
    batch = {"queries": [{"conditions": list(conditions), **query}]}
    assert faults("1.0-draft", "queries", batch) == []
    (told,) = held("1.0-draft", "results", asked(client, "match", batch))["results"]
    found: list[dict[str, Any]] = told["candidates"]
    return found


def name(value: Any, **more: Any) -> dict[str, Any]:
    """A condition on names."""
    return {"matchType": "name", "propertyValue": value, **more}


def having(pid: str, value: Any, **more: Any) -> dict[str, Any]:
    """A condition on a property."""
    return {"matchType": "property", "propertyId": pid, "propertyValue": value, **more}


def person(slug: str, *names: str, born: str = "", country: str = "", **given: Any) -> dict[str, Any]:
    """A body with these spellings."""
    told = [{"text": text, "citations": []} for text in names]
    if born:
        given["born"] = {"value": born, "conflicting": False, "independent_sources": 1, "citations": []}
    if country:
        given["nationalities"] = [{"country": country, "citations": []}]
    return person_body(slug, name=names[0], names=told, **given)
