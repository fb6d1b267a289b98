"""Keeps what published bodies were made from, so that "has unpublished changes" can be asked (DESIGN.md §4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain
from operator import attrgetter
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from publication.models import Dependency, PublishedRecord
from publication.ready import Plan, Ready
from publication.subjects import Subject
from publication.vocabulary import AUDIENCES, Kind
from sources.lookups import as_array
from sources.vocabulary import Audience

NUMBER = attrgetter("int")
"""By which ids are ordered, as they are by themselves, but slowly."""
QUOTES = {Audience.PARTNER: "partner_quotes", Audience.PUBLIC: "public_quotes"}
GIVEN = """
WITH given AS MATERIALIZED (
  SELECT * FROM json_to_recordset(%(rows)s::json)
  AS (record uuid, kind text, reads uuid[], partner_quotes uuid[], public_quotes uuid[], whole boolean))
"""
# A row that only *may* have something new to consider is written when there is; anything else stays without trace.
UPDATE = """
UPDATE publication_dependency d SET
  reads = CASE WHEN g.whole THEN g.reads ELSE ARRAY(SELECT unnest(d.reads) UNION SELECT unnest(g.reads)) END,
  partner_quotes = coalesce(g.partner_quotes, d.partner_quotes),
  public_quotes = coalesce(g.public_quotes, d.public_quotes),
  considered = CASE WHEN g.whole THEN %(considered)s ELSE d.considered END
FROM given g WHERE d.record = g.record AND (
  d.partner_quotes <> g.partner_quotes OR d.public_quotes <> g.public_quotes
  OR g.whole AND d.reads <> g.reads OR NOT g.whole AND NOT d.reads @> g.reads
  OR g.whole AND EXISTS (
    SELECT FROM publication_touched t WHERE t.settled > d.considered
    AND (t.record = d.record OR NOT t.listed AND t.record = ANY (d.reads))))
"""
INSERT = """
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


def keep_dependencies(plan: Plan, *, considered: int) -> None:
    """Keep what the bodies of a plan were made from, after its records were written."""
    made = _made(plan)
    if made:
        published = _published_to([subject.id for subject in made])
        rows = [_row(subject, found, published.get(subject.id, set())) for subject, found in made.items()]
        with connection.cursor() as cursor:
            asked: dict[str, Any] = {"rows": orjson.dumps(rows).decode(), "considered": considered}
            cursor.execute(GIVEN + UPDATE, asked)
            cursor.execute(GIVEN + INSERT, asked)


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


def _published_to(records: Collection[UUID]) -> dict[UUID, set[Audience]]:
    found: dict[UUID, set[Audience]] = {}
    # With every column of the primary key, whose last the id is.
    rows = PublishedRecord.objects.filter(audience__in=AUDIENCES, kind__in=list(Kind), id__in=records)
    for record, audience in rows.values_list("id", "audience"):
        found.setdefault(record, set()).add(Audience(audience))
    return found


def _row(subject: Subject, found: dict[Audience, tuple[Ready, bool]], published: set[Audience]) -> dict[str, Any]:
    whole = published <= set(found) and all(complete for _ready, complete in found.values())
    quotes = {QUOTES[audience]: sorted(ready.quotes, key=NUMBER) for audience, (ready, _complete) in found.items()}
    reads = frozenset[UUID]().union(*(ready.reads for ready, _complete in found.values()))
    return {
        "record": subject.id,
        "kind": subject.kind.value,
        "reads": sorted(reads, key=NUMBER),
        "whole": whole,
        **quotes,
    }
