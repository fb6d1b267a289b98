"""What lists can be asked by: filters on the published columns, which are taken from the bodies and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import django_filters
from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, DateField, F, Func, IntegerField, QuerySet, TextField, UUIDField, Value
from django_countries import countries

from people.vocabulary import EventKind, Status
from publication.api import parameters
from publication.api.parameters import LARGEST
from publication.models import PublishedRecord
from sources.vocabulary import DocumentKind

Rows = QuerySet[PublishedRecord]
COUNTRIES = [(code, code) for code, _name in countries]
YES_NO = [("true", "true"), ("false", "false")]


class StandingOn(Func):
    """The status on a day: that of the last change of status that is not after it."""

    template = "(%(expressions)s]"
    arg_joiner = ")["
    output_field = TextField()

    def __init__(self, day: date) -> None:
        bucket = Func(Value(day, DateField()), F("standing_days"), function="width_bucket", output_field=IntegerField())
        super().__init__(F("standings"), bucket)


class AmongIds(Func):
    """``id = ANY (…)``: one statement however many ids there are, which can be prepared."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY ("
    output_field = BooleanField()

    def __init__(self, ids: tuple[UUID, ...]) -> None:
        super().__init__(F("id"), Value(list(ids), ArrayField(UUIDField())))


class ChoiceFilter(django_filters.ChoiceFilter):
    """One of some codes. (The field's own empty choice would let every value pass that looks like none.)"""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, empty_label=None, **options)


class HasFilter(ChoiceFilter):
    """A code among those in a column of several."""

    def filter(self, rows: Rows, value: Any) -> Rows:
        """Rows with the code."""
        return rows.filter(**{f"{self.field_name}__contains": [value]})


class KeyFilter(django_filters.Filter):
    """An id or slug among those in a column of several."""

    field_class = parameters.KeyField

    def filter(self, rows: Rows, value: Any) -> Rows:
        """Rows with the key."""
        return rows.filter(**{f"{self.field_name}__contains": [value]})


class YesNoFilter(ChoiceFilter):
    def filter(self, rows: Rows, value: Any) -> Rows:
        """Rows where the column is so."""
        return rows.filter(**{str(self.field_name): value == "true"})


class DayFilter(django_filters.Filter):
    field_class = parameters.DayField


class StatusOnFilter(DayFilter):
    """The day that ``status`` is asked for; takes day and status together."""

    def filter(self, rows: Rows, value: tuple[date, str]) -> Rows:
        """Persons of that status on that day."""
        day, status = value
        return rows.alias(standing=StandingOn(day)).filter(standing=status)


class IdsFilter(django_filters.Filter):
    field_class = parameters.IdsField

    def filter(self, rows: Rows, value: tuple[UUID, ...]) -> Rows:
        """These records."""
        return rows.filter(AmongIds(value))


class TextFilter(django_filters.Filter):
    """Part of the searchable text."""

    field_class = parameters.TextField


class NameFilter(TextFilter):
    """Whoever may be meant by a name (``seeking``); as a filter alone it finds those whose names contain the text."""

    field_class = parameters.NameField

    def filter(self, rows: Rows, value: parameters.Sought) -> Rows:
        """Persons with the text in one of their names."""
        return rows.filter(search__contains=value.folded)


class LanguageFilter(django_filters.Filter):
    """A language tag; capitals make no difference (RFC 5646, 2.1.1)."""

    field_class = parameters.LanguageField


class SinceFilter(django_filters.Filter):
    field_class = parameters.WholeNumberField


class ListFilter(django_filters.FilterSet):
    """Filters that all lists have."""

    ids = IdsFilter(help_text=f"Ids, separated by commas; at most {LARGEST}.")
    q = TextFilter("search", "contains", help_text="Part of a name or title; accents and case are ignored.")
    changed_since = SinceFilter("position", "gt", help_text="Published or changed after this position.")


def _document() -> KeyFilter:
    return KeyFilter("documents", help_text="Id or slug of a document that is quoted.")


def _conflicting() -> YesNoFilter:
    text = "Whether sources contradict one another on anything."
    return YesNoFilter("conflicting", choices=YES_NO, help_text=text)


class PersonFilter(ListFilter):
    q = NameFilter(
        help_text=(
            "A name in any spelling, language, script and order, or a part of one. Those who are meant most likely "
            "come first, then those whose names contain the text; 100 at most, on one page."
        )
    )
    status = ChoiceFilter("status", choices=Status.choices, help_text="Their status.")
    status_on = StatusOnFilter(help_text="The day that “status” is asked for; only together with it.")
    country = HasFilter(
        "countries", choices=COUNTRIES, help_text="A nationality, where they were held, or the event's; ISO 3166-1."
    )
    destination = HasFilter("destinations", choices=COUNTRIES, help_text="A country on the way out; ISO 3166-1.")
    event = KeyFilter("events", help_text="Id or slug of the event they were released in.")
    document = _document()
    released_after = DayFilter("released_last", "gte", help_text="Released on that day or later, as far as is known.")
    released_before = DayFilter("released_first", "lte", help_text="Released on that day or earlier, likewise.")
    conflicting = _conflicting()


class EventFilter(ListFilter):
    kind = ChoiceFilter("type", choices=EventKind.choices, help_text="What happened.")
    country = HasFilter("countries", choices=COUNTRIES, help_text="Whose prisoners; ISO 3166-1.")
    destination = HasFilter("destinations", choices=COUNTRIES, help_text="Where a group of them went; ISO 3166-1.")
    document = _document()
    released_after = DayFilter("released_last", "gte", help_text="On that day or later, as far as is known.")
    released_before = DayFilter("released_first", "lte", help_text="On that day or earlier, as far as is known.")
    conflicting = _conflicting()


class DocumentFilter(ListFilter):
    kind = ChoiceFilter("type", choices=DocumentKind.choices, help_text="What it is.")
    language = LanguageFilter("language", "iexact", help_text="BCP 47, for example en.")
    publisher = KeyFilter("publishers", help_text="Id or slug of the organisation.")
