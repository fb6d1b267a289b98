"""The front page names what needs a look, and only that."""

import pytest
from pytest_django import DjangoAssertNumQueries

from people.attention import attention
from tests.cast import make_cast
from tests.factories import DetentionFactory, DocumentFactory, HoldFactory, PersonFactory, TallyFactory, cite

pytestmark = pytest.mark.django_db


def _told() -> dict[str, int]:
    return {one.title: len(one.rows) for one in attention()}


def test_an_empty_register_needs_nothing() -> None:
    assert attention() == []


def test_a_conflict_is_named_with_the_values() -> None:
    tally = TallyFactory.create(count="114")
    cite(tally, "count", "114")
    cite(tally, "count", "100..")
    assert "Sources conflict" not in _told()
    cite(tally, "count", "109")
    (conflict,) = [one for one in attention() if one.title == "Sources conflict"]
    assert conflict.rows[0][1] == "count: 100.. or 109 or 114"


def test_episodes_without_evidence_unused_documents_and_holds_are_counted() -> None:
    detention = DetentionFactory.create()
    DocumentFactory.create()
    DocumentFactory.create(text=None)
    HoldFactory.create(person=PersonFactory.create())
    told = _told()
    assert told == {
        "Detentions that no accepted passage speaks of": 1,
        "Documents that nobody cites": 1,
        "Holds that stand": 1,
    }
    cite(detention)
    assert "Detentions that no accepted passage speaks of" not in _told()


def test_only_the_first_rows_are_named_and_that_there_are_more() -> None:
    for _ in range(6):
        DetentionFactory.create()
    (episodes,) = [one for one in attention() if one.title.startswith("Detentions")]
    assert len(episodes.rows) == 5
    assert episodes.more


def test_a_large_register_is_not_looked_through_at_every_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    DetentionFactory.create()
    HoldFactory.create(person=PersonFactory.create())
    monkeypatch.setattr("people.attention.MOST_CITATIONS", -1)
    assert _told() == {"Holds that stand": 1}


def test_the_answer_costs_few_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    make_cast()
    with django_assert_num_queries(17):
        attention()
