"""The OpenAPI 3.1 document: made from the types of the bodies, the fields of parameters and the classes of refusals."""

from __future__ import annotations

from typing import Any

from publication.api import queries
from publication.api.answers import ChangePage, MatchesBody, StatisticsBody
from publication.api.describing import COUNTED, NAMES
from publication.api.filters import COUNTRIES
from publication.api.kinds import SERVED, Served
from publication.api.members import ALWAYS
from publication.api.operations import paths, shape_name
from publication.api.problems import (
    MEDIA_TYPE,
    Failed,
    NoSuchKey,
    NotAcceptable,
    NotThere,
    NotUnderstood,
    OutOfScope,
    Problem,
    Refusal,
    ResyncNeeded,
    TooLarge,
    TooMany,
    Unavailable,
    WrongMediaType,
)
from publication.api.reconciling import batches
from publication.api.reconciling.answers import SHAPES as RECONCILED
from publication.api.reconciling.operations import paths as reconciling_paths
from publication.api.shapes import Schema, Shapes, ref

REFUSALS: tuple[type[Refusal], ...] = (
    *(NotUnderstood, NoSuchKey, OutOfScope, NotThere, NotAcceptable, ResyncNeeded, TooLarge, WrongMediaType),
    *(TooMany, Failed, Unavailable),
)
TAGS = {
    "persons": "Who was detained, and what became of them.",
    "events": "Releases of many, talks and the like.",
    "documents": "Where it is written: metadata and the quoted passages, never the full text.",
    "sync": "Keeping a copy: a snapshot first, then what changed.",
    "statistics": "Numbers of people.",
    "reconcile": "A table's names matched with ours, by clients such as OpenRefine.",
    "schema": "This document.",
}
HEADERS: dict[str, tuple[str, Schema]] = {
    "ETag": ("A strong entity tag; send it back as If-None-Match.", {"type": "string"}),
    "Location": ("A relative reference to where the record is now.", {"type": "string", "format": "uri-reference"}),
    "RateLimit": ("How many requests remain, and in how many seconds they are renewed.", {"type": "string"}),
    "RateLimit-Policy": ("How many requests are allowed in how many seconds.", {"type": "string"}),
    "Retry-After": ("Seconds to wait.", {"type": "integer", "minimum": 1}),
    "WWW-Authenticate": ("What is wrong with the key (RFC 6750).", {"type": "string"}),
}
SENT_WITH = {
    401: ("WWW-Authenticate", *COUNTED),
    403: ("WWW-Authenticate", *COUNTED),
    429: ("Retry-After", *COUNTED),
    503: ("Retry-After",),
}
KEY_TEXT = (
    "A partner's key, “volia_…”. Without one the API answers with what is public. A key is never put into an address."
)


def add_shapes(result: Schema, **_: Any) -> Schema:
    """Hook of drf-spectacular: put all operations and the schemas of all bodies into the document."""
    shapes = Shapes()
    for shape in (*(served.shape for served in SERVED), ChangePage, MatchesBody, StatisticsBody, *RECONCILED, Problem):
        shapes.of(shape)
    for served in SERVED:
        name = shape_name(served)
        shapes.schemas[f"{name}Cut"] = _part(name, shapes.schemas[name])
        shapes.schemas[f"{name}Page"] = _page(served)
    shapes.schemas |= queries.SCHEMAS | batches.SCHEMAS
    shapes.schemas["CountryCode"] = {"type": "string", "enum": [code for code, _name in COUNTRIES]}
    result["paths"] = paths() | reconciling_paths()
    result["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    result["components"] = {
        "schemas": dict(sorted(shapes.schemas.items())),
        "headers": {name: {"description": text, "schema": schema} for name, (text, schema) in HEADERS.items()},
        "responses": _responses(),
        "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "description": KEY_TEXT}},
    }
    return result


def _responses() -> dict[str, Schema]:
    found = {
        NAMES["304"]: {"description": "You hold it already.", "headers": _headers("ETag", *COUNTED)},
        NAMES["308"]: {
            "description": "It was renamed, or merged into another record.",
            "headers": _headers("Location", *COUNTED),
        },
    }
    for refusal in REFUSALS:
        found[NAMES[str(int(refusal.status))]] = {
            "description": refusal.sentence(),
            "headers": _headers(*SENT_WITH.get(refusal.status, ())),
            "content": {MEDIA_TYPE: {"schema": ref("Problem")}},
        }
    return found


def _headers(*names: str) -> Schema:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _part(name: str, whole: Schema) -> Schema:
    """The shape of a body that was cut to some of its members."""
    return {
        **whole,
        "description": f"What “fields” leaves of the shape {name}.",
        "required": list(ALWAYS),
    }


def _page(served: Served) -> Schema:
    name = shape_name(served)
    return {
        "type": "object",
        "description": (
            "A page of a list. “next” is the cursor of the page after this one, null on the last; “position” is "
            "that of the last change that is in it; “total” counts all that match, where it was asked for."
        ),
        "properties": {
            "results": {"type": "array", "items": {"anyOf": [ref(name), ref(f"{name}Cut")]}},
            "next": {"type": ["string", "null"]},
            "position": {"type": "integer"},
            "total": {"type": "integer"},
        },
        "required": ["next", "position", "results"],
        "additionalProperties": False,
    }
