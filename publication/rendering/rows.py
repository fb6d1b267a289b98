"""All rows that a body is made from: what is asked for evidence, and what the body depends on."""

from __future__ import annotations

from collections.abc import Iterator

from people.models import Detention, Event, EventGroup, Person, Release
from sources.models import Document
from sources.record import Record


def rows_of_person(person: Person) -> Iterator[Record]:
    """The person and everything that hangs on them, with the events of their releases."""
    yield person
    yield from person.names.all()
    yield from person.identifiers.all()
    yield from person.nationalities.all()
    yield from person.roles.all()
    yield from person.relationships.all()
    yield from person.recognitions.all()
    yield from person.event_parts.all()
    yield from person.statements.all()
    for detention in person.detentions.all():
        yield from _rows_of_detention(detention)
    for release in person.releases.all():
        yield from _rows_of_release(release)


def rows_of_event(event: Event) -> Iterator[Record]:
    """The event and everything that hangs on it."""
    yield event
    yield from event.parts.all()
    yield from event.concessions.all()
    yield from event.tallies.all()
    yield from event.statements.all()
    yield from event.releases.all()
    for group in event.groups.all():
        yield from _rows_of_group(group)


def rows_of_document(document: Document) -> Iterator[Record]:
    """The document and what it comes out of."""
    yield document
    yield from document.derivations.all()


def _rows_of_detention(detention: Detention) -> Iterator[Record]:
    yield detention
    yield from detention.grounds.all()
    yield from detention.sentences.all()
    yield from detention.conditions.all()


def _rows_of_release(release: Release) -> Iterator[Record]:
    yield release
    yield from release.destinations.all()
    if release.event:
        yield release.event


def _rows_of_group(group: EventGroup) -> Iterator[Record]:
    yield group
    yield from group.destinations.all()
    yield from group.grounds.all()
