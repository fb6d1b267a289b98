"""Puts candidates in order: the likeliest first, each by the one of their names that is most alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz.distance import Indel

from people.naming.comparing import Comparison, Reason, compare
from people.naming.parsed import Parsed, parse
from people.naming.weighing import Besides, weighed
from people.romanising import romanised

NOTHING = Besides()


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody who may be meant, by the most alike of their names. ``score`` from 0 to 1."""

    person: UUID
    name: str
    score: float
    reasons: tuple[Reason, ...]


def ranked(
    asked: Sequence[Parsed],
    names: Mapping[UUID, Iterable[str]],
    *,
    besides: Besides = NOTHING,
    known: Mapping[UUID, Besides] | None = None,
) -> list[Match]:
    """All candidates, the likeliest first; ``names`` are theirs, ``asked`` spellings of the one that is looked for.

    Of people whose names are equally alike those come first whose letters are, then the order is that of names, then of
    ids: it depends on nobody else.
    """
    about = known or {}
    matches = [
        _best(asked, person, found, besides, about.get(person, NOTHING)) for person, found in names.items() if found
    ]
    letters = [_letters(one.text) for one in asked]
    return sorted(matches, key=lambda one: (-one.score, -_closeness(letters, one.name), one.name, one.person))


def _telling(asked: Parsed, names: Sequence[Parsed]) -> Sequence[Parsed]:
    """Where a patronymic is asked for, names that have one: another name without it proves nothing against these."""
    with_father = [name for name in names if name.father is not None] if asked.father is not None else []
    return with_father or names


def _closeness(letters: Iterable[str], name: str) -> float:
    """How alike the letters are, whatever their script and the order of the parts: from 0 to 1."""
    known = _letters(name)
    return max(Indel.normalized_similarity(one, known) for one in letters)


def _letters(name: str) -> str:
    return " ".join(sorted(romanised(name).split()))


def _best(asked: Sequence[Parsed], person: UUID, names: Iterable[str], besides: Besides, about: Besides) -> Match:
    found: list[tuple[Comparison, str]] = [
        (compare(one, known), known.text) for one in asked for known in _telling(one, [parse(name) for name in names])
    ]
    best, name = max(found, key=lambda pair: pair[0].likeness)
    return Match(person, name, *weighed(best, besides, about))
