"""Which records an audience may know of at all: their own audience allows it and no hold covers them.

Staff see everything, holds or not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from people.models import Event, Hold, Person, Place
from sources.models import Document, Organisation
from sources.vocabulary import Audience


def visible_persons(audience: Audience) -> QuerySet[Person]:
    """Persons under no hold, neither their own nor one on an event they were released in, and merged into nobody."""
    persons = Person.objects.visible_to(audience).unmerged()
    shown: QuerySet[Person] = persons if audience == Audience.INTERNAL else persons.unheld()
    return shown


def visible_events(audience: Audience) -> QuerySet[Event]:
    """Events under no hold."""
    events: QuerySet[Event] = Event.objects.visible_to(audience)
    return events if audience == Audience.INTERNAL else events.exclude(pk__in=held("event").values("event"))


def visible_documents(audience: Audience) -> QuerySet[Document]:
    """Documents under no hold, without their bytes and texts."""
    documents: QuerySet[Document] = Document.objects.visible_to(audience).defer("original", "text")
    return documents if audience == Audience.INTERNAL else documents.exclude(pk__in=held("document").values("document"))


def visible_rows(model: type[Any], audience: Audience) -> QuerySet[Any] | None:
    """Rows of a kind that is named across bodies, as far as they may be named; None for the other kinds."""
    ways: dict[Any, Callable[[Audience], QuerySet[Any]]] = {
        Person: visible_persons,
        Event: visible_events,
        Document: visible_documents,
        Place: Place.objects.visible_to,
        Organisation: Organisation.objects.visible_to,
    }
    return ways[model](audience) if model in ways else None


def held(kind: str) -> QuerySet[Hold]:
    """The holds in force on the ``event``, ``document`` or ``person`` that they name."""
    holds: QuerySet[Hold] = Hold.objects.active().filter(**{f"{kind}__isnull": False})
    return holds
