"""Which bodies are the same for two audiences, so that they need not be made twice: those that read nothing different.

Both rest on what was loaded for both. A row, citation or passage parts the two audiences if the narrower one may see
it and the wider may not; a record also if bodies of only one of them may name it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any
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
    yield from _differing(narrow.published_as, wide.published_as)
    yield from _differing(narrow.passages, wide.passages)


def _differing(one: Mapping[UUID, Any], other: Mapping[UUID, Any]) -> Iterator[UUID]:
    """The records that the two do not tell the same of; nothing and an empty list are the same."""
    return (pk for pk in one.keys() | other.keys() if (one.get(pk) or None) != (other.get(pk) or None))


def _rows(batch: Batch) -> Iterator[Row]:
    yield from batch.subjects.values()
    for under in (*batch.tree.values(), batch.names):
        yield from chain.from_iterable(under.values())
    for rows in (batch.persons, batch.events, batch.organisations, batch.places, batch.documents):
        yield from rows.values()
