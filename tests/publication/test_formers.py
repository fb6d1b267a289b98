"""Persons merged into another: the survivor's body tells their ids, and nothing else is told of them."""

from typing import Any

import pytest
from django.utils import timezone

from people.models import Person
from sources.vocabulary import Audience
from tests.factories import (
    EventFactory,
    HoldFactory,
    MergeFactory,
    PersonFactory,
    RelationshipFactory,
    ReleaseFactory,
    cite,
)
from tests.publication.rendered import body, everything, set_values


@pytest.fixture
def two(db: None) -> tuple[Person, Person]:
    """A survivor and a former record of theirs, to whom somebody still points."""
    survivor, former = PersonFactory.create(slug="survivor"), PersonFactory.create(slug="kanarejka")
    relation = RelationshipFactory.create(person=PersonFactory.create(slug="kin"), other=former)
    cite(relation)
    cite(survivor, "born", "1980", attributed_person=former)
    return survivor, former


def test_the_survivor_tells_whom_they_were_merged_with(two: tuple[Person, Person]) -> None:
    survivor, former = two
    assert body(survivor)["former_ids"] == []
    merge = MergeFactory.create(survivor=survivor, former=former)
    assert body(survivor)["former_ids"] == [str(former.pk)]
    set_values(merge, undone=timezone.now())
    assert body(survivor)["former_ids"] == []


@pytest.mark.parametrize("audience", Audience)
def test_who_was_merged_has_no_body_and_is_named_nowhere(two: tuple[Person, Person], audience: Audience) -> None:
    survivor, former = two
    assert "kanarejka" in everything(audience)
    MergeFactory.create(survivor=survivor, former=former)
    assert body(former, audience) is None
    assert "kanarejka" not in everything(audience)
    assert body(survivor, audience)["born"] is None


def test_a_former_of_a_former_is_one_too(two: tuple[Person, Person]) -> None:
    survivor, former = two
    last = PersonFactory.create()
    MergeFactory.create(survivor=survivor, former=former)
    MergeFactory.create(survivor=last, former=survivor)
    assert body(last)["former_ids"] == sorted([str(survivor.pk), str(former.pk)])
    assert body(survivor) is None


@pytest.mark.parametrize("way", ["internal", "held", "in a held event"])
def test_nobody_hidden_is_told_as_a_former(two: tuple[Person, Person], way: str) -> None:
    survivor, former = two
    MergeFactory.create(survivor=survivor, former=former)
    hide(former, way)
    assert body(survivor)["former_ids"] == []
    assert body(survivor, Audience.INTERNAL)["former_ids"] == [str(former.pk)]


def hide(person: Any, way: str) -> None:
    if way == "internal":
        set_values(person, audience=Audience.INTERNAL)
    elif way == "held":
        HoldFactory.create(person=person)
    else:
        HoldFactory.create(event=ReleaseFactory.create(person=person, event=EventFactory.create()).event)
