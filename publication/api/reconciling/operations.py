"""The service's addresses as OpenAPI operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from publication.api.describing import REFUSED_ALWAYS, TEXT, answer, others, parameters, security
from publication.api.negotiation import HTML, JSON
from publication.api.queries import MOST_QUERIES
from publication.api.reconciling import previewing, suggesting
from publication.api.reconciling.manifest import DRAFT, KINDS, ROOT
from publication.api.reconciling.service import EXTEND, QUERIES, SCHEMA_OF
from publication.api.sent import FORM
from publication.api.shapes import Schema, ref

QUERY_EXAMPLE = {"q0": {"query": "Колесникова Мария", "limit": 3, "properties": [{"pid": "country", "v": "BY"}]}}
DRAFT_EXAMPLE = {"queries": [{"conditions": [{"matchType": "name", "propertyValue": "Колесникова Мария"}]}]}
EXTEND_EXAMPLE = {"ids": ["00000000-0000-4000-8000-000000000000"], "properties": [{"id": "status"}]}
RESULTS: Schema = {"type": "object", "additionalProperties": ref("ReconcileResult")}
COUNTS = (
    f"At most {MOST_QUERIES} queries, each of which counts as a request; a score of 90 is right in about nine of ten."
)


def paths() -> dict[str, Any]:
    """All operations by their addresses."""
    found: dict[str, Any] = {
        ROOT: {"get": _root_read(), "post": _root_sent()},
        DRAFT: {
            "get": _read(
                "read_reconcile_draft",
                "The manifest of the reconciliation service, 1.0 draft",
                [],
                {JSON.media_type: ref("ReconcileManifestDraft")},
            )
        },
        f"{DRAFT}/match": {
            "post": _sent(
                "match_draft", "Queries, 1.0 draft", "ReconcileBatchDraft", "ReconcileResultsDraft", DRAFT_EXAMPLE
            )
        },
        f"{DRAFT}/extend": {
            "post": _sent(
                "extend_draft",
                "A table extended, 1.0 draft",
                SCHEMA_OF[EXTEND],
                "ReconcileExtendedDraft",
                EXTEND_EXAMPLE,
            )
        },
    }
    for below, version, tail in ((ROOT, "0.2", ""), (DRAFT, "1.0", "_draft")):
        found |= _suggesting(below, version, tail)
    return found


def _suggesting(below: str, version: str, tail: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind in KINDS:
        asked = parameters(suggesting.FIELDS[version], needed=("prefix",))
        asked[0]["example"] = {"entity": "kales"}.get(kind, "")
        found[f"{below}/suggest/{kind}"] = {
            "get": _read(
                f"suggest_{kind}{tail}",
                f"What is suggested while somebody types: {kind}",
                asked,
                {JSON.media_type: ref("ReconcileSuggestions")},
                tag=kind != "entity",
            )
        }
    found[f"{below}/extend/propose"] = {
        "get": _read(
            f"propose{tail}",
            "Properties that a table can be extended with",
            parameters(suggesting.PROPOSED),
            {JSON.media_type: ref("ReconcileProposals")},
        )
    }
    found[f"{below}/preview"] = {
        "get": _read(
            f"preview{tail}",
            "A small page about a person, for a frame",
            parameters(previewing.FIELDS, needed=("id",)),
            {HTML.media_type: TEXT},
            "404",
            tag=False,
        )
    }
    return found


def _root_read() -> Schema:
    asked = [_written(name) for name in (QUERIES, EXTEND)]
    found = _read("read_reconcile", "The manifest; or queries, or a table extended", asked, {})
    found["description"] = f"Version 0.2, as OpenRefine speaks it. One of the parameters, or none. {COUNTS}"
    content = {"anyOf": [ref("ReconcileManifest"), RESULTS, ref("ReconcileExtended")]}
    found["responses"] = {
        "200": answer("What was asked for.", {JSON.media_type: content}),
        **others("304", "413", *REFUSED_ALWAYS),
    }
    return found


def _root_sent() -> Schema:
    form: Schema = {
        "type": "object",
        "properties": {name: _text_of(name) for name in (QUERIES, EXTEND)},
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }
    content = {"anyOf": [RESULTS, ref("ReconcileExtended")]}
    return {
        **_described("send_reconcile", "Queries, or a table extended"),
        "description": f"Version 0.2: one field of a form, which is JSON. {COUNTS}",
        "parameters": [],
        "requestBody": {
            "required": True,
            "content": {FORM: {"schema": form, "example": {QUERIES: orjson.dumps(QUERY_EXAMPLE).decode()}}},
        },
        "responses": {
            "200": answer("Results by the names of the queries, or rows.", {JSON.media_type: content}, tag=False),
            **others("413", "415", *REFUSED_ALWAYS),
        },
    }


def _text_of(name: str) -> Schema:
    return {**TEXT, "minLength": 2, "contentMediaType": JSON.media_type, "contentSchema": ref(SCHEMA_OF[name])}


def _written(name: str) -> Schema:
    described = {QUERIES: "A batch of queries, as JSON.", EXTEND: "Ids and properties, as JSON."}[name]
    return {"name": name, "in": "query", "description": described, "schema": _text_of(name)}


def _described(operation: str, summary: str) -> Schema:
    return {"operationId": operation, "summary": summary, "tags": ["reconcile"], "security": security()}


def _read(
    operation: str,
    summary: str,
    asked: list[Schema],
    content: Mapping[str, Schema],
    *refused: str,
    tag: bool = True,
) -> Schema:
    kept = ("304",) if tag else ()
    return {
        **_described(operation, summary),
        "parameters": asked,
        "responses": {
            "200": answer("What was asked for.", content, tag=tag),
            **others(*kept, *refused, *REFUSED_ALWAYS),
        },
    }


def _sent(operation: str, summary: str, schema: str, told: str, example: Any) -> Schema:
    return {
        **_described(operation, summary),
        "description": COUNTS,
        "parameters": [],
        "requestBody": {
            "required": True,
            "content": {JSON.media_type: {"schema": ref(schema), "example": example}},
        },
        "responses": {
            "200": answer("In the order of what was sent.", {JSON.media_type: ref(told)}, tag=False),
            **others("413", "415", *REFUSED_ALWAYS),
        },
    }
