"""What a citation may state of a field, in the canonical text in which stated and own values are compared."""

from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from sources.record import Record

NONE = "none"
"""States of a list field that there are none."""


def canonical(model: type[Record], field: str, states: str) -> str:
    """The canonical text of what is stated. :raises ValidationError: saying what was found and what is expected."""
    declared = model.declared
    if field not in declared.citable():
        known = ", ".join(declared.citable())
        message = f"“{field}” is no field of a {model._meta.verbose_name} that can be cited. Expected one of: {known}."
        raise ValidationError(message, code="field")
    if states == "":
        return ""
    if field == "exists":
        message = f"“exists” says only that the record is right and states nothing more; found “{states}”."
        raise ValidationError(message, code="states")
    if field in declared.lists:
        return _none(field, states)
    return text_of(_clean(model_field(model, field), states))


def own_value(record: Record, field: str) -> str:
    """The record's own value of a field in the same canonical text; empty where it is unknown."""
    found = model_field(type(record), field)
    return text_of(getattr(record, found.attname))


def default_text(record: Record, field: str) -> str:
    """What a field says while nobody has said anything, such as ``unknown``; such a value needs no evidence."""
    found = model_field(type(record), field)
    return str(found.get_default()) if found.has_default() else ""


def model_field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    """A field that has a column. :raises FieldDoesNotExist: otherwise."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise FieldDoesNotExist(name)
    return field


def text_of(value: Any) -> str:
    """A value as canonical text: dates as EDTF, ranges, durations, codes, ids."""
    return "" if value is None else str(value)


def as_id(text: str) -> UUID | None:
    """The id that a text is, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _clean(field: "models.Field[Any, Any]", states: str) -> Any:
    if not isinstance(field, models.ForeignKey):
        return field.clean(states, None)
    if as_id(states) is None:
        message = f"“{states}” is not the id of a {field.related_model._meta.verbose_name}."
        raise ValidationError(message, code="states")
    return as_id(states)


def _none(field: str, states: str) -> str:
    if states != NONE:
        message = f"Of the list “{field}” a source can only state “{NONE}”; found “{states}”. Cite its rows instead."
        raise ValidationError(message, code="states")
    return NONE
