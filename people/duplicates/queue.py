"""Which pairs wait to be judged, which were judged the same person and are two records still, and all judgements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from people.models import Judgement, Merge, SuspectedPair
from people.vocabulary import Sameness

COUNTED = 100
"""The front page counts no further."""
# Whoever was judged different from a record that was merged away is different from the one that stands for it.
OPEN = """
WITH RECURSIVE stands(record, person) AS (
  SELECT former_id, survivor_id FROM people_merge WHERE undone IS NULL
  UNION ALL
  SELECT stands.record, m.survivor_id
  FROM stands JOIN people_merge m ON m.former_id = stands.person AND m.undone IS NULL
), inherited(one, other) AS (
  SELECT coalesce(mine.person, j.one_id), coalesce(its.person, j.other_id)
  FROM people_judgement j
  LEFT JOIN stands mine ON mine.record = j.one_id
  LEFT JOIN stands its ON its.record = j.other_id
  WHERE j.undone IS NULL AND j.verdict = 'different' AND (mine.record IS NOT NULL OR its.record IS NOT NULL)
)
SELECT p.* FROM people_suspectedpair p
WHERE NOT EXISTS (
    SELECT FROM people_judgement j
    WHERE j.one_id = p.one_id AND j.other_id = p.other_id AND j.undone IS NULL AND j.verdict <> 'unsure')
  AND NOT EXISTS (
    SELECT FROM people_merge m WHERE m.former_id IN (p.one_id, p.other_id) AND m.undone IS NULL)
  AND NOT EXISTS (
    SELECT FROM inherited i
    WHERE least(i.one, i.other) = p.one_id AND greatest(i.one, i.other) = p.other_id)
ORDER BY p.put_off, p.score DESC, p.one_id, p.other_id
LIMIT %(most)s OFFSET %(after)s
"""


def waiting(*, most: int, after: int = 0) -> list[SuspectedPair]:
    """The likeliest pairs that nobody judged, then those of which somebody was unsure, without the first ``after``."""
    return list(SuspectedPair.objects.raw(OPEN, {"most": most, "after": after}))


def unmerged(*, most: int, after: int = 0) -> list[Judgement]:
    """Those judged the same person and not merged, the oldest judgement first."""
    merged = Merge.objects.filter(Q(former=OuterRef("one")) | Q(former=OuterRef("other")), undone=None)
    found = standing().filter(~Exists(merged), verdict=Sameness.SAME)
    return list(found.order_by("created", "pk")[after : after + most])


def judged(*, most: int, after: int = 0) -> list[Judgement]:
    """All judgements that stand, the newest first."""
    return list(standing().order_by("-created", "pk")[after : after + most])


def unsure_of(pairs: Sequence[SuspectedPair]) -> dict[tuple[Any, Any], Judgement]:
    """Who was unsure of which of the pairs, and why; by the two ids."""
    put_off = [pair for pair in pairs if pair.put_off]
    wanted = Q(pk__in=[])
    for pair in put_off:
        wanted |= Q(one=pair.one_id, other=pair.other_id)
    rows = standing().filter(wanted) if put_off else Judgement.objects.none()
    return {(known.one_id, known.other_id): known for known in rows}


def standing() -> QuerySet[Judgement]:
    """Judgements that nobody took back."""
    return Judgement.objects.filter(undone=None).select_related("judged_by")
