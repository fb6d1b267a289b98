"""What bodies can be asked for: the columns that filters look at, taken from the finished body and from nothing else.

So a filter can never find what the body does not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from publication.rendering.shapes.documents import DocumentBody
from publication.rendering.shapes.events import EventBody
from publication.rendering.shapes.evidence import CitedPassage
from publication.rendering.shapes.persons import PersonBody
from sources.dates import PartialDate


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """``events`` and ``documents`` hold ids and slugs alike; ``dates`` are the days of release."""

    status: str = ""
    kind: str = ""
    language: str = ""
    countries: frozenset[str] = frozenset()
    destinations: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    publishers: frozenset[str] = frozenset()
    dates: tuple[PartialDate, ...] = ()
    conflicting: bool = False

    def ends_after(self, day: date) -> bool:
        """Whether a date may lie on the day or after it."""
        return any(not one.is_none and (one.latest is None or one.latest >= day) for one in self.dates)

    def begins_before(self, day: date) -> bool:
        """Whether a date may lie on the day or before it."""
        return any(not one.is_none and (one.earliest is None or one.earliest <= day) for one in self.dates)


def columns_of_person(body: PersonBody) -> Columns:
    """A person's countries: their nationalities, where they were held, and the countries of their events."""
    places = [told["value"] for told in (detention["place"] for detention in body["detentions"]) if told]
    held = [place["country"] for place in places if place]
    freed = [_value(release["country"]) for release in body["releases"]]
    return Columns(
        status=body["status"]["value"],
        countries=_known([*(nationality["country"] for nationality in body["nationalities"]), *held, *freed]),
        destinations=_known(leg["country"] for release in body["releases"] for leg in release["destinations"]),
        events=_keys(release["event"] for release in body["releases"]),
        documents=_documents(body["citations"]),
        dates=_dates(release["date"] for release in body["releases"]),
        conflicting=is_conflicting(body),
    )


def columns_of_event(body: EventBody) -> Columns:
    """The date of an event is the day of the release."""
    return Columns(
        kind=_value(body["kind"]),
        countries=_known([_value(body["country"])]),
        destinations=_known(leg["country"] for group in body["groups"] for leg in group["destinations"]),
        documents=_documents(body["citations"]),
        dates=_dates([body["date"]]),
        conflicting=is_conflicting(body),
    )


def columns_of_document(body: DocumentBody) -> Columns:
    """What a document shows of itself."""
    publisher = body["publisher"]
    return Columns(
        kind=_value(body["kind"]),
        language=_value(body["language"]),
        publishers=_keys([publisher and publisher["value"]]),
        conflicting=is_conflicting(body),
    )


def is_conflicting(body: Any) -> bool:
    """Whether sources contradict one another on any value in the body."""
    if isinstance(body, Mapping):
        return body.get("conflicting") is True or any(is_conflicting(value) for value in body.values())
    return isinstance(body, list) and any(is_conflicting(value) for value in body)


def _value(told: Any) -> str:
    return str(told["value"] or "") if told else ""


def _known(values: Iterable[str | None]) -> frozenset[str]:
    return frozenset(value for value in values if value)


def _keys(refs: Iterable[Any]) -> frozenset[str]:
    return frozenset(key for ref in refs if ref for key in (ref["id"], ref["slug"]))


def _documents(citations: Mapping[str, CitedPassage]) -> frozenset[str]:
    return _keys(cited["document"] for cited in citations.values())


def _dates(told: Iterable[Any]) -> tuple[PartialDate, ...]:
    def known() -> Iterator[PartialDate]:
        for one in told:
            if one and one["value"]:
                yield PartialDate.parse(one["value"])

    return tuple(known())
