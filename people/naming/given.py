"""Which given names a word may be: official forms and short ones, in every language and script of the table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from people.naming.sounds import CYRILLIC, REMEMBERED, readings
from people.naming.tables import rows_of
from people.romanising import romanised

SLAVIC = "given_names"
TABLES = (SLAVIC, "foreign_given")
LANGUAGES = ("be", "ru", "uk")
SLIPS_FROM = 4
"""Shorter forms are not looked for with a slip."""


class GivenName(NamedTuple):
    """One given name; ``forms`` are the official ones by language, ``latin`` those that no table of letters gives."""

    key: str
    gender: str
    forms: dict[str, tuple[str, ...]]
    latin: tuple[str, ...]
    short: tuple[str, ...]
    is_slavic: bool
    """Whether it is in the table of Belarus, Russia and Ukraine."""

    @property
    def official(self) -> Iterator[str]:
        """Every form that may stand in a passport."""
        for forms in self.forms.values():
            yield from forms
        yield from self.latin


@cache
def given_names() -> dict[str, GivenName]:
    """All of them by their keys."""
    return {one.key: one for table in TABLES for one in (_given_name(row, table) for row in rows_of(table))}


class Heard(NamedTuple):
    """The keys of the given names that a word may be: as an official form, and as a short one."""

    official: frozenset[str]
    short: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.official or self.short)

    @property
    def every(self) -> frozenset[str]:
        """All keys."""
        return self.official | self.short


@lru_cache(REMEMBERED)
def given_names_heard(word: str) -> Heard:
    """The given names that a word may be; none for what is in no table.

    Where a form is written just so, others that only may sound like it do not count: Misha is no Mirza.
    """
    # Of Latin letters with marks nothing would be left to tell Żenia from Zenia.
    plain = word.isascii() or CYRILLIC.search(word)
    if plain and (written := _forms().get(romanised(word))):
        return written
    heard = [found for reading in readings(word) if (found := _sounds().get(reading))]
    return Heard(frozenset[str]().union(*(one.official for one in heard)), _joined(heard))


@lru_cache(REMEMBERED)
def given_names_nearly(word: str) -> frozenset[str]:
    """The keys of given names of which a form differs from a word by one slip: Vldimir, Svetlna."""
    if len(word) < SLIPS_FROM - 1:
        return frozenset()
    near = {form for left in _left_out(romanised(word)) for form in _forms_left_out().get(left, ())}
    return frozenset[str]().union(*(_forms()[form].every for form in near if OSA.distance(form, romanised(word)) <= 1))


@lru_cache(REMEMBERED)
def is_a_form(word: str) -> bool:
    """Whether a given name is written so, however i, y and doubled letters are; else it only sounds like one."""
    return _without_variants(romanised(word)) in _forms_without_variants()


@cache
def _forms_without_variants() -> frozenset[str]:
    return frozenset(map(_without_variants, _forms()))


def _without_variants(form: str) -> str:
    return re.sub(r"([^i])\1+", r"\1", form.translate(_VARIANTS))


_VARIANTS = str.maketrans({"y": "i", "j": "i", "w": "v"})


def _left_out(text: str) -> set[str]:
    """The text, and what is left of it without one letter."""
    return {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}


@cache
def _forms_left_out() -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for form in _forms():
        if len(form) >= SLIPS_FROM:
            for left in _left_out(form):
                found[left].append(form)
    return dict(found)


def _joined(heard: Iterable[Heard]) -> frozenset[str]:
    return frozenset[str]().union(*(one.short for one in heard))


@cache
def _forms() -> dict[str, Heard]:
    """By the form in plain Latin letters; г is h or g."""
    return _by(lambda spelling: {romanised(spelling), romanised(spelling.casefold().replace("г", "ґ"))})


@cache
def _sounds() -> dict[str, Heard]:
    """By every reading."""
    return _by(readings)


def _by(key_of: Callable[[str], Iterable[str]]) -> dict[str, Heard]:
    found: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for one in given_names().values():
        for at, spellings in enumerate((one.official, one.short)):
            for key in {key for spelling in spellings for key in key_of(spelling)} - {""}:
                found[key][at].add(one.key)
    return {key: Heard(frozenset(official), frozenset(short)) for key, (official, short) in found.items()}


def _given_name(row: tuple[str, ...], table: str) -> GivenName:
    key, gender, *cells = row
    be, ru, uk, latin, short = [tuple(cell.split()) for cell in (*cells, "", "", "", "", "")[:5]]
    forms = dict(zip(LANGUAGES, (be, ru, uk), strict=True))
    return GivenName(key, gender, forms, latin, short, table == SLAVIC)
