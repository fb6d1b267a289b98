"""Rendering by itself: a fixed number of queries, what was read, the audience, and no change by repetition."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Citation, Event, Person
from publication.rendering.bodies import document_bodies, event_bodies, person_bodies
from publication.rendering.person import render_person
from publication.rendering.rows import rows_of_person
from publication.rendering.scene import Rendered
from publication.rendering.setting import set_scene
from sources.models import Document
from sources.vocabulary import Audience
from tests.cast import Cast, make_cast
from tests.factories import (
    ConditionFactory,
    DestinationFactory,
    DetentionFactory,
    DocumentFactory,
    EventFactory,
    EventPartFactory,
    GroundFactory,
    IdentifierFactory,
    NameFactory,
    NationalityFactory,
    PersonFactory,
    RecognitionFactory,
    RelationshipFactory,
    ReleaseFactory,
    RoleFactory,
    SentenceFactory,
    StatementFactory,
    cite,
)
from tests.publication.whole import cite_all

BASELINE = json.loads((Path(__file__).parent / "query_counts.json").read_text(encoding="utf-8"))
DAY = date(2021, 4, 1)
ON_PERSON = (
    *(NameFactory, IdentifierFactory, NationalityFactory, RoleFactory, RelationshipFactory),
    RecognitionFactory,
)


def whole_persons(number: int) -> list[UUID]:
    """Persons who each have a row of every kind, all released in one event and told of by one document."""
    event, document = EventFactory.create(), DocumentFactory.create(text="A fable.")
    return [_whole_person(event, document).pk for _ in range(number)]


def _whole_person(event: Event, document: Document) -> Person:
    person = PersonFactory.create()
    detention = DetentionFactory.create(person=person, began="2017")
    release = ReleaseFactory.create(person=person, event=event, detention=detention)
    on_person = (
        NameFactory,
        IdentifierFactory,
        NationalityFactory,
        RoleFactory,
        RelationshipFactory,
        RecognitionFactory,
    )
    rows: list[Any] = [detention, release, *(factory.create(person=person) for factory in on_person)]
    rows += [factory.create(detention=detention) for factory in (GroundFactory, SentenceFactory, ConditionFactory)]
    rows.append(DestinationFactory.create(release=release))
    rows.append(EventPartFactory.create(event=event, organisation=None, person=person))
    rows.append(StatementFactory.create(speaker_person=person, speaker_description=""))
    cite_all(rows, document)
    return person


def queries(render: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        render()
    return len(captured)


@pytest.mark.parametrize("number", [1, 20])
def test_any_number_of_persons_takes_the_same_queries(db: None, number: int) -> None:
    persons = whole_persons(number)
    assert queries(lambda: person_bodies(persons, Audience.PUBLIC, day=DAY)) == BASELINE["persons"]


@pytest.mark.parametrize("number", [1, 20])
def test_an_event_of_any_number_of_members_takes_the_same_queries(db: None, number: int) -> None:
    whole_persons(number)
    events = list(Event.objects.values_list("pk", flat=True))
    assert queries(lambda: event_bodies(events, Audience.PUBLIC)) == BASELINE["events"]


@pytest.mark.parametrize("number", [1, 20])
def test_a_document_about_any_number_of_persons_takes_the_same_queries(db: None, number: int) -> None:
    whole_persons(number)
    documents = list(Document.objects.values_list("pk", flat=True))
    assert queries(lambda: document_bodies(documents, Audience.PUBLIC)) == BASELINE["documents"]


def test_rendering_twice_gives_the_same_bytes(cast: Cast) -> None:
    once, twice = (person_bodies([cast.released.pk], Audience.PUBLIC, day=DAY)[cast.released.pk] for _ in range(2))
    assert orjson.dumps(once.body) == orjson.dumps(twice.body)
    assert once.read == twice.read


def test_the_company_that_a_record_is_rendered_in_does_not_matter(cast: Cast) -> None:
    alone = person_bodies([cast.released.pk], Audience.PUBLIC, day=DAY)[cast.released.pk]
    together = person_bodies(Person.objects.values_list("pk", flat=True), Audience.PUBLIC, day=DAY)[cast.released.pk]
    assert (alone.body, alone.read) == (together.body, together.read)


def test_what_was_read_holds_every_row_that_shows(cast: Cast) -> None:
    person = cast.released
    read = person_bodies([person.pk], Audience.PUBLIC, day=DAY)[person.pk].read
    release, detention = person.releases.get(), person.detentions.get()
    rows = [person, release, detention, cast.event, cast.place, cast.fable, cast.legend, *person.names.all()]
    assert {row.pk for row in rows} <= read
    assert set(Citation.objects.filter(release=release).values_list("pk", flat=True)) <= read
    assert set(Citation.objects.filter(event=cast.event).values_list("pk", flat=True)) <= read
    assert cast.held.pk not in read


def test_every_id_in_a_body_was_read(cast: Cast) -> None:
    rendered: list[Rendered[Any]] = [
        *person_bodies(Person.objects.values_list("pk", flat=True), Audience.PUBLIC, day=DAY).values(),
        *event_bodies([cast.event.pk], Audience.PUBLIC).values(),
        *document_bodies([cast.fable.pk], Audience.PUBLIC).values(),
    ]
    for one in rendered:
        assert ids_in(one.body) <= {str(pk) for pk in one.read}


def ids_in(body: Any) -> set[str]:
    if isinstance(body, dict):
        own = {body["id"]} if body.get("id") else set()
        return own.union(*(ids_in(value) for value in body.values()))
    return set().union(*(ids_in(value) for value in body)) if isinstance(body, list) else set()


def test_partners_and_staff_see_what_is_theirs(db: None) -> None:
    cast = make_cast()
    PersonFactory.create(slug="partner", audience=Audience.PARTNER)
    PersonFactory.create(slug="internal", audience=Audience.INTERNAL)
    everybody = Person.objects.values_list("pk", flat=True)
    seen = {
        audience: {one.body["slug"] for one in person_bodies(everybody, audience, day=DAY).values()}
        for audience in Audience
    }
    assert seen[Audience.PARTNER] - seen[Audience.PUBLIC] == {"partner"}
    assert seen[Audience.INTERNAL] - seen[Audience.PARTNER] == {"internal", cast.embargoed.slug}


def test_rendering_leaves_out_by_itself_what_loading_should_not_have_brought(cast: Cast) -> None:
    """The functions stay when another loader comes: they ask each row's audience once more."""
    quiet = NameFactory.create(person=cast.released, text="Kanarejka", audience=Audience.INTERNAL)
    cite(quiet, "text", "Kanarejka")
    careless = Person.objects.get(pk=cast.released.pk)
    scene = set_scene(rows_of_person(careless), Audience.PUBLIC)
    assert "Kanarejka" not in str(render_person(careless, scene).body["names"])


def test_a_release_of_a_held_event_is_left_out_whoever_may_be_named(cast: Cast) -> None:
    person = Person.objects.get(pk=cast.released.pk)
    scene = set_scene(rows_of_person(person), Audience.PUBLIC)
    assert len(render_person(person, scene).body["releases"]) == 1
    held = replace(scene, held_events=frozenset({cast.event.pk}))
    assert render_person(person, held).body["releases"] == []
