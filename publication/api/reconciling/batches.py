"""Batches of queries and of extensions: what they may say, as JSON schemas that are published and checked by alike."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

from publication.api.asking import MOST_FAULTS
from publication.api.checking import faults_of, validator
from publication.api.problems import Fault, NotUnderstood, TooLarge
from publication.api.queries import MOST_QUERIES, NAME
from publication.api.reconciling.properties import BY_ID
from publication.api.sent import BODY, fault_in
from publication.api.shapes import Schema, ref

KNOWN = ", ".join(BY_ID)
LIMIT: Schema = {
    "type": "integer",
    "description": "A whole number of at least 1; more candidates than there ever are at once are no fault.",
    "minimum": 1,
}
SINGLE: list[Schema] = [
    {"type": "string"},
    {"type": "number"},
    {"type": "boolean"},
    {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}, "required": ["id"]},
]
TYPES: Schema = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
SCHEMAS: dict[str, Schema] = {
    "ReconcileValue": {
        "description": "A text, a number, a boolean, an object with an “id”, or a list of such values.",
        "anyOf": [*SINGLE, {"type": "array", "items": {"anyOf": SINGLE}}],
    },
    "ReconcileBatch": {
        "type": "object",
        "description": "An object of queries, each under a name of yours.",
        "additionalProperties": ref("ReconcileQuery"),
        "maxProperties": MOST_QUERIES,
    },
    "ReconcileQuery": {
        "type": "object",
        "description": "An object with “query”, with “properties”, or with both.",
        "properties": {
            "query": NAME,
            "type": {"description": "A type, or a list of types; there is one alone here.", **TYPES},
            "type_strict": {
                "type": "string",
                "description": "One of any, should, all.",
                "enum": ["any", "should", "all"],
            },
            "limit": LIMIT,
            "properties": {
                "type": "array",
                "description": "A list of properties, each with “pid” and “v”.",
                "items": {
                    "type": "object",
                    "description": "An object with “pid” and “v”.",
                    "properties": {"pid": {"type": "string", "description": "A text."}, "v": ref("ReconcileValue")},
                    "required": ["pid", "v"],
                },
            },
        },
        "anyOf": [{"required": ["query"]}, {"required": ["properties"], "properties": {"properties": {"minItems": 1}}}],
        "additionalProperties": False,
    },
    "ReconcileBatchDraft": {
        "type": "object",
        "description": "An object with the one member “queries”.",
        "properties": {
            "queries": {
                "type": "array",
                "description": f"A list of {MOST_QUERIES} queries at most.",
                "items": ref("ReconcileQueryDraft"),
                "maxItems": MOST_QUERIES,
            }
        },
        "required": ["queries"],
        "additionalProperties": False,
    },
    "ReconcileQueryDraft": {
        "type": "object",
        "description": "An object with “conditions”.",
        "properties": {
            "conditions": {
                "type": "array",
                "description": "A list of at least one condition.",
                "items": ref("ReconcileCondition"),
                "minItems": 1,
            },
            "type": {"type": "string", "description": "A text."},
            "limit": LIMIT,
            "lang": {"type": "string", "description": "A text."},
            "dir": {"type": "string", "description": "One of ltr, rtl, auto.", "enum": ["ltr", "rtl", "auto"]},
        },
        "required": ["conditions"],
        "additionalProperties": False,
    },
    "ReconcileCondition": {
        "type": "object",
        "description": "An object with “matchType” and “propertyValue”; of a property with “propertyId” too.",
        "properties": {
            "matchType": {
                "type": "string",
                "description": "One of name, id, property.",
                "enum": ["name", "id", "property"],
            },
            "propertyId": {"type": "string", "description": "A text."},
            "propertyValue": ref("ReconcileValue"),
            "required": {"type": "boolean", "description": "True or false."},
            "matchQuantifier": {
                "type": "string",
                "description": "One of any, all, none.",
                "enum": ["any", "all", "none"],
            },
            "matchQualifier": {"type": "string", "description": "A text."},
        },
        "required": ["matchType", "propertyValue"],
        "if": {"properties": {"matchType": {"const": "property"}}, "required": ["matchType"]},
        "then": {"required": ["propertyId"]},
    },
    "ReconcileExtension": {
        "type": "object",
        "description": "An object with “ids” and “properties”.",
        "properties": {
            "ids": {
                "type": "array",
                "description": f"A list of {MOST_QUERIES} ids at most.",
                "items": {"type": "string", "description": "A text."},
                "maxItems": MOST_QUERIES,
            },
            "properties": {
                "type": "array",
                "description": "A list of properties, each with its “id”.",
                "items": {
                    "type": "object",
                    "description": "An object with an “id”.",
                    "properties": {
                        "id": {"type": "string", "description": f"One of {', '.join(BY_ID)}.", "enum": list(BY_ID)}
                    },
                    "required": ["id"],
                },
            },
        },
        "required": ["ids", "properties"],
    },
}


def checked(sent: Any, name: str, root: str = BODY) -> Any:
    """What was sent, as the schema of that name wants it.

    :raises NotUnderstood: naming what is wrong and where. :raises TooLarge: when it is more than is answered at once.
    """
    crowd = _crowd(sent, name)
    if crowd is not None and len(crowd[1]) > MOST_QUERIES:
        # Not looked at one by one: there may be very many.
        raise TooLarge(faults=[fault_in(crowd[0], "maxItems", f"Expected {MOST_QUERIES} at most.", root=root)])
    faults = list(islice(_faults(sent, name, root), MOST_FAULTS))
    if faults:
        raise NotUnderstood(faults=faults)
    return sent


def cost_of(sent: Any, name: str) -> int:
    """As how many requests it counts: one for each query that would be answered; an extension is one."""
    crowd = _crowd(sent, name)
    several = name != "ReconcileExtension" and crowd is not None and 1 <= len(crowd[1]) <= MOST_QUERIES
    return len(crowd[1]) if several and crowd else 1


def _crowd(sent: Any, name: str) -> tuple[list[str], Any] | None:
    """What there may be too many of, and where it stands."""
    if not isinstance(sent, dict):
        return None
    if name == "ReconcileBatch":
        return [], sent
    member = "ids" if name == "ReconcileExtension" else "queries"
    return ([member], sent[member]) if isinstance(sent.get(member), list) else None


def _faults(sent: Any, name: str, root: str) -> Iterator[Fault]:
    for error in _validator(name).iter_errors(sent):
        yield from faults_of(error, root)


@cache
def _validator(name: str) -> Any:
    return validator(name, SCHEMAS)
