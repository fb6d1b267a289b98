"""Persons of the record who may be meant by any of some names; of records merged away, the one that stands for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from people.naming.finding import Match, find
from people.survivors import survivors_of
from sources.dates import PartialDate

RESEMBLING = 0.5
"""From this score on two persons are shown as possibly one: about every second such pair is."""
SPARE = 5
"""So many more are asked for: records merged away fall together with those that stand for them."""


def candidates(
    names: Iterable[str], *, born: PartialDate | None = None, country: str = "", least: float = RESEMBLING, limit: int
) -> list[Match]:
    """Whoever may be meant by one of the names, each once by the most alike, the likeliest first."""
    found = [
        match
        for name in dict.fromkeys(names)
        for match in find(name, born=born, country=country, limit=limit + SPARE)
        if match.score >= least
    ]
    standing = survivors_of({match.person for match in found})
    best: dict[UUID, Match] = {}
    for match in sorted(found, key=_likeliest_first):
        person = standing.get(match.person, match.person)
        best.setdefault(person, replace(match, person=person))
    return list(best.values())[:limit]


def _likeliest_first(match: Match) -> tuple[float, str, UUID]:
    return -match.score, match.name, match.person
