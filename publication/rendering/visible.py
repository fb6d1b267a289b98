"""Which records an audience may know of at all: their own audience allows it and no hold covers them.

Staff see everything, holds or not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from people.models import Citation, Event, Hold, Name, Person, Place
from people.vocabulary import Verdict
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


def called(persons: QuerySet[Person], audience: Audience) -> QuerySet[Any]:
    """Persons with ``called``: the preferred name where it may be seen, else another such spelling, else the slug."""
    names = visible_names(audience).filter(person=OuterRef("pk")).order_by("-preferred", "text")
    return persons.annotate(called=Coalesce(Subquery(names.values("text")[:1]), "slug", output_field=CharField()))


def visible_names(audience: Audience) -> QuerySet[Name]:
    """Spellings that a citable source prints, and preferred ones."""
    cited = Citation.objects.citable_by(audience).filter(name=OuterRef("pk"), verdict=Verdict.ACCEPTED)
    stating = cited.filter(field="text").exclude(states="")
    names: QuerySet[Name] = Name.objects.visible_to(audience)
    # As bodies have it (``Page.plain``): where sources state spellings, it must be one of theirs.
    borne = Exists(cited) & (~Exists(stating) | Exists(stating.filter(states=OuterRef("text"))))
    return names.filter(Q(preferred=True) | borne)
