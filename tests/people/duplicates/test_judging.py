"""What staff judge of two records stands until it is taken back; who and when is history."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction

from people.duplicates.judging import JudgedAlready, TakenBackAlready, judge, take_back
from people.models import Judgement, Person
from people.vocabulary import Sameness
from sources.history import acting
from sources.models import History
from tests import factories as f

pytestmark = pytest.mark.django_db
SAME, DIFFERENT, UNSURE = Sameness.SAME, Sameness.DIFFERENT, Sameness.UNSURE


@pytest.fixture(autouse=True)
def somebody() -> Iterator[None]:
    with acting(actor="test:editor"):
        yield


@pytest.fixture
def both() -> tuple[Person, Person]:
    one, other = sorted((f.PersonFactory.create(), f.PersonFactory.create()), key=lambda person: person.pk)
    return one, other


def test_the_order_of_the_two_does_not_matter(both: tuple[Person, Person]) -> None:
    one, other = both
    made = judge(other.pk, one.pk, DIFFERENT, by=None, note="other fathers")
    assert (made.one_id, made.other_id, made.note) == (one.pk, other.pk, "other fathers")


def test_a_second_judgement_is_refused_while_the_first_stands(both: tuple[Person, Person]) -> None:
    one, other = both
    judge(one.pk, other.pk, DIFFERENT, by=None)
    for verdict in Sameness:
        with pytest.raises(JudgedAlready, match="different persons"):
            judge(one.pk, other.pk, verdict, by=None)
    assert Judgement.objects.count() == 1


def test_whoever_was_unsure_may_be_followed_by_somebody_who_is_sure(both: tuple[Person, Person]) -> None:
    one, other = both
    judge(one.pk, other.pk, UNSURE, by=None)
    with pytest.raises(JudgedAlready):
        judge(one.pk, other.pk, UNSURE, by=None)
    judge(one.pk, other.pk, SAME, by=None)
    assert [known.verdict for known in Judgement.objects.filter(undone=None)] == ["same"]
    assert Judgement.objects.count() == 2


def test_what_was_taken_back_can_be_judged_again_and_is_not_taken_back_twice(both: tuple[Person, Person]) -> None:
    one, other = both
    made = judge(one.pk, other.pk, DIFFERENT, by=None)
    assert take_back(made).undone is not None
    with pytest.raises(TakenBackAlready):
        take_back(made)
    judge(one.pk, other.pk, SAME, by=None)


def test_every_step_leaves_a_history_row_with_its_actor(both: tuple[Person, Person]) -> None:
    one, other = both
    made = judge(one.pk, other.pk, DIFFERENT, by=None)
    take_back(made)
    rows = History.objects.filter(record=made.pk).order_by("id")
    assert [(row.table, row.operation, row.actor) for row in rows] == [
        ("people_judgement", "I", "test:editor"),
        ("people_judgement", "U", "test:editor"),
    ]


def test_the_database_keeps_pairs_in_order_and_one_judgement_of_each(both: tuple[Person, Person]) -> None:
    one, other = both
    for pair in ({"one": other, "other": one}, {"one": one, "other": one}):
        with pytest.raises(IntegrityError, match="judgement_smaller_id_first"), transaction.atomic():
            Judgement.objects.create(**pair, verdict=SAME)
    Judgement.objects.create(one=one, other=other, verdict=SAME)
    with pytest.raises(IntegrityError, match="judged_once"), transaction.atomic():
        Judgement.objects.create(one=one, other=other, verdict=SAME)
