"""The ids that a body hangs on, shown in it or not: its rows, what they point at, and what their evidence rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from uuid import UUID

from people.models import Person, Place
from publication.rendering.batch import Batch
from publication.rendering.cited import Cited
from publication.rendering.relations import RELATIONS, Relation
from publication.rendering.rows import Row
from publication.rendering.withheld import stated_record
from publication.vocabulary import Kind
from sources.derivations import on_the_way
from sources.models import Document
from sources.record import Record


class Reading:
    """What was read of a batch; what several bodies share is gathered once."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._around: dict[UUID, frozenset[UUID]] = {}
        self._evidence: dict[UUID, frozenset[UUID]] = {}
        self._events: dict[UUID, frozenset[UUID]] = {}

    def of(self, subject: Row) -> frozenset[UUID]:
        """Everything that the body of a subject hangs on."""
        batch = self._batch
        read = {subject.id, *batch.formers.get(subject.id, ())}
        for former in batch.formers.get(subject.id, ()):
            read.update(batch.releases.get(former, ()))
        for row in chain([subject], self._under(RELATIONS[batch.kind], subject)):
            self._read(read, row, subject.id)
        if batch.kind == Kind.DOCUMENT:
            read.update(stretch.held for stretch in batch.stretches.get(subject.id, ()))
        if batch.kind == Kind.PERSON:
            for release in batch.under("releases", subject.id):
                if release.event_id:
                    read |= self._of_event(release.event_id)
        return frozenset(read)

    def _under(self, relations: Iterable[Relation], parent: Row) -> Iterator[Row]:
        for relation in relations:
            for row in self._batch.under(relation.name, parent.id):
                yield row
                if relation.inside:
                    yield from self._under(relation.inside, row)

    def _read(self, read: set[UUID], row: Row, subject: UUID) -> None:
        """Add a row, what it points at and what its citations rest on."""
        read.add(row.id)
        for at, model in row.shape.related:
            found = row[at]
            if found is not None and found != subject:
                read |= self._pointed_at(model, found)
        for citation in self._batch.cited.get(row.id, ()):
            self._hear(read, citation, row, subject)

    def _hear(self, read: set[UUID], citation: Cited, row: Row, subject: UUID) -> None:
        read |= self._evidence_of(citation.document)
        if citation.person and citation.person != subject:
            read |= self._pointed_at(Person, citation.person)
        if citation.organisation:
            read.add(citation.organisation)
        stated = stated_record(citation, row)
        if stated and stated[1] != subject:
            read |= self._pointed_at(*stated)
        read.update(self._holds_over(citation))

    def _of_event(self, event: UUID) -> frozenset[UUID]:
        """An event of which releases take what they have not."""
        found = self._events.get(event)
        if found is None:
            read: set[UUID] = set()
            self._read(read, self._batch.events[event], event)
            found = self._events[event] = frozenset(read)
        return found

    def _pointed_at(self, model: type[Record], record: UUID) -> frozenset[UUID]:
        found = self._around.get(record)
        if found is None:
            found = self._around[record] = frozenset(self._neighbours(model, record))
        return found

    def _neighbours(self, model: type[Record], record: UUID) -> Iterator[UUID]:
        """A record, and what decides whether and how it is named."""
        batch = self._batch
        yield record
        if model is Place:
            yield from map(UUID, batch.around.get(str(record), ()))
        elif model is Document:
            publisher = batch.documents[record].publisher_id
            yield from [publisher] if publisher else []
        elif model is Person:
            yield from batch.releases.get(record, ())
            for name in batch.names.get(record, ()):
                yield name.id
                yield from self._behind_name(name)

    def _behind_name(self, name: Row) -> Iterator[UUID]:
        """What decides whether a spelling is told of somebody who is named."""
        for citation in self._batch.cited.get(name.id, ()):
            yield from self._evidence_of(citation.document)
            yield from self._holds_over(citation)
            if citation.organisation:
                yield citation.organisation
            if citation.person:
                yield citation.person
                yield from self._batch.releases.get(citation.person, ())

    def _holds_over(self, citation: Cited) -> Iterator[UUID]:
        for stretch in self._batch.stretches.get(citation.document, ()):
            if stretch.start < citation.end and citation.start < stretch.end:
                yield stretch.held

    def _evidence_of(self, document: UUID) -> frozenset[UUID]:
        """A cited document, its publisher, and all that it comes down to."""
        found = self._evidence.get(document)
        if found is None:
            documents = self._batch.documents
            way = on_the_way(document, self._batch.arrows)
            publishers = {documents[pk].publisher_id for pk in way if pk in documents} - {None}
            found = self._evidence[document] = way | publishers
        return found
