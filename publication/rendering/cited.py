"""Citations as they are loaded for rendering: with their passage, from one statement whatever they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from people.models import TARGET_OF, TARGETS
from publication.rendering.asking import ask
from publication.rendering.rows import Row

CITED_SQL = f"""
SELECT coalesce({", ".join(f"c.{name}_id" for name in TARGETS)}), c.field, c.states, c.basis, c.verdict, c.why,
       c.attributed_person_id, c.attributed_organisation_id, c.attributed_description, c.audience,
       p.id, p.audience, p.document_id, p.start, p."end", p.quote
FROM people_citation c JOIN sources_passage p ON p.id = c.passage_id
WHERE c.verdict <> 'rejected' AND ({{about}})
ORDER BY c.judged, c.id
"""  # noqa: S608 - the names are those of our own columns


class Cited(NamedTuple):
    """One citation and the passage that it quotes."""

    target: UUID
    field: str
    states: str
    basis: str
    verdict: str
    why: str
    person: UUID | None
    organisation: UUID | None
    description: str
    audience: int
    passage: UUID
    passage_audience: int
    document: UUID
    start: int
    end: int
    quote: str


def citations_on(rows: Iterable[Row]) -> list[Cited]:
    """All citations on the rows that nobody rejected, whoever may see them; no query where there are no rows."""
    asked: defaultdict[str, list[UUID]] = defaultdict(list)
    for row in rows:
        asked[TARGET_OF[row.shape.model]].append(row.id)
    if not asked:
        return []
    about = " OR ".join(f"c.{name}_id = ANY(%s)" for name in asked)
    return [tuple.__new__(Cited, found) for found in ask(CITED_SQL.format(about=about), list(asked.values()))]
