"""Patronymics: whose child a word says somebody is, whatever the language and script."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import NamedTuple

from people.naming.given import given_names
from people.naming.sounds import REMEMBERED, folded, readings
from people.naming.tables import rows_of

# -ovich, -evich, -ich and their Belarusian and Ukrainian forms, as readings spell them.
ENDING = re.compile(r"^(?P<stem>.{2,}?)(?:(?P<m>[aoe]?viq|iq)|(?P<f>[aoei]vna|iniqna|iqna))$")


class Patronymic(NamedTuple):
    """``fathers``: keys of the given names that the father may have; ``stem``: what is left, folded, for others."""

    fathers: frozenset[str]
    stem: str
    gender: str


@lru_cache(REMEMBERED)
def patronymic_of(word: str) -> Patronymic | None:
    """What a word says if it is a patronymic; surnames in -ovich look the same, so its place in the name decides."""
    fathers, stems, genders = set[str](), list[str](), list[str]()
    for reading in sorted(readings(word)):
        if found := _irregular().get(reading):
            fathers |= found.fathers
            stems.append(found.stem)
            genders.append(found.gender)
        elif match := ENDING.match(reading):
            fathers |= _by_stem().get(match["stem"], set())
            stems.append(folded(match["stem"]))
            genders.append("f" if match["f"] else "m")
    return Patronymic(frozenset(fathers), stems[0], genders[0]) if stems else None


@cache
def _irregular() -> dict[str, Patronymic]:
    return {
        reading: Patronymic(frozenset({father}), folded(father), gender)
        for form, father, gender, *_ in rows_of("patronymics")
        for reading in readings(form)
    }


@cache
def _by_stem() -> dict[str, set[str]]:
    """Forms of men's names as they stand before the ending: whole, without the last vowels, without the last i."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in given_names().values():
        if "m" not in one.gender:
            continue
        for spelling in one.official:
            for reading in readings(spelling):
                for stem in {reading, re.sub("[aeiou]+$", "", reading), re.sub("i$", "", reading)}:
                    found[stem].add(one.key)
    return found
