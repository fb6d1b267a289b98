"""Bodies of many records at once: load, set the scene, render."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from people.models import Person
from people.status import status_on
from publication.rendering.document import render_document
from publication.rendering.event import render_event
from publication.rendering.loading import documents_for_rendering, events_for_rendering, persons_for_rendering
from publication.rendering.person import render_person
from publication.rendering.quoted import quoted_passages
from publication.rendering.rows import rows_of_document, rows_of_event, rows_of_person
from publication.rendering.scene import Rendered
from publication.rendering.setting import set_scene
from publication.rendering.shapes.documents import DocumentBody
from publication.rendering.shapes.events import EventBody
from publication.rendering.shapes.persons import PersonBody
from sources.vocabulary import Audience


def person_bodies(ids: Iterable[UUID], audience: Audience, *, day: date) -> dict[UUID, Rendered[PersonBody]]:
    """The bodies of those of the persons that the audience may know of. ``day``: the day of the status."""
    persons = list(persons_for_rendering(audience).filter(pk__in=list(ids)))
    scene = set_scene((row for person in persons for row in rows_of_person(person)), audience)
    statuses = Person.objects.filter(pk__in=scene.persons).values_list("pk", status_on(day, audience))
    scene = replace(scene, statuses=dict(statuses))
    return {person.pk: render_person(person, scene) for person in persons}


def event_bodies(ids: Iterable[UUID], audience: Audience) -> dict[UUID, Rendered[EventBody]]:
    """The bodies of those of the events that the audience may know of."""
    events = list(events_for_rendering(audience).filter(pk__in=list(ids)))
    scene = set_scene((row for event in events for row in rows_of_event(event)), audience)
    return {event.pk: render_event(event, scene) for event in events}


def document_bodies(ids: Iterable[UUID], audience: Audience) -> dict[UUID, Rendered[DocumentBody]]:
    """The bodies of those of the documents that the audience may know of."""
    documents = list(documents_for_rendering(audience).filter(pk__in=list(ids)))
    passages = quoted_passages([document.pk for document in documents], audience)
    rows = (row for document in documents for row in rows_of_document(document))
    scene = replace(set_scene(rows, audience), passages=passages)
    return {document.pk: render_document(document, scene) for document in documents}
