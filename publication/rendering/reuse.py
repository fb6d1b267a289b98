"""Which bodies are the same for two audiences, so that they need not be made twice: those that read nothing different.

Both rest on what was loaded for both. A row, citation or passage parts the two audiences if the narrower one may see
it and the wider may not; a record also if bodies of only one of them may name it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from uuid import UUID

from publication.rendering.batch import Batch
from publication.rendering.rows import Row
from publication.rendering.scene import Scene


def told_apart(narrow: Scene, wide: Scene) -> frozenset[UUID]:
    """Everything in the batch that is not the same to the two audiences; citations by what they are about."""
    return frozenset(_told_apart(narrow, wide))


def _told_apart(narrow: Scene, wide: Scene) -> Iterator[UUID]:
    batch, seen_by_one = narrow.batch, range(narrow.audience, wide.audience)
    for row in _rows(batch):
        if row.audience in seen_by_one:
            yield row.id
    for target, citations in batch.cited.items():
        if any(c.audience in seen_by_one or c.passage_audience in seen_by_one for c in citations):
            yield target
    for arrow in chain.from_iterable(batch.arrows.values()):
        if arrow.audience in seen_by_one:
            yield arrow.id
    for model, known in narrow.known.items():
        yield from known ^ wide.known[model]
    for document in narrow.passages.keys() | wide.passages.keys():
        if narrow.passages.get(document, []) != wide.passages.get(document, []):
            yield document


def _rows(batch: Batch) -> Iterator[Row]:
    yield from batch.subjects.values()
    for under in (*batch.tree.values(), batch.names):
        yield from chain.from_iterable(under.values())
    for rows in (batch.persons, batch.events, batch.organisations, batch.places, batch.documents):
        yield from rows.values()
