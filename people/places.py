"""What contains what: the ancestors of places, in one query."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import connection

ANCESTORS_SQL = """
WITH RECURSIVE up AS (
  SELECT id AS place, parent_id AS ancestor FROM people_place WHERE id = ANY(%(places)s) AND parent_id IS NOT NULL
  UNION
  SELECT up.place, p.parent_id FROM up JOIN people_place p ON p.id = up.ancestor WHERE p.parent_id IS NOT NULL
)
SELECT place, ancestor FROM up
"""


def ancestors_of(places: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """For each place the places around it. Places without any are missing."""
    asked = list(set(places))
    if not asked:
        return {}
    around: defaultdict[UUID, set[UUID]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(ANCESTORS_SQL, {"places": asked})
        for place, ancestor in cursor.fetchall():
            around[place].add(ancestor)
    return {place: frozenset(found) for place, found in around.items()}
