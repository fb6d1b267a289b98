"""Which pairs wait to be judged: the likeliest first, the unsure last, and nobody is asked about twice."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from people.duplicates.judging import in_order, judge, take_back
from people.duplicates.queue import judged, unmerged, waiting
from people.duplicates.searching import search
from people.merging import merge, undo
from people.models import Person, SuspectedPair
from people.vocabulary import Sameness
from sources.history import acting
from tests import factories as f

pytestmark = pytest.mark.django_db
SAME, DIFFERENT, UNSURE = Sameness.SAME, Sameness.DIFFERENT, Sameness.UNSURE
ACTOR = "test:editor"


@pytest.fixture(autouse=True)
def somebody() -> Iterator[None]:
    with acting(actor=ACTOR):
        yield


@pytest.fixture
def three() -> list[Person]:
    """Three records, each of which resembles both others, the first two the most."""
    persons = [f.PersonFactory.create(called=f"Somebody {at}") for at in range(3)]
    for score, one, other in ((0.9, 0, 1), (0.8, 0, 2), (0.7, 1, 2)):
        first, second = in_order(persons[one].pk, persons[other].pk)
        SuspectedPair.objects.create(one_id=first, other_id=second, score=score)
    return persons


def scores() -> list[float]:
    return [pair.score for pair in waiting(most=10)]


def pair_of(one: Person, other: Person) -> tuple[UUID, UUID]:
    return in_order(one.pk, other.pk)


def test_the_likeliest_come_first_page_by_page(three: list[Person]) -> None:
    assert scores() == [0.9, 0.8, 0.7]
    assert [pair.score for pair in waiting(most=1, after=1)] == [0.8]


@pytest.mark.parametrize("verdict", [SAME, DIFFERENT])
def test_what_was_judged_waits_no_more_until_that_is_taken_back(three: list[Person], verdict: Sameness) -> None:
    made = judge(three[0].pk, three[1].pk, verdict, by=None)
    assert scores() == [0.8, 0.7]
    take_back(made)
    assert scores() == [0.9, 0.8, 0.7]


def test_of_whom_somebody_was_unsure_waits_after_all_others(three: list[Person]) -> None:
    made = judge(three[0].pk, three[1].pk, UNSURE, by=None)
    assert scores() == [0.8, 0.7, 0.9]
    take_back(made)
    assert scores() == [0.9, 0.8, 0.7]


def test_a_pair_that_is_found_anew_stays_put_off() -> None:
    one, other = (f.PersonFactory.create(called=name) for name in ("Siarhei Vydumka", "Sergey Vydumka"))
    judge(one.pk, other.pk, UNSURE, by=None)
    search()
    assert SuspectedPair.objects.get().put_off


def test_while_one_of_the_two_is_merged_away_their_pairs_do_not_wait(three: list[Person]) -> None:
    known = merge(survivor=three[0], former=three[1], actor=ACTOR, reason="")
    assert scores() == [0.8]
    undo(merge=known, actor=ACTOR, reason="")
    assert scores() == [0.9, 0.8, 0.7]


def test_whoever_is_different_from_a_former_is_not_asked_about_with_the_survivor(three: list[Person]) -> None:
    judge(three[1].pk, three[2].pk, DIFFERENT, by=None)
    known = merge(survivor=three[0], former=three[1], actor=ACTOR, reason="")
    assert scores() == []
    undo(merge=known, actor=ACTOR, reason="")
    assert scores() == [0.9, 0.8]


def test_the_same_holds_where_merges_rest_on_one_another(three: list[Person]) -> None:
    last = f.PersonFactory.create()
    first, second = pair_of(last, three[2])
    SuspectedPair.objects.create(one_id=first, other_id=second, score=0.6)
    judge(three[1].pk, three[2].pk, DIFFERENT, by=None)
    merge(survivor=three[0], former=three[1], actor=ACTOR, reason="")
    merge(survivor=last, former=three[0], actor=ACTOR, reason="")
    assert scores() == []


def test_who_was_judged_the_same_is_listed_until_they_are_merged(three: list[Person]) -> None:
    made = judge(three[0].pk, three[1].pk, SAME, by=None)
    judge(three[0].pk, three[2].pk, DIFFERENT, by=None)
    assert [known.pk for known in unmerged(most=10)] == [made.pk]
    merge(survivor=three[0], former=three[1], actor=ACTOR, reason="")
    assert unmerged(most=10) == []
    assert len(judged(most=10)) == 2
