"""Who may be meant by a query, as candidates; and whether one of them is so likely that nobody else can be meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from people.naming.comparing import Reason
from publication.api.likely import Row, in_time, likely
from publication.api.reconciling.asked import Asked, Known
from publication.api.reconciling.properties import TYPE
from publication.api.reconciling.published import Person, described, persons
from publication.api.seeking import LEAST_LIKELY

SURE, UNLIKELY = 0.95, 0.5
"""Somebody is taken for a match who is at least so likely, while nobody else is as likely as the second number."""
SAME_ID = Reason("same_id", "This is their id, or was.")


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who may be meant. ``name`` is the published name that is most alike."""

    name: str
    score: float
    reasons: Sequence[Reason]
    brief: dict[str, Any]
    match: bool

    def told(self, *, named: bool) -> dict[str, Any]:
        """As it is answered; with ``named`` features have names, as the 1.0 draft wants them."""
        texts: dict[str, list[str]] = {}
        for reason in self.reasons:
            texts.setdefault(reason.code, []).append(reason.text)
        return {
            "id": self.brief["id"],
            "name": self.name,
            "description": described(self.brief),
            "type": [TYPE],
            "score": round(100 * self.score, 2),
            "features": [
                {"id": code, **({"name": " ".join(told)} if named else {}), "value": True}
                for code, told in texts.items()
            ],
            "match": self.match,
        }


def answered(cursor: CursorWrapper, asked: Sequence[Asked], audience: int) -> list[list[Candidate]]:
    """The candidates for each query, the likeliest first. :raises TakeTooLong: when they do together."""
    by_id = persons(cursor, {pk for one in asked for pk in one.ids}, audience)
    return [_candidates(cursor, one, by_id, audience) for one in in_time(asked)]


def _candidates(cursor: CursorWrapper, asked: Asked, by_id: Mapping[UUID, Person], audience: int) -> list[Candidate]:
    """Who has one of the ids comes first; all are looked at before those are left out who are too many."""
    led: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for pk in asked.ids:
        if pk in by_id:
            led[by_id[pk].id].add(pk)
    certain = [person for pk in led if _fits(asked, person := by_id[min(led[pk])], led[pk])]
    found = likely(cursor, asked.names, asked.besides, audience) if asked.names else []
    others = [
        (match, row)
        for match, row in found
        if match.score >= LEAST_LIKELY and match.person not in led and _fits(asked, row, {match.person})
    ]
    sure = not certain and _is_sure([match.score for match, _row in others])
    told = [_with_id(person, match=len(certain) == 1) for person in certain]
    told += [
        Candidate(name=match.name, score=match.score, reasons=match.reasons, brief=row.brief, match=sure and not at)
        for at, (match, row) in enumerate(others)
    ]
    return told[: asked.limit]


def _with_id(person: Person, *, match: bool) -> Candidate:
    return Candidate(name=person.brief["name"], score=1.0, reasons=(SAME_ID,), brief=person.brief, match=match)


def _fits(asked: Asked, row: Row, ids: Collection[UUID]) -> bool:
    if not asked.demands:
        return True
    known = Known(ids=frozenset(ids), names=row.names, besides=row.besides)
    return all(demand.met_by(known) for demand in asked.demands)


def _is_sure(scores: Sequence[float]) -> bool:
    """Whether the first is meant and nobody else can be; several who share a name never are sure."""
    best, *others = scores or [0.0]
    return best >= SURE and all(score < UNLIKELY for score in others)
