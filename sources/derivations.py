"""Which text a document comes down to, following copies, digests and translations: the root of its voice."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from sources.vocabulary import SAME_VOICE, Audience

ORIGINS_SQL = """
WITH RECURSIVE step AS (
  SELECT id, document_id, origin_id, audience FROM sources_derivation
  WHERE document_id = ANY(%(documents)s) AND kind = ANY(%(kinds)s)
  UNION
  SELECT d.id, d.document_id, d.origin_id, d.audience FROM sources_derivation d
  JOIN step ON d.document_id = step.origin_id AND d.kind = ANY(%(kinds)s)
)
SELECT id, document_id, origin_id, audience FROM step
"""


class Arrow(NamedTuple):
    """A derivation that makes two documents one voice."""

    id: UUID
    document: UUID
    origin: UUID
    audience: int


Arrows = Mapping[UUID, Collection[Arrow]]
"""By document, towards what it comes out of."""


def arrows_from(documents: Iterable[UUID]) -> dict[UUID, list[Arrow]]:
    """Every arrow on the ways back from the documents, for whatever audience. One query."""
    found: defaultdict[UUID, list[Arrow]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(ORIGINS_SQL, {"documents": list(documents), "kinds": [kind.value for kind in SAME_VOICE]})
        for row in cursor.fetchall():
            found[row[1]].append(Arrow(*row))
    return dict(found)


def roots(documents: Iterable[UUID], *, audience: Audience = Audience.INTERNAL) -> dict[UUID, frozenset[UUID]]:
    """For each document the texts that it comes down to; itself, where it is nobody's copy. One query.

    Only such arrows are followed as the audience may see: what it is told must not hang on the others.
    """
    asked = set(documents)
    arrows = arrows_from(asked)
    return {document: ends_of(document, arrows, audience=audience) for document in asked}


def ends_of(
    document: UUID, arrows: Arrows, *, audience: Audience, among: Collection[UUID] | None = None
) -> frozenset[UUID]:
    """The documents at the far ends of the arrows, ``among`` those given; a circle counts as the texts in it."""
    seen, todo, ends = {document}, [document], set()
    while todo:
        current = todo.pop()
        shown = (arrow.origin for arrow in arrows.get(current, ()) if arrow.audience >= audience)
        origins = [origin for origin in shown if among is None or origin in among]
        if not origins:
            ends.add(current)
        fresh = [origin for origin in origins if origin not in seen]
        seen.update(fresh)
        todo.extend(fresh)
    return frozenset(ends or seen)


def on_the_way(document: UUID, arrows: Arrows) -> frozenset[UUID]:
    """Every document and every derivation on the ways back, the document itself among them."""
    seen, todo, found = {document}, [document], set()
    while todo:
        for arrow in arrows.get(todo.pop(), ()):
            found.add(arrow.id)
            if arrow.origin not in seen:
                seen.add(arrow.origin)
                todo.append(arrow.origin)
    return frozenset(seen | found)
