"""While somebody is held, whatever lets a published sentence tell of them gives its bodies unpublished changes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from people.models import Citation, Event, Hold, Person, Release
from publication.actions import lift_holds, place_hold
from publication.models import Touched
from publication.pending import pending, touched
from publication.subjects import subject_of
from sources.history import acting
from sources.models import Document
from tests.cast import Cast
from tests.factories import (
    DestinationFactory,
    DetentionFactory,
    DocumentFactory,
    EventFactory,
    GroundFactory,
    PersonFactory,
    RelationshipFactory,
    ReleaseFactory,
    StatementFactory,
    cite,
)
from tests.publication.publishing import ACTOR, publish_everything
from tests.publication.test_publishing import edited, go
from tests.publication.test_withdrawing import bodies

CANARY = "Kanarejka"
SENTENCE = f"{CANARY} and Alesia were born in 1980."


@dataclass(frozen=True, kw_only=True)
class World:
    """``reader``'s published body quotes the sentence; ``person`` and ``event`` are held, ``stranger`` is not."""

    reader: Person
    person: Person
    event: Event
    stranger: Person
    paper: Document

    def cite(self, row: Any, **more: Any) -> Citation:
        """Let a stretch that only overlaps the sentence say something about the row."""
        return cite(row, document=self.paper, quote=f"{CANARY} and", **more)


@pytest.fixture
def world(cast: Cast) -> World:
    """Everything is out that may be, and nothing is touched."""
    paper = DocumentFactory.create(slug="paper", text=f"{SENTENCE} A quiet day.")
    cite(cast.held, "born", "1980", document=paper, quote=SENTENCE)
    edited(cast.held, born="1980")
    person, event, stranger = PersonFactory.create(), EventFactory.create(), PersonFactory.create()
    for one in (person, event):
        place_hold([subject_of(one)], actor=ACTOR, reason="not yet safe")
    publish_everything()
    assert SENTENCE in bodies()[cast.held.slug]
    assert touched() == []
    return World(reader=cast.held, person=person, event=event, stranger=stranger, paper=paper)


def test_a_sentence_cited_on_a_row_of_somebody_held(world: World) -> None:
    world.cite(world.person)
    assert_silenced(world)


ROWS: dict[str, Callable[[World], Any]] = {
    "name": lambda world: world.person.names.get(),
    "ground": lambda world: GroundFactory.create(detention=DetentionFactory.create(person=world.person)),
    "relationship": lambda world: RelationshipFactory.create(person=world.stranger, other=world.person),
    "statement": lambda world: StatementFactory.create(speaker_person=world.person, speaker_description=""),
    "event": lambda world: world.event,
    "release": lambda world: ReleaseFactory.create(event=world.event),
    "leg of a release": lambda world: DestinationFactory.create(release=ReleaseFactory.create(event=world.event)),
    "member": lambda world: ReleaseFactory.create(event=world.event).person.names.get(),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_sentence_cited_on_any_row_that_tells_of_what_is_held(world: World, row: Callable[[World], Any]) -> None:
    world.cite(row(world))
    assert_silenced(world)


def test_a_sentence_whose_voice_is_held(world: World) -> None:
    world.cite(world.stranger, attributed_person=world.person)
    assert_silenced(world)


def test_a_citation_that_is_about_somebody_held_from_now_on(world: World) -> None:
    citation = world.cite(world.stranger)
    publish_everything()
    edited(citation, person=world.person)
    assert_silenced(world)


def test_a_citation_that_rests_on_the_sentence_from_now_on(world: World) -> None:
    elsewhere = cite(world.person, document=world.paper, quote="A quiet day.")
    overlapping = world.cite(world.stranger).passage
    publish_everything()
    edited(elsewhere, passage=overlapping)
    assert_silenced(world)


def test_sentences_about_whoever_joins_a_held_event(world: World) -> None:
    world.cite(world.stranger)
    publish_everything()
    ReleaseFactory.create(person=world.stranger, event=world.event)
    assert_silenced(world)


def test_sentences_about_whoever_is_moved_to_a_held_event(world: World) -> None:
    world.cite(world.stranger)
    release = ReleaseFactory.create(person=world.stranger, event=None)
    publish_everything()
    edited(release, event=world.event)
    assert_silenced(world)


def test_sentences_about_a_release_that_is_somebody_held_s_from_now_on(world: World) -> None:
    release = ReleaseFactory.create(person=world.stranger, event=None)
    world.cite(release)
    publish_everything()
    edited(release, person=world.person)
    assert_silenced(world)


def test_sentences_of_whoever_is_held_again(world: World) -> None:
    lift_holds([subject_of(world.person)], actor=ACTOR)
    world.cite(world.person)
    publish_everything()
    edited(Hold.objects.get(person=world.person), lifted=None)
    assert_silenced(world)


def test_many_at_once_are_looked_at_in_one_statement(world: World) -> None:
    rows = [ReleaseFactory.build(person=world.stranger, event=event) for event in (EventFactory.create(), world.event)]
    world.cite(world.stranger)
    publish_everything()
    with acting(actor=ACTOR):
        Release.objects.bulk_create(rows)
    assert_silenced(world)


def test_whom_a_hold_was_lifted_from_is_as_anybody_else(world: World) -> None:
    lift_holds([subject_of(world.person), subject_of(world.event)], actor=ACTOR)
    publish_everything()
    world.cite(world.person)
    ReleaseFactory.create(person=world.person, event=world.event)
    assert subject_of(world.reader) not in touched()


def test_somebody_else_s_hold_silences_nothing(world: World) -> None:
    world.cite(world.stranger)
    ReleaseFactory.create(person=world.stranger, event=EventFactory.create())
    cite(world.person, document=world.paper, quote="A quiet day.")
    cite(world.person, document=DocumentFactory.create(text=SENTENCE), quote=SENTENCE)
    assert subject_of(world.reader) not in touched()


def test_one_s_own_touch_is_told_apart_from_edits_of_others(world: World) -> None:
    world.cite(world.person)
    touch = Touched.objects.get(record=world.reader.pk)
    assert (touch.listed, touch.linked) == (True, [world.person.pk])


def test_where_nobody_is_held_no_row_is_looked_at(cast: Cast) -> None:
    edited(cast.hold, lifted=timezone.now())
    before = looked_at()
    cite(cast.released, document=cast.fable, quote="held since 2017")
    ReleaseFactory.create(person=cast.held, event=cast.event)
    assert looked_at() == before


def looked_at() -> int:
    """How often this transaction has looked at rows of the tables whose sentences tell of somebody.

    Of those that neither a citation on a person nor a release has other reasons to look at; which of them a plan begins
    with is the planner's business.
    """
    tables = [
        f"people_{name}" for name in ("recognition", "role", "detention", "relationship", "statement", "identifier")
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(seq_scan + coalesce(idx_scan, 0)) FROM pg_stat_xact_user_tables WHERE relname = ANY (%s)",
            [tables],
        )
        return int(cursor.fetchone()[0])


def assert_silenced(world: World) -> None:
    """The sentence is still out; whoever quotes it is told to have unpublished changes, and publishing silences it."""
    assert SENTENCE in bodies()[world.reader.slug]
    assert subject_of(world.reader) in touched()
    assert subject_of(world.reader) in set(pending())
    go(world.reader)
    assert CANARY not in bodies()[world.reader.slug]
