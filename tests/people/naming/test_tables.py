"""The tables of names: what a line may hold, and which forms may stand in two lines."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import NamedTuple

import pytest

from people.naming.tables import rows_of

LANGUAGES = ("be", "ru", "uk")
LETTERS = {
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}
BETWEEN_LETTERS = "-'"
KINDS = {"son_of", "daughter_of", "parent_of", "article", "nobiliary", "title", "generation"}

ONE_ORIGIN = "one origin, two names in Cyrillic papers; the Latin form does not tell which"
SHARED = {
    **dict.fromkeys(("agatha", "agathe"), f"Агаф'я and Агата: {ONE_ORIGIN}"),
    **dict.fromkeys(("jerzy", "jurgis", "ежи", "ежы", "єжи"), "Polish and Lithuanian call both Юрый and Георгій so"),
    "john": "Ян and Іван: emigrants of either name took it",
    **dict.fromkeys(("justina", "justine"), f"Юстына and Усціння: {ONE_ORIGIN}"),
    "leon": "Леў and Леон: Лев is Leon in English and Polish books",
    **dict.fromkeys(("martha", "marthe"), f"Марфа and Марта: {ONE_ORIGIN}"),
    "pauline": "Паліна and Паўліна: French has one form",
    **dict.fromkeys(("reuben", "ruben"), f"Рувім and Рубен: {ONE_ORIGIN}"),
    **dict.fromkeys(("thaddeus", "thaddäus"), f"Фадзей and Тадэвуш: {ONE_ORIGIN}"),
    **dict.fromkeys(("theodor", "theodore", "théodore", "theodora"), f"Фёдар and Тэадор, Фядора: {ONE_ORIGIN}"),
    "thomas": f"Фама and Тамаш: {ONE_ORIGIN}",
    "valentine": "an Englishman's or a Frenchwoman's name",
    "сафія": "Belarusian for Sophia, and Ukrainian for the Arabic Safiya",
}


class Line(NamedTuple):
    """One line of a table of given names."""

    name: str
    gender: str
    cells: tuple[tuple[str, ...], ...]

    @property
    def official(self) -> set[str]:
        return {form.casefold() for cell in self.cells[:4] for form in cell}

    @property
    def short(self) -> set[str]:
        return {form.casefold() for form in self.cells[4]}


def lines_of(table: str) -> list[Line]:
    return [Line(row[0], row[1], tuple(tuple(cell.split()) for cell in row[2:])) for row in rows_of(table)]


GIVEN, FOREIGN = lines_of("given_names"), lines_of("foreign_given")
LINES = GIVEN + FOREIGN
BY_NAME = {line.name: line for line in LINES}


def classes_with(form: str) -> set[str]:
    return {line.name for line in LINES if form.casefold() in line.official | line.short}


def is_latin(form: str) -> bool:
    return all(letter in BETWEEN_LETTERS or unicodedata.name(letter).startswith("LATIN ") for letter in form)


def is_written_in(form: str, language: str) -> bool:
    return set(form.lower()) <= {*LETTERS[language], *BETWEEN_LETTERS}


def test_the_tables_hold_what_they_promise() -> None:
    assert len(GIVEN) >= 260
    assert {"m", "f", "mf"} >= {line.gender for line in LINES}
    assert all(len(line.cells) == 5 for line in LINES), "seven columns"


def test_no_class_stands_twice_and_all_are_ascii() -> None:
    names = [line.name for line in LINES]
    assert [name for name in names if names.count(name) > 1] == []
    assert [name for name in names if not re.fullmatch("[a-z]+", name)] == []


def test_the_lines_stand_in_the_order_of_the_alphabet() -> None:
    for lines in (GIVEN, FOREIGN):
        assert [line.name for line in lines] == sorted(line.name for line in lines)


def test_every_line_has_an_official_form() -> None:
    assert [line.name for line in LINES if not line.official] == []


def test_no_form_stands_twice_in_a_line() -> None:
    for line in LINES:
        for cell in line.cells:
            folded = [form.casefold() for form in cell]
            assert len(folded) == len(set(folded)), (line.name, cell)
        assert not line.official & line.short, line.name


def test_every_form_is_composed_and_begins_with_a_capital() -> None:
    for line in LINES:
        for form in (form for cell in line.cells for form in cell):
            assert unicodedata.is_normalized("NFC", form), (line.name, form)
            assert form[0].isupper(), (line.name, form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_official_forms_have_only_letters_of_their_language(language: str) -> None:
    column = LANGUAGES.index(language)
    strange = [(line.name, form) for line in LINES for form in line.cells[column] if not is_written_in(form, language)]
    assert strange == []


def test_latin_forms_are_latin_and_no_short_form_mixes_scripts() -> None:
    for line in LINES:
        assert [form for form in line.cells[3] if not is_latin(form)] == [], line.name
        written = [form for form in line.cells[4] if is_latin(form) or any(is_written_in(form, x) for x in LANGUAGES)]
        assert written == list(line.cells[4]), line.name


def test_an_official_form_of_two_names_is_known_and_has_a_reason() -> None:
    found = defaultdict(set)
    for line in LINES:
        for form in line.official:
            found[form].add(line.name)
    assert {form for form, names in found.items() if len(names) > 1} == set(SHARED)


def test_irregular_patronymics_name_fathers_of_the_table() -> None:
    rows = list(rows_of("patronymics"))
    forms = [form for form, *_ in rows]
    assert len(forms) == len(set(forms))
    for form, father, gender in rows:
        assert "m" in BY_NAME[father].gender, form
        assert any(is_written_in(form, language) for language in LANGUAGES), form
        assert unicodedata.is_normalized("NFC", form)
        assert gender == ("m" if form.endswith("ч") else "f"), form


def test_particles_are_of_a_known_kind_and_stand_once() -> None:
    rows = list(rows_of("particles"))
    tokens = [token for token, *_ in rows]
    assert len(tokens) == len(set(tokens))
    for token, kind, language in rows:
        assert token == unicodedata.normalize("NFC", token).casefold()
        assert kind in KINDS, token
        assert re.fullmatch(r"[a-z]{2,3}( [a-z]{2,3})*", language), token


def test_no_particle_is_a_given_name_or_an_initial() -> None:
    names = {form for line in LINES for form in line.official | line.short}
    tokens = {token for token, *_ in rows_of("particles")}
    assert tokens & names == set()
    assert [token for token in tokens if len(token) < 2] == []


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("Оля", {"volha"}),
        ("Алла", {"ala"}),
        ("Юра", {"iury"}),
        ("Сергей", {"siarhei"}),
        ("Sergiusz", {"siarhei"}),
        ("Мікалай", {"mikalai"}),
        ("Mikołaj", {"mikalai"}),
        ("Елена", {"alena"}),
        ("Аксана", {"aksana"}),
        ("Зміцер", {"dzmitry"}),
        ("Eugeniusz", {"iauhen"}),
        ("Mehmet", {"muhammad"}),
        ("Mahmoud", {"mahmud"}),
        ("Hatice", {"khadija"}),
        ("Стас", {"stanislau"}),
        ("Арина", {"aryna", "iryna"}),
        ("Максімільян", set()),
    ],
)
def test_a_form_stands_in_these_lines_and_no_others(form: str, names: set[str]) -> None:
    assert classes_with(form) == names


@pytest.mark.parametrize(
    ("form", "among"),
    [
        ("Саша", {"aliaksandr", "aliaksandra"}),
        ("Женя", {"iauhen", "iauheniia"}),
        ("Валя", {"valiantsin", "valiantsina"}),
        ("Слава", {"stanislau", "viachaslau", "iaraslau", "uladzislau", "stanislava"}),
        ("Алесь", {"aliaksandr", "aliaksei"}),
        ("Алеся", {"alesia", "aliaksandra"}),
        ("Яна", {"iana", "ianina"}),
        ("Янка", {"ian", "ivan", "iana"}),
        ("Настя", {"anastasiia"}),
        ("Маша", {"maryia"}),
        ("Лена", {"alena", "mahdalena"}),
    ],
)
def test_a_short_form_of_several_names_stands_with_each(form: str, among: set[str]) -> None:
    assert among <= classes_with(form)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("iury", "hieorhi"),
        ("maksim", "maksimilian"),
        ("iana", "anna"),
        ("volha", "ala"),
        ("volha", "alesia"),
        ("alena", "alesia"),
        ("aksana", "kseniia"),
    ],
)
def test_two_names_are_not_one(one: str, other: str) -> None:
    shared = BY_NAME[one].official & BY_NAME[other].official
    assert shared <= set(SHARED)
    assert not BY_NAME[one].short & BY_NAME[other].official
