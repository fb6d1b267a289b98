"""What each address is asked and answers, as OpenAPI operations; parameters are made from the fields that read them."""

from __future__ import annotations

from typing import Any

from publication.api import changes, snapshot, statistics
from publication.api.describing import REFUSED_ALWAYS, TEXT, answer, others, parameters, security
from publication.api.kinds import DOCUMENTS, EVENTS, PERSONS, Served
from publication.api.listing import MOST_RANKED, list_fields
from publication.api.negotiation import CSV, JSON, NDJSON
from publication.api.parameters import KEY_SCHEMA, NameField
from publication.api.queries import MOST_QUERIES
from publication.api.sent import LARGEST_BODY
from publication.api.shapes import Schema, ref

EXAMPLES = {PERSONS.name: "maria-kalesnikava", EVENTS.name: "by-2025-12-13", DOCUMENTS.name: "003"}
"""Records of the seeds, so that what the page proposes can be asked at once."""
MATCH_EXAMPLE = {"queries": [{"id": "1", "name": "Колесникова Мария", "born": "1982", "country": "BY"}]}


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
        "security": security(),
        "parameters": parameters(list_fields(served)),
        "responses": {
            "200": answer(
                "Those that match.",
                {JSON.media_type: ref(f"{name}Page"), NDJSON.media_type: TEXT, CSV.media_type: TEXT},
            ),
            **others("304", *REFUSED_ALWAYS),
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
        "security": security(),
        "parameters": [key, *parameters(served.detail_fields)],
        "responses": {
            "200": answer("The record.", {JSON.media_type: {"anyOf": [ref(name), ref(f"{name}Cut")]}}),
            **others("304", "308", "404", *REFUSED_ALWAYS),
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
        "security": security(),
        "parameters": [],
        "requestBody": {
            "required": True,
            "content": {JSON.media_type: {"schema": ref("MatchRequest"), "example": MATCH_EXAMPLE}},
        },
        "responses": {
            "200": answer("Candidates for each query.", {JSON.media_type: ref("Matches")}, tag=False),
            **others("413", "415", *REFUSED_ALWAYS),
        },
    }


def _changes() -> Schema:
    return {
        "operationId": "list_changes",
        "summary": "What changed after a position",
        "description": "In the order of commit. Begin with a snapshot and its position. Needs the scope “sync”.",
        "tags": ["sync"],
        "security": security(),
        "parameters": parameters(changes.FIELDS),
        "responses": {
            "200": answer("The changes.", {JSON.media_type: ref("ChangePage")}, tag=False),
            **others("410", *REFUSED_ALWAYS),
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
        "security": security(),
        "parameters": parameters(snapshot.FIELDS),
        "responses": {
            "200": answer("All records.", {NDJSON.media_type: TEXT}, tag=False),
            **others(*REFUSED_ALWAYS),
        },
    }


def _statistics() -> Schema:
    return {
        "operationId": "read_statistics",
        "summary": "Numbers of people",
        "description": "Held and released day by day, by status, mode and destination; claimed and named for events.",
        "tags": ["statistics"],
        "security": security(),
        "parameters": parameters(statistics.FIELDS),
        "responses": {
            "200": answer("The numbers.", {JSON.media_type: ref("Statistics")}),
            **others("304", *REFUSED_ALWAYS),
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
            **others("304", "400", "406", "500"),
        },
    }
