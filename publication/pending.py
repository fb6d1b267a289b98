"""What has unpublished changes: a join of what was touched with what bodies were made from, never a stored flag.

Whoever was touched is a candidate; making its body anew tells whether anything would really change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publication.halving import Failed, in_parts
from publication.models import PublishedRecord
from publication.planning import plan
from publication.rendering.visible import visible_events, visible_persons
from publication.subjects import Subject
from publication.vocabulary import Kind
from sources.lookups import by_index
from sources.vocabulary import Audience

TOUCHED = """
WITH latest AS MATERIALIZED (
  SELECT record, listed, max(coalesce(settled, 9223372036854775807)) AS settled FROM publication_touched GROUP BY 1, 2
)
SELECT DISTINCT kind, record FROM (
  SELECT d.kind, d.record FROM latest t
  JOIN publication_dependency d ON d.reads @> ARRAY[t.record] AND t.settled > d.considered WHERE NOT t.listed
  UNION ALL
  SELECT d.kind, d.record FROM latest t
  JOIN publication_dependency d ON d.record = t.record AND t.settled > d.considered WHERE t.listed
) AS candidates WHERE kind = ANY (%(kinds)s) ORDER BY kind, record LIMIT %(limit)s
"""
# A fact of the future has come to pass since the body was made.
DAY_HAS_COME = """
SELECT DISTINCT kind, id FROM publication_publishedrecord
WHERE kind = 'person' AND coalesce(standings[width_bucket(%(today)s::date, standing_days)], 'unknown') <> status
ORDER BY kind, id LIMIT %(limit)s
"""
MANY = 500


class Why(models.TextChoices):
    CHANGED = "changed", _("changed since it was published")
    NEW = "new", _("never published")
    DUE = "due", _("a day has come that changes the status")
    BROKEN = "broken", _("cannot be published: a fault of the program, which “./manage.py publish” with its id tells")


def candidates(kinds: Iterable[Kind] = (Kind.PERSON, Kind.EVENT), *, limit: int = MANY) -> list[tuple[Subject, Why]]:
    """The first of those that may have changed, each once; a fixed number of queries."""
    asked = list(kinds)
    due = come_to_pass(limit=limit) if Kind.PERSON in asked else []
    ways = ((Why.CHANGED, touched(asked, limit=limit)), (Why.DUE, due), (Why.NEW, never_published(asked, limit=limit)))
    found: dict[Subject, Why] = {}
    for why, subjects in ways:
        for subject in subjects:
            found.setdefault(subject, why)
    return list(found.items())[:limit]


def pending(found: Iterable[tuple[Subject, Why]] | None = None) -> dict[Subject, Why]:
    """Those of the candidates whose publication would change anything for anybody, or of which no body can be made."""
    asked = dict(candidates() if found is None else found)
    changing: set[Subject] = set()
    broken: Failed = {}

    def look(part: list[Subject]) -> None:
        changing.update(step.subject for step in plan(part, with_members=False, documents_anew=False).steps)

    if asked:
        in_parts(list(asked), look, broken)
    return {
        subject: Why.BROKEN if subject in broken else why
        for subject, why in asked.items()
        if subject in changing or subject in broken
    }


def touched(kinds: Iterable[Kind] = tuple(Kind), *, limit: int | None = None) -> list[Subject]:
    """Published records of which something was touched since: candidates only."""
    return _asked(TOUCHED, {"kinds": [kind.value for kind in kinds], "limit": limit})


def come_to_pass(*, limit: int | None = None) -> list[Subject]:
    """Published persons whose status is another one by today."""
    return _asked(DAY_HAS_COME, {"today": timezone.localdate(), "limit": limit})


def never_published(kinds: Iterable[Kind] = (Kind.PERSON, Kind.EVENT), *, limit: int | None = None) -> list[Subject]:
    """Persons and events that no audience has been shown and some audience may be."""
    return list(_never_published(set(kinds), limit))


def _never_published(kinds: set[Kind], limit: int | None) -> Iterator[Subject]:
    ways = {Kind.PERSON: visible_persons, Kind.EVENT: visible_events}
    for kind in (kind for kind in ways if kind in kinds):
        known = PublishedRecord.objects.filter(kind=kind, id=OuterRef("pk"))
        rows = ways[kind](Audience.PARTNER).exclude(Exists(known)).order_by("pk")
        yield from (Subject(kind, pk) for pk in rows.values_list("pk", flat=True)[:limit])


def _asked(statement: str, values: dict[str, Any]) -> list[Subject]:
    with by_index() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[str, UUID]] = cursor.fetchall()
    return [Subject(Kind(kind), pk) for kind, pk in rows]
