"""Names as they stand in a sentence: what the nominative may be where a name was copied in another case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

from people.naming.given import given_names, given_names_heard
from people.naming.parsed import Parsed, parse
from people.naming.sounds import CYRILLIC
from people.naming.tables import rows_of
from people.naming.tokens import Part

MOST = 3
STEM_FROM = 2
NOTHING = "-"
REMEMBERED = 8_192
# A surname in -ого is in no nominative, whatever the given name beside it may also be: Алеся Беляцкого.
SURELY_OBLIQUE = ("ого", "его", "ому", "ему", "ага", "яга", "аму", "яму", "ую", "ової", "ської", "цької")


@lru_cache(REMEMBERED)
def parsings(name: str) -> tuple[Parsed, ...]:
    """The name taken apart as it is written, and as it would be in the nominative."""
    written = parse(name)
    others = [parse(text) for text in islice(dict.fromkeys(_nominatives(written)), MOST)]
    return (written, *(one for one in others if one.text != name))


def _nominatives(name: Parsed) -> Iterator[str]:
    words = [word.text for word in name.words if word.part == Part.WORD]
    if len(words) < 2 or not all(map(CYRILLIC.search, words)):
        return
    if any(word.given for word in name.words) and not any(word.endswith(SURELY_OBLIQUE) for word in words):
        return
    for (gender, _case), endings in _cases().items():
        found = [_given(word, gender, endings) for word in words]
        if any(found):
            yield " ".join(given or _usual(word, endings) for given, word in zip(found, words, strict=True))


def _given(word: str, gender: str, endings: dict[str, tuple[str, ...]]) -> str:
    """The given name of that gender of which the word is a form, if there is one."""
    return next((one for one in _changed(word, endings) if _is_given(one, gender)), "")


def _is_given(word: str, gender: str) -> bool:
    return any(gender in given_names()[key].gender for key in given_names_heard(word).every)


def _usual(word: str, endings: dict[str, tuple[str, ...]]) -> str:
    return next(_changed(word, endings), word)


def _changed(word: str, endings: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """With the endings of the nominative, the usual one first."""
    for at in range(STEM_FROM, len(word)):
        if nominatives := endings.get(word[at:]):
            yield from (word[:at] + one for one in nominatives)
            return


@cache
def _cases() -> dict[tuple[str, str], dict[str, tuple[str, ...]]]:
    """By gender and case: the endings, and what the nominative has in their place."""
    found: defaultdict[tuple[str, str], dict[str, tuple[str, ...]]] = defaultdict(dict)
    for gender, case, ending, nominatives, _languages in rows_of("cases"):
        found[gender, case][ending] = tuple("" if one == NOTHING else one for one in nominatives.split())
    return dict(found)
