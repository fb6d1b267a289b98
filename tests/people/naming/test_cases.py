"""Names are found as they stand in a sentence, in the cases of Belarusian, Russian and Ukrainian."""

import pytest

from people.naming.cases import parsings
from people.naming.comparing import compare
from people.naming.finding import find
from people.naming.given import given_names
from people.naming.tables import rows_of
from tests import factories as f

ENDINGS = list(rows_of("cases"))


@pytest.mark.parametrize(
    ("written", "nominative"),
    [
        ("Сергея Ковалёнка", "сергей ковалёнок"),
        ("Алеся Збочаньского", "алесь збочаньский"),
        ("Алесю Збочанскаму", "алесь збочанскі"),
        ("Павлом Вымысловцем", "павел вымысловец"),
        ("Марыяй Калінкавай", "марыя калінкава"),
        ("Ириной Выдумовой", "ирина выдумова"),
        ("Ирине Выдумовой", "ирина выдумова"),
        ("Наталії Вигадкової", "наталія вигадкова"),
        ("Петром Ивановичем Збочей", "петр иванович збочь"),
        ("Никиты Придумкина", "никита придумкин"),
        # Women's surnames on a consonant stay as they are.
        ("Ольгой Пальчук", "ольга пальчук"),
    ],
)
def test_the_nominative_is_among_what_may_be_meant(written: str, nominative: str) -> None:
    meant = parsings(nominative)[0]
    assert max(compare(one, meant).likeness for one in parsings(written)[1:]) > 0.95


@pytest.mark.parametrize(
    "name",
    [
        "Ирина Выдумова",
        "Сергей Ковалёнок",
        "Алеся Казлова",
        "Алесь Казлоў",
        "Ales Kazlou",
        "Казлова",
        "Збоч Пекар",
        "…",
    ],
)
def test_a_name_in_the_nominative_is_only_what_it_is(name: str) -> None:
    assert [one.text for one in parsings(name)] == [name]


def test_there_are_never_many() -> None:
    assert max(len(parsings(f"{name} Выдумовой")) for one in given_names().values() for name in one.forms["ru"]) <= 4


def test_no_ending_of_a_case_stands_twice_and_each_has_a_nominative() -> None:
    assert len({row[:3] for row in ENDINGS}) == len(ENDINGS)
    assert all(gender in {"m", "f"} and ending and nominative for gender, _case, ending, nominative, _langs in ENDINGS)


@pytest.mark.django_db
def test_whoever_is_meant_is_found() -> None:
    meant = f.PersonFactory.create(called="Ales Zbochanski")
    f.PersonFactory.create(called="Alesia Zbochanskaya")
    for written in ("Алеся Збочанского", "Алесем Збочанским", "Алесю Збочанскаму", "Алесь Збочанский"):
        assert find(written)[0].person == meant.pk
        assert find(written)[0].score > 0.9
