"""Which text a document comes down to, following copies, digests and translations: the root of its voice."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import connection

from sources.vocabulary import SAME_VOICE

ORIGINS_SQL = """
WITH RECURSIVE step AS (
  SELECT document_id, origin_id FROM sources_derivation
  WHERE document_id = ANY(%(documents)s) AND kind = ANY(%(kinds)s)
  UNION
  SELECT d.document_id, d.origin_id FROM sources_derivation d
  JOIN step ON d.document_id = step.origin_id AND d.kind = ANY(%(kinds)s)
)
SELECT document_id, origin_id FROM step
"""


def roots(documents: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """For each document the texts that it comes down to; itself, where it is nobody's copy. One query."""
    asked = set(documents)
    with connection.cursor() as cursor:
        cursor.execute(ORIGINS_SQL, {"documents": list(asked), "kinds": [kind.value for kind in SAME_VOICE]})
        edges: defaultdict[UUID, set[UUID]] = defaultdict(set)
        for document, origin in cursor.fetchall():
            edges[document].add(origin)
    return {document: _sinks(document, edges) for document in asked}


def _sinks(document: UUID, edges: Mapping[UUID, Collection[UUID]]) -> frozenset[UUID]:
    """The documents at the far ends of the arrows; a circle counts as the texts in it."""
    seen, todo, ends = {document}, [document], set()
    while todo:
        current = todo.pop()
        fresh = [origin for origin in edges.get(current, ()) if origin not in seen]
        if not edges.get(current):
            ends.add(current)
        seen.update(fresh)
        todo.extend(fresh)
    return frozenset(ends or seen)
