"""Filters on partial dates: bounds that ask what is possible, not what is certain."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db import models
from psycopg.types.range import Range


class _Bound(django_filters.DateFilter):
    """A day, ``YYYY-MM-DD``, that the span beside the date must possibly reach.

    Rows without a date, and those known to have none, are not among the answers.
    """

    def __init__(self, field_name: str, **options: Any) -> None:
        super().__init__(field_name=field_name, input_formats=["%Y-%m-%d"], **options)

    def filter(self, qs: models.QuerySet[Any], value: date | None) -> models.QuerySet[Any]:
        """Keep the rows whose date may lie on this side of the day, the day included."""
        if value is None:
            return qs
        found: models.QuerySet[Any] = self.get_method(qs)(**{f"{self.field_name}_span__overlap": self.side(value)})
        return found.distinct() if self.distinct else found

    def side(self, day: date) -> Range[date]:
        """The days on this side of the bound."""
        raise NotImplementedError


class PossiblyAfter(_Bound):
    """``released_after=2025-12-01``: released on that day or later, as far as anybody knows."""

    def side(self, day: date) -> Range[date]:
        """From the day on."""
        return Range(day, None, "[)")


class PossiblyBefore(_Bound):
    """``released_before=2025-12-01``: released on that day or earlier, as far as anybody knows."""

    def side(self, day: date) -> Range[date]:
        """Up to the day."""
        return Range(None, day, "(]")
