"""Puts candidates in order: the likeliest first, each by the one of their names that is most alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from people.naming.comparing import Comparison, Reason, compare
from people.naming.parsed import Parsed, parse
from people.naming.weighing import Besides, weighed

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

    Of people whose names are equally alike the order is that of names, then of ids: it depends on nobody else.
    """
    about = known or {}
    matches = [
        _best(asked, person, found, besides, about.get(person, NOTHING)) for person, found in names.items() if found
    ]
    return sorted(matches, key=lambda match: (-match.score, match.name, match.person))


def _best(asked: Sequence[Parsed], person: UUID, names: Iterable[str], besides: Besides, known: Besides) -> Match:
    found: list[tuple[Comparison, str]] = [(compare(one, parse(name)), name) for name in names for one in asked]
    best, name = max(found, key=lambda pair: pair[0].likeness)
    return Match(person, name, *weighed(best, besides, known))
