"""Which text a document comes down to, following copies, digests and translations: the root of its voice."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import connection

from sources.vocabulary import SAME_VOICE, Audience

ORIGINS_SQL = """
WITH RECURSIVE step AS (
  SELECT document_id, origin_id FROM sources_derivation
  WHERE document_id = ANY(%(documents)s) AND kind = ANY(%(kinds)s) AND audience >= %(audience)s
  UNION
  SELECT d.document_id, d.origin_id FROM sources_derivation d
  JOIN step ON d.document_id = step.origin_id AND d.kind = ANY(%(kinds)s) AND d.audience >= %(audience)s
)
SELECT document_id, origin_id FROM step
"""


def roots(documents: Iterable[UUID], *, audience: Audience = Audience.INTERNAL) -> dict[UUID, frozenset[UUID]]:
    """For each document the texts that it comes down to; itself, where it is nobody's copy. One query.

    Only such arrows are followed as the audience may see: what it is told must not hang on the others.
    """
    asked = set(documents)
    with connection.cursor() as cursor:
        kinds = [kind.value for kind in SAME_VOICE]
        cursor.execute(ORIGINS_SQL, {"documents": list(asked), "kinds": kinds, "audience": int(audience)})
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
