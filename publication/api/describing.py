"""The parts that OpenAPI operations are put together from; parameters are made from the fields that read them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django import forms

from publication.api.filters import COUNTRIES
from publication.api.parameters import IdsField, NamesField
from publication.api.shapes import Schema, ref

LIMIT_EXAMPLE = 5
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


def security() -> list[dict[str, list[str]]]:
    """With a key or without one."""
    return [{"bearer": []}, {}]


def answer(description: str, content: Mapping[str, Schema], *, tag: bool = True) -> Schema:
    """An answer with 200; ``tag``: it has one."""
    headers = [*(["ETag"] if tag else []), *COUNTED]
    return {
        "description": description,
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        "content": {media_type: {"schema": schema} for media_type, schema in content.items()},
    }


def others(*statuses: str) -> dict[str, Schema]:
    """The other answers that there may be, which are described once for all."""
    return {status: {"$ref": f"#/components/responses/{NAMES[status]}"} for status in sorted(statuses)}


def parameters(fields: Mapping[str, forms.Field], *, needed: Collection[str] = ()) -> list[Schema]:
    """Parameters of the query, from the fields that read them."""
    found = [_parameter(name, field) for name, field in fields.items()]
    return [{**one, "required": True} if one["name"] in needed else one for one in found]


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
