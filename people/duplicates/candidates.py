"""Persons of the record who may be meant by any of some names; of records merged away, the one that stands for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from people.models import Name
from people.naming.comparing import compare
from people.naming.finding import find
from people.naming.keys import keys_of
from people.naming.parsed import Role, parse
from people.naming.ranking import Match
from people.survivors import survivors_of
from sources.dates import PartialDate

RESEMBLING = 0.5
"""From this score on two persons are shown as possibly one: about every second such pair is."""
OTHER_FATHER = f"other_{Role.FATHER}"
SPARE = 5
"""So many more are asked for: some fall together with others, or turn out to be somebody else."""


def resembling(names: Collection[str], *, born: PartialDate | None = None, limit: int) -> list[Match]:
    """Whoever may be the person who has all of these names, the likeliest first.

    A surname that some paper prints alone says nothing beside whole names; and one name without a patronymic does not
    outweigh that elsewhere the patronymics of the two contradict each other.
    """
    found = candidates(_telling(names), born=born, least=RESEMBLING, limit=limit + SPARE)
    known = _with_patronymics({match.person for match in found}) if any(parse(one).father for one in names) else {}
    return [match for match in found if not _other_fathers(names, known.get(match.person, ()))][:limit]


def candidates(names: Iterable[str], *, born: PartialDate | None = None, least: float = 0.0, limit: int) -> list[Match]:
    """Whoever may be meant by one of the names, each once by the most alike, the likeliest first."""
    found = [
        match
        for name in dict.fromkeys(names)
        for match in find(name, born=born, limit=limit + SPARE)
        if match.score >= least
    ]
    standing = survivors_of({match.person for match in found})
    best: dict[UUID, Match] = {}
    for match in sorted(found, key=_likeliest_first):
        person = standing.get(match.person, match.person)
        best.setdefault(person, replace(match, person=person))
    return list(best.values())[:limit]


def _telling(names: Collection[str]) -> list[str]:
    """The names that have to be asked for: whole ones, and of those that are found by the same keys the fullest."""
    whole = [name for name in names if len(parse(name).words) > 1] or names
    keys = {name: frozenset(keys_of([name])) for name in sorted(whole, key=lambda name: (-len(keys_of([name])), name))}
    told: list[str] = []
    for name, mine in keys.items():
        if not any(mine <= keys[one] for one in told):
            told.append(name)
    return told


def _with_patronymics(persons: Collection[UUID]) -> dict[UUID, list[str]]:
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for person, text in Name.objects.filter(person__in=persons).order_by().values_list("person", "text"):
        if parse(text).father:
            found[person].append(text)
    return found


def _other_fathers(names: Collection[str], known: Collection[str]) -> bool:
    pairs = [(mine, parse(its)) for name in names if (mine := parse(name)).father for its in known]
    told = [{reason.code for reason in compare(mine, its).reasons} for mine, its in pairs]
    return bool(told) and all(OTHER_FATHER in codes for codes in told)


def _likeliest_first(match: Match) -> tuple[float, str, UUID]:
    return -match.score, match.name, match.person
