"""The tables of pairs are well-formed, and nobody stands in both the part for tuning and the part held out."""

import re
import unicodedata
from collections import Counter, defaultdict
from itertools import chain

import pytest

from bench.name_tables import FOLDER, NOT_SLAVIC, Different, Pair, read_different, read_pairs

SLAVIC = {
    *("be_ru_latin", "cyr_latin", "be_ru_cyr", "uk", "lacinka", "german", "polish", "french", "lithuanian", "passport"),
    *("diminutive", "order", "patronymic_absent", "patronymic_both", "initials", "typo", "hyphen"),
    "old_transliteration",
}
DIFFERENT = {
    *("given_name", "alike_given", "surname", "patronymic", "siblings", "father_son", "same_initials", "non_slavic"),
}
TUNING, HELD_OUT = read_pairs(FOLDER / "tuning.tsv"), read_pairs(FOLDER / "held_out.tsv")
DIFFERENT_TUNING = read_different(FOLDER / "different_tuning.tsv")
DIFFERENT_HELD_OUT = read_different(FOLDER / "different_held_out.tsv")
both = pytest.mark.parametrize("pairs", [TUNING, HELD_OUT], ids=["tuning", "held_out"])
both_different = pytest.mark.parametrize(
    "different", [DIFFERENT_TUNING, DIFFERENT_HELD_OUT], ids=["tuning", "held_out"]
)


def _names(pairs: list[Pair]) -> set[str]:
    return {name.casefold() for pair in pairs for name in (pair.query, *pair.known)}


def _is_a_name(text: str) -> bool:
    plain = text == " ".join(text.split()) and text.replace("\u200c", "").isprintable()
    return bool(text) and plain and unicodedata.is_normalized("NFC", text)


def test_nobody_stands_in_both_parts() -> None:
    assert {pair.person for pair in TUNING}.isdisjoint(pair.person for pair in HELD_OUT)
    assert _names(TUNING).isdisjoint(_names(HELD_OUT))


def test_no_two_different_people_stand_in_both_parts() -> None:
    one, other = (
        {name.casefold() for two in part for name in (two.one, two.other)}
        for part in (DIFFERENT_TUNING, DIFFERENT_HELD_OUT)
    )

    assert one.isdisjoint(other)


@pytest.mark.parametrize(
    ("pairs", "slavic", "others"), [(TUNING, 40, 20), (HELD_OUT, 30, 15)], ids=["tuning", "held_out"]
)
def test_every_kind_has_enough_pairs(pairs: list[Pair], slavic: int, others: int) -> None:
    counted = Counter(pair.kind for pair in pairs)

    assert set(counted) == SLAVIC | NOT_SLAVIC
    assert not [kind for kind in SLAVIC if counted[kind] < slavic]
    assert not [kind for kind in NOT_SLAVIC if counted[kind] < others]


@both
def test_no_query_is_a_known_spelling_of_its_person(pairs: list[Pair]) -> None:
    assert not [pair for pair in pairs if pair.query.casefold() in {name.casefold() for name in pair.known}]


@both
def test_no_pair_comes_twice_and_no_query_means_two_people(pairs: list[Pair]) -> None:
    asked = Counter((pair.person, pair.query.casefold()) for pair in pairs)
    meant = defaultdict(set)
    for pair in pairs:
        for name in (pair.query, *pair.known):
            meant[name.casefold()].add(pair.person)

    assert not [row for row, times in asked.items() if times > 1]
    assert not [name for name, people in meant.items() if len(people) > 1]


@both
def test_a_person_is_told_the_same_in_every_row(pairs: list[Pair]) -> None:
    told = defaultdict(set)
    for pair in pairs:
        told[pair.person].add((pair.known, pair.born, pair.country))

    assert not [person for person, ways in told.items() if len(ways) > 1]


@both
def test_cells_are_what_the_columns_say(pairs: list[Pair]) -> None:
    assert not [pair for pair in pairs if not re.fullmatch(r"[thn]\d{3}", pair.person)]
    assert not [name for pair in pairs for name in (pair.query, *pair.known) if not _is_a_name(name)]
    assert not [pair for pair in pairs if not 1 <= len(pair.known) <= 3 or len(set(pair.known)) < len(pair.known)]
    assert not [pair for pair in pairs if not re.fullmatch(r"(\d{4}-[01]\d-[0-3]\d)?", pair.born)]
    assert not [pair for pair in pairs if not re.fullmatch(r"([A-Z]{2})?", pair.country)]


@pytest.mark.parametrize(
    ("different", "least"), [(DIFFERENT_TUNING, 150), (DIFFERENT_HELD_OUT, 120)], ids=["tuning", "held_out"]
)
def test_enough_people_only_look_alike(different: list[Different], least: int) -> None:
    assert len(different) >= least
    assert {two.kind for two in different} == DIFFERENT


@both_different
def test_two_who_look_alike_have_two_names_and_come_once(different: list[Different]) -> None:
    rows = Counter(frozenset((two.one.casefold(), two.other.casefold())) for two in different)

    assert not [row for row, times in rows.items() if times > 1 or len(row) < 2]
    assert not [name for two in different for name in (two.one, two.other) if not _is_a_name(name)]


def test_no_two_who_look_alike_are_given_as_one() -> None:
    one = [{name.casefold() for name in (pair.query, *pair.known)} for pair in chain(TUNING, HELD_OUT)]

    assert not [
        two
        for two in chain(DIFFERENT_TUNING, DIFFERENT_HELD_OUT)
        if any({two.one.casefold(), two.other.casefold()} <= names for names in one)
    ]
