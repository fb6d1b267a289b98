"""What is sent to us, checked by JSON schemas that are published; a fault says what is expected, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]  # it brings no types

from publication.api.filters import COUNTRIES
from publication.api.parameters import LONGEST_TEXT
from publication.api.problems import Fault
from publication.api.sent import BODY, fault_in
from publication.api.shapes import Schema, ref

LISTED = "Expected one of the codes that /api/v1/schema lists."
CODES = {"minLength": "empty", "enum": "invalid_choice", "maxLength": "max_length"}
"""How faults are called where parameters have a word for them; else as the schema calls what was broken."""


def text(description: str, longest: int = LONGEST_TEXT) -> Schema:
    """The schema of a text that is not empty."""
    return {"type": "string", "minLength": 1, "maxLength": longest, "description": description}


def validator(name: str, schemas: Mapping[str, Schema]) -> Any:
    """What checks by the schema of that name, which may refer to the others, and to the codes of countries."""
    codes = {"CountryCode": {"type": "string", "enum": [code for code, _name in COUNTRIES]}}
    return Draft202012Validator({**ref(name), "components": {"schemas": {**schemas, **codes}}})


def faults_of(error: ValidationError, root: str = BODY) -> Iterator[Fault]:
    """A fault by its place and what is expected there; never by what was sent. ``root`` is where the JSON stood."""
    path = list(error.absolute_path)
    if error.validator == "additionalProperties":
        known = error.schema["properties"]
        for name in sorted(set(error.instance) - set(known)):
            yield fault_in(
                [*path, name], "unknown", f"There is no such member here. Known are: {', '.join(known)}.", root=root
            )
    elif error.validator == "required":
        for name in error.validator_value:
            if name not in error.instance:
                yield fault_in([*path, name], "required", "This member is needed.", root=root)
    else:
        described = error.schema.get("description")
        message = expected(described) if described else LISTED
        yield fault_in(path, CODES.get(error.validator, error.validator), message, root=root)


def expected(description: str) -> str:
    """What a schema describes, as a sentence."""
    return f"Expected {description[0].lower()}{description[1:]}"
