"""What a list is asked for: filters, page, members, and the moment it is asked about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.forms import ChoiceField, Field
from django.http import HttpRequest

from publication.api.asking import fault, understood
from publication.api.kinds import WHOLE_BRIEF, Served
from publication.api.members import Cut
from publication.api.negotiation import CSV, JSON, Format
from publication.api.parameters import (
    LARGEST,
    LIMIT,
    CursorField,
    MomentField,
    NamesField,
    Sought,
    WholeNumberField,
)
from publication.api.problems import Fault, NotUnderstood

DEAR = frozenset({"q", "status_on"})
"""Filters for which many rows may have to be looked at."""
WITH_THEN = frozenset({"known_at", "ids", "limit", "cursor", "fields"})
"""What ``known_at`` may be combined with: the columns that filters ask are those of today."""
MOST_RANKED = 100
"""So many are found by a name at most: whoever came later would hardly be meant."""
NOT_RANKED = ("cursor", "total")
"""Parameters that a list in the order of likeness does not take: it is one page, and ends where nobody is like that."""
NOT_FILTERS = frozenset({"limit", "cursor", "fields", "total", "known_at"})


@dataclass(frozen=True, kw_only=True)
class Listing:
    """``filters`` are pairs of parameter and value; without ``limit`` there is none, as streams may have it.

    ``ranked``: the ids of those who were found by a name, in order; with them the text of the name filters no more.
    """

    served: Served
    filters: tuple[tuple[str, Any], ...]
    limit: int | None
    cursor: UUID | None
    cut: Cut
    total: bool
    known_at: datetime | None
    ranked: tuple[UUID, ...] | None = None

    @property
    def sought(self) -> Sought | None:
        """The name by which persons are looked for."""
        return next((value for _name, value in self.filters if isinstance(value, Sought)), None)

    @property
    def other_filters(self) -> tuple[tuple[str, Any], ...]:
        """All but that name."""
        return tuple(pair for pair in self.filters if not isinstance(pair[1], Sought))

    def of(self, ids: tuple[UUID, ...]) -> Listing:
        """The same list of those who were found by the name."""
        return replace(self, filters=self.other_filters, ranked=ids[: self.limit])

    @property
    def dear(self) -> bool:
        """Whether a page may cost much more than its rows."""
        asked = {name for name, _value in self.filters}
        by_name = self.ranked is not None or bool(asked & DEAR)
        return self.total or by_name or (self.known_at is not None and "ids" not in asked)


@lru_cache
def list_fields(served: Served) -> Mapping[str, Field]:
    """The parameters of a list, as fields."""
    return {
        **{name: declared.field for name, declared in served.filters.items()},
        "limit": WholeNumberField(least=1, help_text=f"How many; {LIMIT} if not given, at most {LARGEST} on a page."),
        "cursor": CursorField(help_text="From “next” of the page before."),
        "fields": NamesField(
            known=(WHOLE_BRIEF, *served.members),
            help_text="Members to be given, separated by commas; “brief” for all small ones. id and url always are.",
        ),
        "total": ChoiceField(choices=[("exact", "exact")], help_text="“exact”: also count all that match."),
        "known_at": MomentField(
            help_text="What was published at that moment, or at the end of that day in UTC, of what still is today."
        ),
    }


def listing_of(request: HttpRequest, served: Served, wanted: Format) -> Listing:
    """What is asked for. :raises NotUnderstood: naming every fault at once."""
    values = understood(request, list_fields(served))
    faults = list(_faults(values, wanted))
    if faults:
        raise NotUnderstood(faults=faults)
    ranked = isinstance(values.get("q"), Sought)
    if "status_on" in values:
        values["status_on"] = (values["status_on"], values.pop("status"))
    return Listing(
        served=served,
        filters=tuple(sorted((name, value) for name, value in values.items() if name not in NOT_FILTERS)),
        limit=values.get("limit", LIMIT if wanted is JSON else MOST_RANKED if ranked else None),
        cursor=values.get("cursor"),
        cut=Cut(served, values.get("fields"), then="known_at" in values),
        total="total" in values,
        known_at=values.get("known_at"),
    )


def _faults(values: Mapping[str, Any], wanted: Format) -> Iterator[Fault]:
    """What single parameters cannot know."""
    if "status_on" in values and "status" not in values:
        yield fault("status_on", "alone", "This is the day that “status” is asked for; give both.")
    if "known_at" in values:
        for name in sorted(values.keys() - WITH_THEN):
            text = f"With “known_at” only these can be combined: {', '.join(sorted(WITH_THEN - {'known_at'}))}."
            yield fault(name, "combined", text)
    if isinstance(values.get("q"), Sought):
        yield from _faults_of_ranked(values)
    elif wanted is JSON:
        if values.get("limit", LIMIT) > LARGEST:
            yield fault("limit", "range", f"Expected a number from 1 to {LARGEST}.")
    elif "total" in values:
        yield fault("total", "combined", "The last line of a stream gives the count.")
    if wanted is CSV:
        for name in sorted({"fields", "known_at"} & values.keys()):
            yield fault(name, "combined", "CSV has always the same columns, those of today.")


def _faults_of_ranked(values: Mapping[str, Any]) -> Iterator[Fault]:
    """What a list in the order of likeness does not take."""
    for name in NOT_RANKED:
        if name in values:
            text = f"With “q” the likeliest persons come first, {MOST_RANKED} at most, uncounted and on one page."
            yield fault(name, "combined", text)
    if values.get("limit", LIMIT) > MOST_RANKED:
        yield fault("limit", "range", f"Expected a number from 1 to {MOST_RANKED} with “q”.")
