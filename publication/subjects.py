"""What can be published: a person, an event or a document, by kind and id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from people.models import Event, Person
from publication.vocabulary import Kind
from sources.models import Document
from sources.record import Record

MODELS: dict[Kind, type[Any]] = {Kind.PERSON: Person, Kind.EVENT: Event, Kind.DOCUMENT: Document}
KINDS: dict[type[Any], Kind] = {model: kind for kind, model in MODELS.items()}


class Subject(NamedTuple):
    """One record that has, or could have, a body of its own."""

    kind: Kind
    id: UUID


def subject_of(record: Record) -> Subject:
    """The subject of a person, an event or a document."""
    return Subject(KINDS[type(record)], record.pk)


def by_kind(subjects: Iterable[Subject]) -> dict[Kind, list[UUID]]:
    """The ids of each kind, every one once, in the order given; kinds without any are there too."""
    found: defaultdict[Kind, dict[UUID, None]] = defaultdict(dict)
    for subject in subjects:
        found[Kind(subject.kind)][subject.id] = None
    return {kind: list(found[kind]) for kind in Kind}
