"""How single parameters are read. What is refused is refused with a sentence that says what is expected."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.core.exceptions import ValidationError

LIMIT, LARGEST = 50, 1000
KEY = re.compile(r"\A[-a-zA-Z0-9_]{1,120}\Z")
"""An id or a slug."""


def cursor_of(record: UUID) -> str:
    """Where a page ends: opaque to readers, and the same whatever the filters are."""
    return base64.urlsafe_b64encode(record.bytes).rstrip(b"=").decode()


class CursorField(forms.Field):
    """Reads what ``cursor_of`` wrote."""

    def to_python(self, value: Any) -> UUID | None:
        """The id after which the page begins. :raises ValidationError: for anything else than a cursor of ours."""
        if not value:
            return None
        try:
            return UUID(bytes=base64.urlsafe_b64decode(f"{value}=="))
        except (binascii.Error, ValueError) as error:
            message = "This is no cursor. Take it from “next” of the page before."
            raise ValidationError(message, code="cursor") from error


class IdsField(forms.Field):
    """Ids, separated by commas."""

    def to_python(self, value: Any) -> list[UUID] | None:
        """Each id once. :raises ValidationError: when one is none, or there are too many."""
        if value is None:
            return None
        try:
            ids = {UUID(part.strip()) for part in str(value).split(",")}
        except ValueError as error:
            raise ValidationError("Expected ids, separated by commas.", code="ids") from error
        if len(ids) > LARGEST:
            raise ValidationError(f"At most {LARGEST} ids may be asked for at once.", code="ids")
        return list(ids)


class KeyField(forms.RegexField):
    """An id or a slug."""

    def __init__(self, **options: Any) -> None:
        super().__init__(KEY, **{"error_messages": {"invalid": "Expected an id or a slug."}, **options})


class DayField(forms.DateField):
    """A day, written in full."""

    default_error_messages = {"invalid": "Expected a day such as 2025-12-13."}

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **options)


class CursorFilter(django_filters.Filter):
    field_class = CursorField


class IdsFilter(django_filters.Filter):
    field_class = IdsField


class KeyFilter(django_filters.Filter):
    field_class = KeyField


class DayFilter(django_filters.Filter):
    field_class = DayField


class WholeNumberFilter(django_filters.Filter):
    field_class = forms.IntegerField
