"""What lists may be asked. Unknown parameters and values that are not understood are refused, each by name.

``narrow`` methods leave out in SQL what cannot match; what a list shows in the end is decided on the finished bodies
(``keeps``), so that no filter finds what no body says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

import django_filters
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django_countries import countries
from psycopg.types.range import Range

from people.models import Detention, Nationality, Release
from people.vocabulary import EventKind, Status
from publication.api.parameters import LARGEST, LIMIT, CursorFilter, DayFilter, IdsFilter, KeyFilter, WholeNumberFilter
from publication.api.problems import Fault, NotUnderstood
from publication.columns import Columns
from publication.rendering.visible import visible_names
from sources.vocabulary import Audience, DocumentKind

COUNTRIES = [(code, code) for code, _name in countries]
YES_NO = [("true", "true"), ("false", "false")]
SIDES: dict[str, Callable[[date], Range[date]]] = {
    "released_after": lambda day: Range(day, None, "[)"),
    "released_before": lambda day: Range(None, day, "(]"),
}
"""The days on this side of the one given, which is among them."""

KEEPS: dict[str, Callable[[Columns, Any], bool]] = {
    "status": lambda columns, value: columns.status == value,
    "kind": lambda columns, value: columns.kind == value,
    "language": lambda columns, value: columns.language == value,
    "country": lambda columns, value: value in columns.countries,
    "destination": lambda columns, value: value in columns.destinations,
    "event": lambda columns, value: value in columns.events,
    "document": lambda columns, value: value in columns.documents,
    "publisher": lambda columns, value: value in columns.publishers,
    "conflicting": lambda columns, value: columns.conflicting == (value == "true"),
    "released_after": lambda columns, day: columns.ends_after(day),
    "released_before": lambda columns, day: columns.begins_before(day),
}
"""What each parameter asks of the columns of a body; the others decide in SQL alone."""


class StrictFilter(django_filters.FilterSet):
    """A list's parameters. ``limit`` and ``cursor`` are among them, so that all are checked in one place."""

    limit = WholeNumberFilter(method="unchanged", help_text=f"How many, at most {LARGEST}; {LIMIT} if not given.")
    cursor = CursorFilter(method="unchanged", help_text="From “next” of the page before.")
    ids = IdsFilter(method="narrow_ids", help_text="Ids, separated by commas.")
    q = django_filters.CharFilter(method="narrow_q", help_text="Part of a name or title; accents and case are ignored.")

    def __init__(self, asked: QueryDict, rows: QuerySet[Any], *, audience: Audience) -> None:
        super().__init__(asked, queryset=rows)
        self.asked = asked
        self.audience = audience

    def wanted(self) -> dict[str, Any]:
        """The parameters given, as values. :raises NotUnderstood: naming every fault at once."""
        faults = list(self._faults())
        if faults:
            raise NotUnderstood(faults)
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}

    @property
    def looks_at_bodies(self) -> bool:
        """Whether some bodies may not be among the answers once they are finished."""
        return any(name in KEEPS for name in self.wanted())

    def keeps(self, columns: Columns) -> bool:
        """Whether a finished body is among the answers."""
        return all(KEEPS[name](columns, value) for name, value in self.wanted().items() if name in KEEPS)

    def unchanged(self, rows: QuerySet[Any], _name: str, _value: Any) -> QuerySet[Any]:
        """Nothing to narrow in SQL."""
        return rows

    def narrow_ids(self, rows: QuerySet[Any], _name: str, value: list[UUID]) -> QuerySet[Any]:
        """These records."""
        return rows.filter(pk__in=value)

    def narrow_q(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Records so named."""
        raise NotImplementedError

    def _faults(self) -> Iterable[Fault]:
        for name in self.asked:
            if name not in self.filters:
                known = ", ".join(sorted(self.filters))
                yield _fault(name, "unknown", f"There is no such parameter. Known are: {known}.")
            elif len(self.asked.getlist(name)) > 1:
                yield _fault(name, "repeated", "This parameter can be given only once.")
        for name, errors in self.form.errors.get_json_data().items():
            for error in errors:
                yield _fault(name, error["code"] or "invalid", error["message"])
        limit = self.form.cleaned_data.get("limit")
        if limit is not None and not 1 <= limit <= LARGEST:
            yield _fault("limit", "range", f"Expected a number from 1 to {LARGEST}.")


class PersonFilter(StrictFilter):
    status = django_filters.ChoiceFilter(choices=Status.choices, method="unchanged", help_text="Their status.")
    status_on = DayFilter(method="unchanged", help_text="The day that “status” is asked for; today if not given.")
    country = django_filters.ChoiceFilter(
        choices=COUNTRIES, method="narrow_country", help_text="A nationality, where they were held, or the event's."
    )
    destination = django_filters.ChoiceFilter(
        choices=COUNTRIES, method="narrow_destination", help_text="A country on the way out."
    )
    event = KeyFilter(method="narrow_event", help_text="Id or slug of the event they were released in.")
    document = KeyFilter(method="unchanged", help_text="Id or slug of a document that is quoted.")
    released_after = DayFilter(method="narrow_released", help_text="Released on that day or later, as far as is known.")
    released_before = DayFilter(method="narrow_released", help_text="Released on that day or earlier, likewise.")
    conflicting = django_filters.ChoiceFilter(
        choices=YES_NO, method="unchanged", help_text="Whether sources contradict one another on anything."
    )

    def narrow_q(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Persons with a spelling that may be seen."""
        names = visible_names(self.audience).filter(text__unaccent__icontains=value)
        return rows.filter(pk__in=names.values("person"))

    def narrow_country(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Persons with such a row, seen or not."""
        return rows.filter(
            Q(pk__in=Nationality.objects.filter(country=value).values("person"))
            | Q(pk__in=Detention.objects.filter(place__country=value).values("person"))
            | Q(pk__in=Release.objects.filter(event__country=value).values("person"))
        )

    def narrow_destination(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Persons with such a row, seen or not."""
        return rows.filter(pk__in=Release.objects.filter(destinations__place__country=value).values("person"))

    def narrow_event(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Persons with such a row, seen or not."""
        return rows.filter(pk__in=Release.objects.filter(named_by(value, "event")).values("person"))

    def narrow_released(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Persons with such a row, seen or not."""
        days = SIDES[name](value)
        dated = Q(date_span__overlap=days) | Q(date_span=None, event__date_span__overlap=days)
        return rows.filter(pk__in=Release.objects.filter(dated).values("person"))


class EventFilter(StrictFilter):
    kind = django_filters.ChoiceFilter(choices=EventKind.choices, method="unchanged", help_text="What happened.")
    country = django_filters.ChoiceFilter(choices=COUNTRIES, method="narrow_country", help_text="Whose prisoners.")
    destination = django_filters.ChoiceFilter(
        choices=COUNTRIES, method="unchanged", help_text="Where a group of them went."
    )
    document = KeyFilter(method="unchanged", help_text="Id or slug of a document that is quoted.")
    released_after = DayFilter(method="unchanged", help_text="On that day or later, as far as is known.")
    released_before = DayFilter(method="unchanged", help_text="On that day or earlier, as far as is known.")
    conflicting = django_filters.ChoiceFilter(
        choices=YES_NO, method="unchanged", help_text="Whether sources contradict one another on anything."
    )

    def narrow_q(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Events so called."""
        return rows.filter(name__unaccent__icontains=value)

    def narrow_country(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Events of the country, seen or not."""
        return rows.filter(country=value)


class DocumentFilter(StrictFilter):
    kind = django_filters.ChoiceFilter(choices=DocumentKind.choices, method="unchanged", help_text="What it is.")
    language = django_filters.CharFilter(method="unchanged", help_text="BCP 47, for example en.")
    publisher = KeyFilter(method="unchanged", help_text="Id or slug of the organisation.")

    def narrow_q(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Documents so titled."""
        return rows.filter(title__unaccent__icontains=value)


def refuse_parameters(data: QueryDict) -> None:
    """For addresses that take none. :raises NotUnderstood: when there are any."""
    faults = [_fault(name, "unknown", "This address takes no parameters.") for name in data]
    if faults:
        raise NotUnderstood(faults)


def named_by(key: str, prefix: str = "") -> Q:
    """Rows by id or slug. ``prefix``: a relation."""
    at = f"{prefix}__" if prefix else ""
    found = Q(**{f"{at}slug": key})
    return found | Q(**{f"{at}pk": UUID(key)}) if _is_id(key) else found


def _is_id(key: str) -> bool:
    try:
        return str(UUID(key)) == key.lower()
    except ValueError:
        return False


def _fault(name: str, code: str, message: str) -> Fault:
    return {"pointer": f"/query/{name}", "code": code, "message": message}
