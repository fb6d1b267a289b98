"""Keeps what published bodies were made from, so that "has unpublished changes" can be asked (DESIGN.md §4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from operator import attrgetter
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from publication.models import Dependency, PublishedRecord
from publication.ready import Plan, Ready
from publication.subjects import Subject
from publication.vocabulary import AUDIENCES
from sources.lookups import as_array
from sources.vocabulary import Audience

NUMBER = attrgetter("int")
"""By which ids are ordered, as they are by themselves, but slowly."""
QUOTES = {Audience.PARTNER: "partner_quotes", Audience.PUBLIC: "public_quotes"}
# A row that only *may* have something new to consider is written when there is; anything else stays without trace.
# Whether there may be anything newer is asked of the index first: right after an import the table is mostly dead rows,
# and without statistics it was read whole for each batch.
# Of a record that some audience reads as it was, the new body does not say all that the published ones were made from.
KEEP = """
WITH told AS MATERIALIZED (
  SELECT * FROM json_to_recordset(%(rows)s::json) AS (
    record uuid, kind text, audiences smallint[], reads uuid[], partner_quotes uuid[], public_quotes uuid[],
    complete boolean)
), given AS MATERIALIZED (
  SELECT t.*, t.complete AND NOT EXISTS (
    SELECT FROM publication_publishedrecord r
    WHERE r.audience = ANY (%(audiences)s) AND r.kind = t.kind AND r.id = t.record AND r.audience <> ALL (t.audiences)
  ) AS whole FROM told t
), concerned AS MATERIALIZED (
  SELECT d.record, d.reads, d.considered FROM given g JOIN publication_dependency d ON d.record = g.record
  WHERE g.whole
), fresh AS MATERIALIZED (
  SELECT t.record, t.listed, max(t.settled) AS settled FROM publication_touched t
  WHERE t.settled > (SELECT min(considered) FROM concerned)
    AND (SELECT max(settled) FROM publication_touched) > (SELECT min(considered) FROM concerned) GROUP BY 1, 2
), touched AS MATERIALIZED (
  SELECT c.record FROM (SELECT record, considered, unnest(reads) AS read FROM concerned) c
  JOIN fresh t ON t.record = c.read AND NOT t.listed AND t.settled > c.considered
  UNION SELECT c.record FROM concerned c JOIN fresh t ON t.record = c.record AND t.settled > c.considered
), looked_at AS (
UPDATE publication_dependency d SET
  reads = CASE WHEN g.whole THEN g.reads ELSE ARRAY(SELECT unnest(d.reads) UNION SELECT unnest(g.reads)) END,
  partner_quotes = coalesce(g.partner_quotes, d.partner_quotes),
  public_quotes = coalesce(g.public_quotes, d.public_quotes),
  considered = CASE WHEN g.whole THEN %(considered)s ELSE d.considered END
FROM given g WHERE d.record = g.record AND (
  d.partner_quotes <> g.partner_quotes OR d.public_quotes <> g.public_quotes
  OR g.whole AND d.reads <> g.reads OR NOT g.whole AND NOT d.reads @> g.reads
  OR g.whole AND d.record IN (SELECT record FROM touched))
)
INSERT INTO publication_dependency (record, kind, reads, partner_quotes, public_quotes, considered)
SELECT record, kind, reads, coalesce(partner_quotes, '{}'), coalesce(public_quotes, '{}'), %(considered)s
FROM given g WHERE NOT EXISTS (SELECT FROM publication_dependency d WHERE d.record = g.record)
"""
# Whoever was made from the record before, and did not know that it would come or go, has something to look at again.
COMING_AND_GOING = """
INSERT INTO publication_touched (record, listed, settled)
SELECT one, false, %(considered)s FROM unnest(%(records)s::uuid[]) AS one
WHERE EXISTS (
  SELECT FROM publication_dependency d
  WHERE d.reads @> ARRAY[one] AND d.record <> one AND d.considered < %(considered)s)
"""


def dependencies_of(plan: Plan) -> str:
    """What the bodies of a plan were made from, as JSON for ``keep_dependencies``; empty where there are none."""
    rows = [_row(subject, found) for subject, found in _made(plan).items()]
    return orjson.dumps(rows).decode() if rows else ""


def keep_dependencies(rows: str, *, considered: int) -> None:
    """Keep what bodies were made from, after their records were written."""
    if rows:
        with connection.cursor() as cursor:
            asked: dict[str, Any] = {"rows": rows, "audiences": list(map(int, AUDIENCES)), "considered": considered}
            cursor.execute(KEEP, asked)


def forget_dependencies(audience: Audience, records: Collection[UUID]) -> None:
    """Drop what bodies that were taken back from an audience were made from."""
    rows = Dependency.objects.filter(record__in=records)
    rows.update(**{QUOTES[audience]: []})
    rows.exclude(record__in=PublishedRecord.objects.filter(id__in=records).values("id")).delete()


def tell_others(records: Collection[UUID], *, considered: int) -> None:
    """Let everybody whose body was made from the records look again, because these have come or gone."""
    if records:
        with connection.cursor() as cursor:
            cursor.execute(COMING_AND_GOING, {"records": as_array(records), "considered": considered})


def _made(plan: Plan) -> dict[Subject, dict[Audience, tuple[Ready, bool]]]:
    """By subject and audience the body, and whether it says all that the record does (a cut one does not)."""
    found: dict[Subject, dict[Audience, tuple[Ready, bool]]] = {}
    unchanged: Iterable[tuple[Audience, Ready, bool]] = ((audience, ready, True) for audience, ready in plan.unchanged)
    steps = ((step.audience, step.ready, not step.cut) for step in plan.steps if step.ready)
    for audience, ready, whole in chain(unchanged, steps):
        found.setdefault(ready.subject, {})[audience] = (ready, whole)
    return found


def _row(subject: Subject, found: Mapping[Audience, tuple[Ready, bool]]) -> dict[str, Any]:
    quotes = {QUOTES[audience]: sorted(ready.quotes, key=NUMBER) for audience, (ready, _complete) in found.items()}
    reads = frozenset[UUID]().union(*(ready.reads for ready, _complete in found.values()))
    return {
        "record": subject.id,
        "kind": subject.kind.value,
        "audiences": [int(audience) for audience in found],
        "reads": sorted(reads, key=NUMBER),
        "complete": all(complete for _ready, complete in found.values()),
        **quotes,
    }
