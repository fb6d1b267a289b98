"""The publishing lock, and what of the record was touched since a body was made (DESIGN.md §4).

Touched rows are numbered under the lock. A write that commits after the numbering gets a later number, whatever its
place in any sequence, so a body whose number is known has seen exactly the touches up to it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from publication.models import Counter
from publication.vocabulary import AUDIENCES
from sources.lookups import as_array

KEPT = timedelta(days=400)
"""How long the feed can be followed from where one left it."""

SETTLE = """
WITH number AS MATERIALIZED (SELECT nextval('publication_settlement') AS settled),
fresh AS (
  UPDATE publication_touched t SET settled = number.settled FROM number WHERE t.settled IS NULL
)
SELECT settled FROM number
"""
ANYTHING = "SELECT EXISTS (SELECT FROM publication_touched WHERE settled = %s)"
TOUCHED_IN = "SELECT EXISTS (SELECT FROM publication_touched WHERE settled = %s AND record = ANY (%s::uuid[]))"
# However often a row was written, whoever reads it is looked up once. What has no number yet gets a later one than any
# body has considered. Rows are deleted by their place, for none moves under the lock: of millions, twice as fast.
FORGET = """
WITH latest AS (
  SELECT record, listed, max(coalesce(settled, 9223372036854775807)) AS settled, array_agg(ctid) AS places
  FROM publication_touched GROUP BY 1, 2
), idle AS (
  SELECT unnest(places) AS place FROM latest t WHERE NOT EXISTS (
    SELECT FROM publication_dependency d
    WHERE d.considered < t.settled
      AND (t.listed AND d.record = t.record OR NOT t.listed AND d.reads @> ARRAY[t.record]))
)
DELETE FROM publication_touched WHERE ctid = ANY (ARRAY(SELECT place FROM idle))
"""
CHANGED = """
WITH asked AS (
  SELECT record, reads, considered FROM publication_dependency WHERE record = ANY (%(records)s)
), fresh AS (
  SELECT record, listed, coalesce(settled, 9223372036854775807) AS settled FROM publication_touched
  WHERE (settled IS NULL OR settled > (SELECT min(considered) FROM asked))
    AND coalesce(settled <= %(until)s::bigint, %(until)s::bigint IS NULL)
    AND (listed OR record <> ALL (%(besides)s)) AND NOT coalesce(linked && %(besides)s::uuid[], false)
)
SELECT a.record FROM (SELECT record, considered, unnest(reads) AS read FROM asked) a
JOIN fresh t ON t.record = a.read AND NOT t.listed AND t.settled > a.considered
UNION
SELECT a.record FROM asked a JOIN fresh t ON t.record = a.record AND t.listed AND t.settled > a.considered
"""


class Forgotten(NamedTuple):
    """How many were dropped: ids of touched rows, and lines of the feeds."""

    touches: int
    changes: int


def lock() -> None:
    """Wait for all other publishers, withdrawals and holds; held until the end of the transaction."""
    Counter.objects.bulk_create([Counter(audience=audience) for audience in AUDIENCES], ignore_conflicts=True)
    list(Counter.objects.select_for_update().order_by("audience"))


def settle() -> int:
    """Number what was touched since the last time; returns the number. Only under the lock."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLE)
        number: int = cursor.fetchone()[0]
        return number


def touched_in(settling: int, records: Collection[UUID]) -> bool:
    """Whether anything of the records is among what was touched by a settling."""
    with connection.cursor() as cursor:
        cursor.execute(ANYTHING, [settling])
        if not cursor.fetchone()[0]:
            # Mostly so, and then the records need not be written out.
            return False
        cursor.execute(TOUCHED_IN, [settling, as_array(records)])
        found: bool = cursor.fetchone()[0]
        return found


def forget_considered() -> int:
    """Drop the touches that no published body has yet to consider; returns how many. Only under the lock."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
        forgotten: int = cursor.rowcount
        return forgotten


def forget_old_changes() -> int:
    """Drop lines of the feeds that are too old to be asked for; returns how many. Only under the lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT forget_changes(%s)", [timezone.now() - KEPT])
        forgotten: int = cursor.fetchone()[0]
    return forgotten


def forget(*, dry_run: bool = False) -> Forgotten:
    """Take the lock, drop what nobody needs any more and let go of the lock; ``dry_run`` puts everything back."""
    with transaction.atomic():
        lock()
        # First, so that only what somebody has yet to consider is numbered: after an import millions are not.
        forgotten = Forgotten(touches=forget_considered(), changes=forget_old_changes())
        settle()
        transaction.set_rollback(dry_run)
    return forgotten


def settle_indexes() -> None:
    """Put very many new entries in their place in the indexes: until then every question reads through all of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT settle_published_indexes()")


def changed_besides(records: Collection[UUID], besides: Collection[UUID], *, until: int | None) -> set[UUID]:
    """Those of the published records that have unpublished changes other than writes on rows of ``besides``.

    ``until``: as far as they were settled by then; None for all.
    """
    if not records:
        return set()
    asked: dict[str, Any] = {"records": list(records), "besides": list(besides)}
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {**asked, "until": until})
        return {record for (record,) in cursor.fetchall()}
