"""Rendering by itself: a fixed number of queries, the audience, and no change by repetition or company."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Event, Person
from publication.rendering.bodies import render
from publication.rendering.setting import everything_named
from publication.vocabulary import Kind
from sources.history import acting
from sources.models import Document, Passage
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
    HoldFactory,
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
from tests.publication.rendered import DAY, MODELS, OUTSIDE, body, rendered
from tests.publication.whole import cite_all

BASELINE = json.loads((Path(__file__).parent / "rendering_queries.json").read_text(encoding="utf-8"))
ON_PERSON = (
    *(NameFactory, IdentifierFactory, NationalityFactory, RoleFactory, RelationshipFactory),
    RecognitionFactory,
)


def whole_persons(number: int) -> list[UUID]:
    """Persons who each have a row of every kind, all released in one event and told of by one document."""
    HoldFactory.create(person=PersonFactory.create())
    event, document = EventFactory.create(), DocumentFactory.create(text="A fable.")
    return [_whole_person(event, document).pk for _ in range(number)]


def _whole_person(event: Event, document: Document) -> Person:
    person: Person = PersonFactory.create()
    detention = DetentionFactory.create(person=person, began="2017")
    release = ReleaseFactory.create(person=person, event=event, detention=detention)
    rows: list[Any] = [detention, release, *(factory.create(person=person) for factory in ON_PERSON)]
    rows += [factory.create(detention=detention) for factory in (GroundFactory, SentenceFactory, ConditionFactory)]
    rows.append(DestinationFactory.create(release=release))
    rows.append(EventPartFactory.create(event=event, organisation=None, person=person))
    rows.append(StatementFactory.create(speaker_person=person, speaker_description=""))
    cite_all(rows, document)
    return person


def narrow(passage: Passage) -> Passage:
    """Keep a passage for partners."""
    with acting(actor="test:x"):
        passage.audience = Audience.PARTNER
        passage.save()
    return passage


@pytest.mark.parametrize("number", [1, 20])
@pytest.mark.parametrize("kind", MODELS)
def test_any_number_of_records_takes_the_same_queries(db: None, kind: Kind, number: int) -> None:
    whole_persons(number)
    ids = list(MODELS[kind].objects.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as captured:
        render(kind, ids, audiences=OUTSIDE, day=DAY, named=everything_named)
    assert len(captured) == BASELINE[kind]


@pytest.mark.parametrize("kind", MODELS)
def test_whom_bodies_may_name_is_asked_once_for_each_audience_and_kind(cast: Cast, kind: Kind) -> None:
    asked: list[tuple[Audience, str]] = []

    def named(audience: Audience, model: Any, ids: Any) -> Any:
        asked.append((audience, model.__name__))
        return ids

    ids = list(MODELS[kind].objects.values_list("pk", flat=True))
    render(kind, ids, audiences=OUTSIDE, day=DAY, named=named)
    models = ["Person", "Event", "Document"] if kind == "document" else ["Person", "Event"]
    assert asked == [(audience, model) for audience in OUTSIDE for model in models]


@pytest.mark.parametrize("kind", MODELS)
def test_rendering_nothing_gives_nothing(db: None, kind: Kind) -> None:
    found = render(kind, [], audiences=OUTSIDE, day=DAY, named=everything_named)
    assert found == {Audience.PARTNER: {}, Audience.PUBLIC: {}}


@pytest.mark.parametrize("kind", MODELS)
def test_rendering_twice_gives_the_same_bytes(cast: Cast, kind: Kind) -> None:
    once, twice = rendered(kind), rendered(kind)
    assert once.keys() == twice.keys()
    assert once
    for pk, one in once.items():
        assert orjson.dumps(one.body) == orjson.dumps(twice[pk].body)
        assert (one.read, one.quotes, one.passages) == (twice[pk].read, twice[pk].quotes, twice[pk].passages)


@pytest.mark.parametrize("kind", MODELS)
def test_the_company_that_a_record_is_rendered_in_does_not_matter(cast: Cast, kind: Kind) -> None:
    for pk, together in rendered(kind).items():
        assert rendered(kind, pk)[pk] == together


def test_partners_and_staff_see_what_is_theirs(db: None) -> None:
    cast = make_cast()
    PersonFactory.create(slug="partner", audience=Audience.PARTNER)
    PersonFactory.create(slug="internal", audience=Audience.INTERNAL)
    seen = {
        audience: {one.body["slug"] for one in rendered(Kind.PERSON, audience=audience).values()}
        for audience in Audience
    }
    assert seen[Audience.PARTNER] - seen[Audience.PUBLIC] == {"partner"}
    assert seen[Audience.INTERNAL] - seen[Audience.PARTNER] == {"internal", cast.embargoed.slug}


def test_a_citation_on_a_passage_of_a_narrower_audience_is_not_heard(db: None) -> None:
    person = PersonFactory.create(born="1980")
    citation = cite(person, "born", "1980", quote="Born in 1980.")
    assert body(person)["born"]["value"] == "1980"
    narrow(citation.passage)
    assert body(person)["born"] is None
    assert body(person, Audience.PARTNER)["born"]["value"] == "1980"


def test_a_document_shows_the_passages_that_it_is_told_to_and_no_others(db: None) -> None:
    document = DocumentFactory.create(text="One. Two. Three.")
    person = PersonFactory.create()
    one = cite(person, "born", "1980", document=document, quote="One.").passage
    cite(person, "died", "1990", document=document, quote="Two.")
    three = narrow(cite(person, document=document, quote="Three.").passage)
    elsewhere = cite(person, "gender", "male").passage

    def quoting(_audience: Audience, _documents: Any) -> Any:
        return {document.pk: [one.pk, three.pk, elsewhere.pk]}

    found = render(Kind.DOCUMENT, [document.pk], audiences=OUTSIDE, day=DAY, named=everything_named, passages=quoting)
    told = {audience: found[audience][document.pk] for audience in OUTSIDE}
    assert [p["quote"] for p in told[Audience.PUBLIC].body["passages"]] == ["One."]
    assert [p["quote"] for p in told[Audience.PARTNER].body["passages"]] == ["One.", "Three."]
    assert told[Audience.PUBLIC].passages == {one.pk}
    assert told[Audience.PUBLIC].quotes == frozenset()


@pytest.mark.parametrize("kind", MODELS)
def test_quotes_are_the_passages_of_the_footnotes(cast: Cast, kind: Kind) -> None:
    cite(cast.fable, "title", cast.fable.title)
    for one in rendered(kind).values():
        told = {(note["document"]["id"], note["start"], note["end"]) for note in one.body["citations"].values()}
        quoted = Passage.objects.filter(pk__in=one.quotes).values_list("document", "start", "end")
        assert {(str(document), start, end) for document, start, end in quoted} == told


def test_releases_and_episodes_come_in_the_order_of_the_days_that_are_told(db: None) -> None:
    person = PersonFactory.create()
    for began in (None, "2019", "2017-05"):
        cite(DetentionFactory.create(person=person, began=began))
    for episode in person.detentions.exclude(began=None):
        cite(episode, "began", str(episode.began))
    quiet = DetentionFactory.create(person=person, began="1990")
    cite(quiet)
    told = [episode["began"] and episode["began"]["value"] for episode in body(person)["detentions"]]
    assert told == ["2017-05", "2019", None, None]
