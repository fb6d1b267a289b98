"""Compares everybody whose names were not compared yet with all others, and keeps the pairs that resemble each other.

In batches, each in a transaction of its own: a search that was interrupted goes on where it stopped, and one that finds
nobody changed writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from people.duplicates.candidates import resembling
from people.duplicates.judging import in_order
from people.models import SuspectedPair
from people.naming.indexing import make_marked_keys, mark_outdated
from people.naming.keys import KEYS_VERSION
from people.naming.ranking import Match
from sources.dates import PartialDate

BATCH = 500
KEPT = 20
"""Of each person so many are kept, the most alike: of a very common name nobody would look through all bearers."""
FIRST = UUID(int=0)

# Whoever was merged away is known by the survivor, who has the names by now.
NEXT = """
WITH next AS MATERIALIZED (
  SELECT p.id, p.born FROM people_person p
  WHERE p.id > %(after)s
    AND NOT EXISTS (SELECT FROM people_merge m WHERE m.former_id = p.id AND m.undone IS NULL)
  ORDER BY p.id LIMIT %(most)s
), named AS (
  SELECT next.id, next.born, array_agg(DISTINCT n.text) FILTER (WHERE n.id IS NOT NULL) AS names,
         md5(concat_ws(E'\\n', %(version)s, next.born, string_agg(n.text, E'\\n' ORDER BY n.text))) AS fingerprint
  FROM next LEFT JOIN people_name n ON n.person_id = next.id GROUP BY next.id, next.born
)
SELECT named.*, c.fingerprint FROM named LEFT JOIN people_comparedperson c ON c.person_id = named.id ORDER BY named.id
"""
# Both of a pair may have found each other: the surer of the two is kept.
KEEP = """
INSERT INTO people_suspectedpair AS known (one_id, other_id, score, reasons, put_off)
SELECT %(one)s, %(other)s, %(score)s, %(reasons)s, EXISTS (
  SELECT FROM people_judgement j
  WHERE j.one_id = %(one)s AND j.other_id = %(other)s AND j.undone IS NULL AND j.verdict = 'unsure')
ON CONFLICT (one_id, other_id) DO UPDATE SET score = excluded.score, reasons = excluded.reasons
  WHERE excluded.score > known.score
"""
FORGET = "DELETE FROM people_suspectedpair WHERE one_id = %(person)s OR other_id = %(person)s"
COMPARED = """
INSERT INTO people_comparedperson (person_id, fingerprint) VALUES (%(person)s, %(fingerprint)s)
ON CONFLICT (person_id) DO UPDATE SET fingerprint = excluded.fingerprint
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Searched:
    """How many persons were compared with all others, and how many pairs are suspected by now, judged ones included."""

    persons: int
    pairs: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Person:
    """Somebody as they are now; ``compared`` is the fingerprint by which they were compared, if they were."""

    id: UUID
    born: PartialDate | None
    names: tuple[str, ...]
    fingerprint: str
    compared: str | None


def search(*, batch: int = BATCH, tell: Callable[[int], None] = lambda _count: None) -> Searched:
    """Compare everybody who has to be, ``batch`` persons in one transaction; ``tell`` hears how many were looked at."""
    mark_outdated()
    make_marked_keys()
    persons, after = 0, FIRST
    while found := _next(after, most=batch):
        changed = [one for one in found if one.compared != one.fingerprint]
        if changed:
            with transaction.atomic():
                _compare(changed)
        persons, after = persons + len(changed), found[-1].id
        tell(len(found))
    return Searched(persons=persons, pairs=SuspectedPair.objects.count())


def _next(after: UUID, *, most: int) -> list[_Person]:
    with connection.cursor() as cursor:
        cursor.execute(NEXT, {"version": str(KEYS_VERSION), "after": after, "most": most})
        return [
            _Person(
                id=pk,
                born=PartialDate.parse(born) if born else None,
                names=tuple(names or ()),
                fingerprint=fingerprint,
                compared=compared,
            )
            for pk, born, names, fingerprint, compared in cursor.fetchall()
        ]


def _compare(changed: Sequence[_Person]) -> None:
    # Found before anything is written, and written in one order, so that two searches never wait for each other.
    pairs = sorted((pair for one in changed for pair in _pairs(one)), key=lambda pair: (pair["one"], pair["other"]))
    with connection.cursor() as cursor:
        cursor.executemany(FORGET, [{"person": one.id} for one in changed if one.compared])
        cursor.executemany(KEEP, pairs)
        cursor.executemany(COMPARED, [{"person": one.id, "fingerprint": one.fingerprint} for one in changed])


def _pairs(one: _Person) -> Iterator[dict[str, Any]]:
    others = (match for match in resembling(one.names, born=one.born, limit=KEPT + 1) if match.person != one.id)
    yield from (_pair(one.id, match) for match in islice(others, KEPT))


def _pair(person: UUID, match: Match) -> dict[str, Any]:
    first, second = in_order(person, match.person)
    reasons = Jsonb([reason.text for reason in match.reasons])
    return {"one": first, "other": second, "score": match.score, "reasons": reasons}
