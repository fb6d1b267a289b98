"""What rendering works from: everything an audience may see around the records that are rendered, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar
from uuid import UUID

from django.db import models

from people.corroboration import Corroboration, Key
from people.models import Event, Person, Place
from publication.rendering.shapes.evidence import DocumentRef, OrganisationRef, PlaceRef, Ref
from sources.models import Document, Organisation, Passage
from sources.vocabulary import Audience

B = TypeVar("B")
AnyRef: TypeAlias = Ref | OrganisationRef | PlaceRef | DocumentRef


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered(Generic[B]):
    """A finished body, and the ids of all rows that it was made from or that it names."""

    body: B
    read: frozenset[UUID]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """What the audience may know: what is said of the rows at hand, and which other records may be named, by id."""

    audience: Audience
    said: Mapping[Key, Corroboration]
    persons: Mapping[UUID, Ref]
    events: Mapping[UUID, Ref]
    places: Mapping[UUID, PlaceRef]
    organisations: Mapping[UUID, OrganisationRef]
    documents: Mapping[UUID, DocumentRef]
    held_events: frozenset[UUID] = frozenset()
    statuses: Mapping[UUID, Mapping[str, Any]] = field(default_factory=dict)
    """By person, as ``people.status`` computes them."""
    passages: Mapping[UUID, Sequence[Passage]] = field(default_factory=dict)
    """By document, those that may be seen."""

    def nameable(self, model: type[models.Model]) -> Mapping[UUID, AnyRef] | None:
        """The records of a kind that may be named; None for kinds that are never named across bodies."""
        kinds: dict[Any, Mapping[UUID, AnyRef]] = {
            Person: self.persons,
            Event: self.events,
            Place: self.places,
            Organisation: self.organisations,
            Document: self.documents,
        }
        return kinds.get(model)
