"""What each address is asked and answers, as OpenAPI operations; parameters are made from the fields that read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from publication.api import changes, snapshot, statistics
from publication.api.filters import COUNTRIES
from publication.api.kinds import DOCUMENTS, EVENTS, PERSONS, Served
from publication.api.listing import MOST_RANKED, list_fields
from publication.api.negotiation import CSV, JSON, NDJSON
from publication.api.parameters import KEY_SCHEMA, IdsField, NameField, NamesField
from publication.api.queries import MOST_QUERIES
from publication.api.sent import LARGEST_BODY
from publication.api.shapes import Schema, ref

EXAMPLES = {PERSONS.name: "maria-kalesnikava", EVENTS.name: "by-2025-12-13", DOCUMENTS.name: "003"}
"""Records of the seeds, so that what the page proposes can be asked at once."""
LIMIT_EXAMPLE = 5
MATCH_EXAMPLE = {"queries": [{"id": "1", "name": "Колесникова Мария", "born": "1982", "country": "BY"}]}
REFUSED_ALWAYS = ("400", "401", "403", "406", "429", "500", "503")
NAMES = {
    "304": "NotModified",
    "308": "Moved",
    "400": "NotUnderstood",
    "401": "NoSuchKey",
    "403": "OutOfScope",
    "404": "NotThere",
    "406": "NotAcceptable",
    "410": "ResyncNeeded",
    "413": "TooLarge",
    "415": "WrongMediaType",
    "429": "TooMany",
    "500": "Failed",
    "503": "Unavailable",
}
COUNTED = ("RateLimit", "RateLimit-Policy")
TEXT: Schema = {"type": "string"}


def paths() -> dict[str, Any]:
    """All operations by their addresses."""
    found: dict[str, Any] = {}
    for served in (PERSONS, EVENTS, DOCUMENTS):
        found[f"/api/v1/{served.name}"] = {"get": _list(served)}
        found[f"/api/v1/{served.name}/{{key}}"] = {"get": _detail(served)}
    found["/api/v1/match"] = {"post": _match()}
    found["/api/v1/changes"] = {"get": _changes()}
    found["/api/v1/snapshot"] = {"get": _snapshot()}
    found["/api/v1/statistics"] = {"get": _statistics()}
    found["/api/v1/schema"] = {"get": _schema()}
    return found


def shape_name(served: Served) -> str:
    """How the body of a kind is called in the document."""
    return str(served.shape.__name__).removeprefix("Published")


def _list(served: Served) -> Schema:
    name = shape_name(served)
    return {
        "operationId": f"list_{served.name}",
        "summary": f"A page of {served.name}, or all of them as NDJSON or CSV",
        "description": (
            f"In the order of ids{_but_for_names(served)}. Instead of the header Accept the address may end in "
            f".{JSON.suffix}, .{NDJSON.suffix} or .{CSV.suffix}. NDJSON and CSV give every match, need the scope "
            "“sync”, have no ETag, and end with a line that gives the count; without that line they were cut off."
        ),
        "tags": [served.name],
        "security": _security(),
        "parameters": _parameters(list_fields(served)),
        "responses": {
            "200": _answer(
                "Those that match.",
                {JSON.media_type: ref(f"{name}Page"), NDJSON.media_type: TEXT, CSV.media_type: TEXT},
            ),
            **_others("304", *REFUSED_ALWAYS),
        },
    }


def _but_for_names(served: Served) -> str:
    if not isinstance(list_fields(served)["q"], NameField):
        return ""
    return f"; with “q” in that of likeness, {MOST_RANKED} at most, without “cursor” and “total”"


def _detail(served: Served) -> Schema:
    name = shape_name(served)
    key: Schema = {
        "name": "key",
        "in": "path",
        "required": True,
        "description": "Id or slug; also a former one, which answers with the way to the present one.",
        "schema": KEY_SCHEMA,
        "example": EXAMPLES[served.name],
    }
    return {
        "operationId": f"read_{name.lower()}",
        "summary": f"One of the {served.name}",
        "description": "Hidden, missing and malformed keys answer alike.",
        "tags": [served.name],
        "security": _security(),
        "parameters": [key, *_parameters(served.detail_fields)],
        "responses": {
            "200": _answer("The record.", {JSON.media_type: {"anyOf": [ref(name), ref(f"{name}Cut")]}}),
            **_others("304", "308", "404", *REFUSED_ALWAYS),
        },
    }


def _match() -> Schema:
    return {
        "operationId": "match_persons",
        "summary": "Who may be meant by each of many names",
        "description": (
            f"Names in any spelling, language, script and order; at most {MOST_QUERIES} queries, in "
            f"{LARGEST_BODY // 1024} KiB. Counts as so many requests as there are queries. Either all queries are "
            "answered or none is. A score of 0.9 means that about nine of ten such candidates are right."
        ),
        "tags": ["persons"],
        "security": _security(),
        "parameters": [],
        "requestBody": {
            "required": True,
            "content": {JSON.media_type: {"schema": ref("MatchRequest"), "example": MATCH_EXAMPLE}},
        },
        "responses": {
            "200": _answer("Candidates for each query.", {JSON.media_type: ref("Matches")}, tag=False),
            **_others("413", "415", *REFUSED_ALWAYS),
        },
    }


def _changes() -> Schema:
    return {
        "operationId": "list_changes",
        "summary": "What changed after a position",
        "description": "In the order of commit. Begin with a snapshot and its position. Needs the scope “sync”.",
        "tags": ["sync"],
        "security": _security(),
        "parameters": _parameters(changes.FIELDS),
        "responses": {
            "200": _answer("The changes.", {JSON.media_type: ref("ChangePage")}, tag=False),
            **_others("410", *REFUSED_ALWAYS),
        },
    }


def _snapshot() -> Schema:
    return {
        "operationId": "read_snapshot",
        "summary": "Everything, as of one position",
        "description": (
            "A line for each record: its “kind” and its “body”. The last line gives “end”, “count” and “position”; "
            "without it the answer was cut off. Needs the scope “sync”; at most two streams at a time."
        ),
        "tags": ["sync"],
        "security": _security(),
        "parameters": _parameters(snapshot.FIELDS),
        "responses": {
            "200": _answer("All records.", {NDJSON.media_type: TEXT}, tag=False),
            **_others(*REFUSED_ALWAYS),
        },
    }


def _statistics() -> Schema:
    return {
        "operationId": "read_statistics",
        "summary": "Numbers of people",
        "description": "Held and released day by day, by status, mode and destination; claimed and named for events.",
        "tags": ["statistics"],
        "security": _security(),
        "parameters": _parameters(statistics.FIELDS),
        "responses": {
            "200": _answer("The numbers.", {JSON.media_type: ref("Statistics")}),
            **_others("304", *REFUSED_ALWAYS),
        },
    }


def _schema() -> Schema:
    return {
        "operationId": "read_schema",
        "summary": "This document",
        "tags": ["schema"],
        "security": [],
        "parameters": [],
        "responses": {
            "200": {
                "description": "The OpenAPI document.",
                "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
                "content": {JSON.media_type: {"schema": {}}, "application/vnd.oai.openapi+json": {"schema": {}}},
            },
            **_others("304", "400", "406", "500"),
        },
    }


def _security() -> list[dict[str, list[str]]]:
    """With a key or without one."""
    return [{"bearer": []}, {}]


def _answer(description: str, content: Mapping[str, Schema], *, tag: bool = True) -> Schema:
    headers = [*(["ETag"] if tag else []), *COUNTED]
    return {
        "description": description,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        "content": {media_type: {"schema": schema} for media_type, schema in content.items()},
    }


def _others(*statuses: str) -> dict[str, Schema]:
    return {status: {"$ref": f"#/components/responses/{NAMES[status]}"} for status in sorted(statuses)}


def _parameters(fields: Mapping[str, forms.Field]) -> list[Schema]:
    return [_parameter(name, field) for name, field in fields.items()]


def _parameter(name: str, field: forms.Field) -> Schema:
    found: Schema = {"name": name, "in": "query", "description": str(field.help_text), "schema": _schema_of(field)}
    if isinstance(field, IdsField | NamesField):
        found |= {"style": "form", "explode": False}
    if name == "limit":
        found["example"] = LIMIT_EXAMPLE
    return found


def _schema_of(field: forms.Field) -> Schema:
    if isinstance(field, forms.ChoiceField):
        return _choice([str(value) for value, _label in field.widget.choices])
    found: Schema = field.schema  # type: ignore[attr-defined] # all other fields here are of ``parameters``
    return found


def _choice(codes: list[str]) -> Schema:
    return ref("CountryCode") if set(codes) == {code for code, _name in COUNTRIES} else {**TEXT, "enum": codes}
