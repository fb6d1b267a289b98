"""How a run falls into batches: the lines of a batch bear one moment, and tell nobody of what they may not see."""

from collections import Counter
from itertools import chain
from uuid import UUID

import pytest

from people.models import Person
from publication import batches
from publication.actions import place_hold, publish
from publication.batches import apart, everything
from publication.models import Change
from publication.subjects import Subject, subject_of
from publication.vocabulary import Kind, Operation
from sources.history import acting
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import ACTOR as WRITER
from tests.factories import DocumentFactory, EventFactory, HoldFactory, PersonFactory
from tests.publication.publishing import ACTOR, publish_everything

PUBLIC, PARTNER, INTERNAL = Audience.PUBLIC, Audience.PARTNER, Audience.INTERNAL
TWO_IN_THREE = [PUBLIC, INTERNAL, PUBLIC, PARTNER, PUBLIC, PUBLIC, INTERNAL, PARTNER, PUBLIC, PUBLIC, PARTNER, PUBLIC]
"""Seven, three and two, in the order of ids."""


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "SIZE", dict.fromkeys(Kind, 3))


@pytest.fixture
def persons() -> list[Person]:
    """Persons whose ids follow one another, of all three audiences."""
    return [
        PersonFactory.create(pk=UUID(int=number, version=4), audience=audience)
        for number, audience in enumerate(TWO_IN_THREE)
    ]


def told(audience: Audience) -> list[int]:
    """Of how many each batch told an audience, in the order of the feed."""
    lines = Change.objects.filter(audience=audience).order_by("position").values_list("act", flat=True)
    return list(Counter(lines).values())


def walked(kind: Kind) -> list[Subject]:
    return list(chain.from_iterable(everything(kind)))


def changed(persons: list[Person], audience: Audience) -> None:
    with acting(actor=WRITER):
        for person in persons:
            person.audience = audience
            person.save()


def of(persons: list[Person], audience: Audience) -> list[Person]:
    return [person for person in persons if person.audience == audience]


@pytest.mark.django_db
class TestTheEndsOfBatches:
    """Nobody can count what is left out of them."""

    @pytest.mark.usefixtures("persons")
    def test_are_those_of_a_world_without_the_others(self) -> None:
        publish_everything()
        assert told(PUBLIC) == [3, 3, 1]
        # Partners read what the public reads, and three more.
        assert told(PARTNER) == [3, 3, 1, 3]

    def test_are_the_same_where_somebody_is_held(self, persons: list[Person]) -> None:
        HoldFactory.create(person=of(persons, PUBLIC)[0])
        publish_everything()
        assert told(PUBLIC) == [3, 3]
        assert told(PARTNER) == [3, 3, 3]

    @pytest.mark.parametrize("narrower", [PARTNER, INTERNAL])
    def test_tell_of_whoever_leaves_but_not_among_how_many_others(
        self, persons: list[Person], narrower: Audience
    ) -> None:
        publish_everything()
        before = len(told(PUBLIC))
        changed(of(persons, PUBLIC)[1:5], narrower)
        changed(of(persons, PARTNER)[:1], INTERNAL)
        publish_everything()
        assert told(PUBLIC)[before:] == [3, 1]
        lines = Change.objects.filter(audience=PUBLIC).order_by("-position")[:4]
        assert {line.operation for line in lines} == {Operation.WITHDRAW}

    def test_are_the_same_in_the_rounds_that_follow(self, persons: list[Person]) -> None:
        publish_everything()
        subjects = [subject_of(person) for person in persons if person.audience != INTERNAL]
        assert [len(batch) for batch in apart(Kind.PERSON, subjects)] == [3, 3, 1, 3]
        public = {subject_of(person) for person in of(persons, PUBLIC)}
        assert [public.issuperset(batch) for batch in apart(Kind.PERSON, subjects)] == [True, True, True, False]


@pytest.mark.django_db
class TestTheWalk:
    """Whoever is told of or may be, once."""

    def test_leaves_out_whom_nobody_may_see(self, persons: list[Person]) -> None:
        audiences = {person.pk: person.audience for person in persons}
        found = walked(Kind.PERSON)
        assert [audiences[subject.id] for subject in found] == [PUBLIC] * 7 + [PARTNER] * 3
        assert len(set(found)) == len(found)
        ids = [subject.id for subject in found]
        assert ids[:7] == sorted(ids[:7])

    def test_takes_whoever_may_not_be_seen_any_more_first(self, persons: list[Person]) -> None:
        publish_everything()
        public, partner = of(persons, PUBLIC), of(persons, PARTNER)
        changed([public[5]], INTERNAL)
        changed([public[4]], PARTNER)
        changed([partner[1]], INTERNAL)
        found = walked(Kind.PERSON)
        assert found[:3] == [subject_of(person) for person in (public[4], public[5], partner[1])]
        assert sorted(found) == sorted(subject_of(person) for person in [*public, *partner])

    def test_takes_documents_only_as_far_as_they_are_published(self, cast: Cast) -> None:
        DocumentFactory.create()
        assert walked(Kind.DOCUMENT) == []
        publish([subject_of(cast.held)], actor=ACTOR)
        assert walked(Kind.DOCUMENT) == [subject_of(cast.fable)]
        HoldFactory.create(document=cast.fable)
        assert walked(Kind.DOCUMENT) == [subject_of(cast.fable)]

    def test_takes_events_under_a_hold_until_they_are_taken_back(self) -> None:
        event = EventFactory.create(audience=PUBLIC)
        publish_everything()
        place_hold([subject_of(event)], actor=ACTOR, reason="not yet", withdraw_now=False)
        assert walked(Kind.EVENT) == [subject_of(event)]
        publish_everything()
        assert walked(Kind.EVENT) == []
