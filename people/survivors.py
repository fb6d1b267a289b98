"""Who stands for records that were merged away."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

# Merges rest on one another, so the survivor of one may be the former of the next.
SURVIVORS = """
WITH RECURSIVE stands(record, person) AS (
  SELECT former_id, survivor_id FROM people_merge WHERE undone IS NULL AND former_id = ANY(%s)
  UNION ALL
  SELECT stands.record, m.survivor_id
  FROM stands JOIN people_merge m ON m.former_id = stands.person AND m.undone IS NULL
)
SELECT record, person FROM stands
WHERE NOT EXISTS (SELECT FROM people_merge m WHERE m.former_id = stands.person AND m.undone IS NULL)
"""


def survivors_of(records: Collection[UUID]) -> dict[UUID, UUID]:
    """By each of the records that was merged away, the one that stands for it by now; the others are left out."""
    if not records:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(SURVIVORS, [list(records)])
        return dict(cursor.fetchall())
