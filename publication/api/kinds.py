"""The three kinds that the API serves: how each is found, rendered and asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from publication.api.filters import DocumentFilter, EventFilter, PersonFilter, StrictFilter
from publication.columns import Columns, columns_of_document, columns_of_event, columns_of_person
from publication.rendering.bodies import document_bodies, event_bodies, person_bodies
from publication.rendering.scene import Rendered
from publication.rendering.visible import visible_documents, visible_events, visible_persons
from sources.vocabulary import Audience


@dataclass(frozen=True, kw_only=True)
class Kind:
    """``shape`` names the body in the schema; ``bodies`` renders those of the ids that the audience may know of."""

    name: str
    shape: str
    rows: Callable[[Audience], QuerySet[Any]]
    bodies: Callable[[Iterable[UUID], Audience, date], Mapping[UUID, Rendered[Any]]]
    columns: Callable[[Any], Columns]
    asked: type[StrictFilter]


PERSONS = Kind(
    name="persons",
    shape="Person",
    rows=visible_persons,
    bodies=lambda ids, audience, day: person_bodies(ids, audience, day=day),
    columns=columns_of_person,
    asked=PersonFilter,
)
EVENTS = Kind(
    name="events",
    shape="Event",
    rows=visible_events,
    bodies=lambda ids, audience, _day: event_bodies(ids, audience),
    columns=columns_of_event,
    asked=EventFilter,
)
DOCUMENTS = Kind(
    name="documents",
    shape="Document",
    rows=visible_documents,
    bodies=lambda ids, audience, _day: document_bodies(ids, audience),
    columns=columns_of_document,
    asked=DocumentFilter,
)
KINDS = (PERSONS, EVENTS, DOCUMENTS)
