"""What holds cover beyond their own record: passages that tell of somebody held are not quoted for anybody else either.

A sentence about the one who may be named can carry the name of the one who may not (DESIGN.md §3, "Holds").
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from publication.rendering.asking import ask
from publication.rendering.batch import Stretch

ACTIVE_SQL = "SELECT coalesce(event_id, document_id, person_id) FROM people_hold WHERE lifted IS NULL"
COVERED_SQL = "SELECT person_id, event_id FROM people_release WHERE event_id = ANY(%s)"
STRETCHES_SQL = """
SELECT DISTINCT p.document_id, p.start, p."end", t.subject
FROM people_telling t JOIN sources_passage p ON p.id = t.passage
WHERE t.subject = ANY(%s) AND p.document_id = ANY(%s)
"""
TOLD_SQL = """
SELECT DISTINCT p.document_id, p.start, p."end" FROM people_telling t JOIN sources_passage p ON p.id = t.passage
WHERE t.subject = ANY(%s)
"""
OVERLAPPING_SQL = """
SELECT DISTINCT o.id FROM unnest(%s::uuid[], %s::integer[], %s::integer[]) AS told(document, first, beyond)
JOIN sources_passage o ON o.document_id = told.document AND o.start < told.beyond AND told.first < o."end"
"""


def active_holds() -> frozenset[UUID]:
    """The events, documents and persons under a hold of their own."""
    return frozenset(held for (held,) in ask(ACTIVE_SQL, []))


def held_stretches(held: Collection[UUID], documents: Collection[UUID]) -> dict[UUID, list[Stretch]]:
    """Where the documents tell of what is held: on its rows, or on those of whoever was released in a held event."""
    found: dict[UUID, list[Stretch]] = {}
    if not held or not documents:
        return found
    covered = _covered(held)
    for document, start, end, subject in ask(STRETCHES_SQL, [list(covered), list(documents)]):
        for hold in covered[subject]:
            found.setdefault(document, []).append(Stretch(start=start, end=end, held=hold))
    return found


def passages_about(subjects: Collection[UUID]) -> set[UUID]:
    """The passages that nobody may quote while these events, documents and persons are held.

    They are cited on rows of theirs, or overlap such a passage.
    """
    told = ask(TOLD_SQL, [list(_covered(subjects))])
    documents, starts, ends = zip(*told, strict=True) if told else ((), (), ())
    return {passage for (passage,) in ask(OVERLAPPING_SQL, [list(documents), list(starts), list(ends)])}


def _covered(held: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Everything that the holds cover, each with the records whose holds do."""
    covered = {subject: {subject} for subject in held}
    for person, event in ask(COVERED_SQL, [list(held)]):
        covered.setdefault(person, set()).add(event)
    return covered
