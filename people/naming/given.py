"""Which given names a word may be: official forms and short ones, in every language and script of the table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from people.naming.sounds import CYRILLIC, REMEMBERED, readings
from people.naming.tables import rows_of
from people.romanising import romanised

TABLES = ("given_names", "foreign_given")
LANGUAGES = ("be", "ru", "uk")


class GivenName(NamedTuple):
    """One given name; ``forms`` are the official ones by language, ``latin`` those that no table of letters gives."""

    key: str
    gender: str
    forms: dict[str, tuple[str, ...]]
    latin: tuple[str, ...]
    short: tuple[str, ...]

    @property
    def official(self) -> Iterator[str]:
        """Every form that may stand in a passport."""
        for forms in self.forms.values():
            yield from forms
        yield from self.latin


@cache
def given_names() -> dict[str, GivenName]:
    """All of them by their keys."""
    return {one.key: one for table in TABLES for one in map(_given_name, rows_of(table))}


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


def _joined(heard: Iterable[Heard]) -> frozenset[str]:
    return frozenset[str]().union(*(one.short for one in heard))


@cache
def _forms() -> dict[str, Heard]:
    """By the form in plain Latin letters."""
    return _by(lambda spelling: {romanised(spelling)})


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


def _given_name(row: tuple[str, ...]) -> GivenName:
    key, gender, *cells = row
    be, ru, uk, latin, short = [tuple(cell.split()) for cell in (*cells, "", "", "", "", "")[:5]]
    return GivenName(key, gender, dict(zip(LANGUAGES, (be, ru, uk), strict=True)), latin, short)
