"""Model fields for the values that sources disagree on: partial dates, durations and counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.contrib.postgres.fields import DateRangeField, DecimalRangeField, IntegerRangeField
from django.core.exceptions import ValidationError
from django.db import models
from psycopg.types.range import Range

from sources import forms
from sources.counts import CountRange
from sources.dates import PartialDate
from sources.durations import DurationRange
from sources.spanned import SpannedField, SpannedModel, SpannedQuerySet
from sources.values import NotUnderstood

__all__ = [
    "CountRangeField",
    "DurationRangeField",
    "PartialDateField",
    "SpannedModel",
    "SpannedQuerySet",
]

if TYPE_CHECKING:
    _CountField = models.Field[str | CountRange | None, CountRange | None]
else:
    _CountField = IntegerRangeField


class PartialDateField(SpannedField[PartialDate]):
    """A partial date: EDTF text, and the ``daterange`` it spans in ``<name>_span``."""

    description = "Partial date"
    value_type = PartialDate
    span_class = DateRangeField
    form_class = forms.PartialDateField


class DurationRangeField(SpannedField[DurationRange]):
    """A duration: ISO 8601 text, and the days it spans as ``numrange`` in ``<name>_span``."""

    description = "Duration"
    value_type = DurationRange
    span_class = DecimalRangeField
    form_class = forms.DurationRangeField


class CountRangeField(_CountField):
    """A count in one ``int4range`` column; lookups: ``count__contains=5``, ``count__overlap=value.span``."""

    description = "Count"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"null": True, "blank": True, **options})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Name what differs from this field's own defaults."""
        name, path, args, options = super().deconstruct()
        stated = {"null": self.null, "blank": self.blank}
        options = {option: value for option, value in options.items() if option not in stated}
        return name, path, args, options | {option: False for option, value in stated.items() if not value}

    def from_db_value(self, value: Range[int] | None, *_: object) -> CountRange | None:
        """Read what this field wrote."""
        return None if value is None else CountRange.from_span(value)

    def to_python(self, value: Any) -> CountRange | None:
        """Make a count of a text or a range. :raises ValidationError: with the sentence of the value type."""
        if value is None or isinstance(value, CountRange):
            return value
        try:
            if isinstance(value, Range):
                return CountRange.from_span(value)
            return CountRange.parse(str(value)) if value != "" else None
        except NotUnderstood as error:
            raise ValidationError(str(error), code="invalid") from error

    def get_prep_value(self, value: Any) -> Any:
        """A range for counts and their texts; whatever else a lookup brings goes to Django's field."""
        if isinstance(value, CountRange | str):
            count = self.to_python(value)
            return count and count.span
        return super().get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> str:
        """The canonical text, for serialisers."""
        value = self.to_python(self.value_from_object(obj))
        return "" if value is None else value.text

    def formfield(self, **options: Any) -> django_forms.Field | None:
        """A text box with examples."""
        return super().formfield(**{"form_class": forms.CountRangeField, **options})
