"""Who may be meant by some names: each person once, and nobody who was merged away."""

import pytest

from people.duplicates.candidates import RESEMBLING, candidates, resembling
from tests import factories as f

pytestmark = pytest.mark.django_db


def test_each_person_comes_once_by_the_most_alike_of_the_names() -> None:
    person = f.PersonFactory.create(called="Siarhei Vydumka")
    f.NameFactory.create(person=person, text="Sergej Wydumka")
    found = candidates(["Сергей Выдумка", "Siarhei Vydumka"], limit=5)
    assert [(match.person, match.name) for match in found] == [(person.pk, "Siarhei Vydumka")]
    assert found[0].score > 0.9


def test_the_survivor_is_told_in_the_place_of_whoever_was_merged_away() -> None:
    former = f.PersonFactory.create(called="Siarhei Vydumka")
    survivor = f.PersonFactory.create(called="Siarhei Inakšy")
    f.MergeFactory.create(former=former, survivor=survivor)
    assert [match.person for match in candidates(["Siarhei Vydumka"], limit=5)] == [survivor.pk]


def test_whoever_is_less_likely_than_asked_for_is_left_out() -> None:
    f.PersonFactory.create(called="Ihar Vydumka")
    assert candidates(["Siarhei Vydumka"], least=RESEMBLING, limit=5) == []
    assert len(candidates(["Siarhei Vydumka"], limit=5)) == 1


def test_no_more_are_told_than_asked_for() -> None:
    for _ in range(4):
        f.PersonFactory.create(called="Siarhei Vydumka")
    assert len(candidates(["Siarhei Vydumka"], limit=3)) == 3
    assert candidates([], limit=3) == []
    assert len(resembling(["Siarhei Vydumka"], limit=3)) == 3


def test_who_is_somebody_else_by_the_patronymic_does_not_resemble_by_a_name_without_one() -> None:
    person = f.PersonFactory.create(called="Iryna Vydumka")
    f.NameFactory.create(person=person, text="Ірына Леанідаўна Выдумка")
    assert resembling(["Ирина Владимировна Выдумка", "Irina Vydumka"], limit=5) == []
    for same in ("Ирина Леонидовна Выдумка", "Irina Vydumka"):
        assert [match.person for match in resembling([same], limit=5)] == [person.pk]


def test_a_surname_that_is_printed_alone_makes_nobody_resemble_anybody() -> None:
    for name in ("Iryna Vydumka", "Vera Vydumka"):
        f.NameFactory.create(person=f.PersonFactory.create(called=name), text="Vydumka")
    assert [match.name for match in resembling(["Ирина Выдумка", "Vydumka"], limit=5)] == ["Iryna Vydumka"]
    assert len(resembling(["Vydumka"], limit=5)) == 2
