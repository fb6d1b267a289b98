"""The ids that a body was made from: its rows, what they point at, and the evidence under them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from people.models import Citation
from publication.rendering.scene import Scene
from sources.record import Record


def read_for(scene: Scene, rows: Iterable[Record]) -> frozenset[UUID]:
    """Rows, the records that they point at, citations, passages, documents, publishers and whoever is attributed."""
    return frozenset(_read(scene, list(rows)))


def _read(scene: Scene, rows: list[Record]) -> Iterator[UUID]:
    for row in rows:
        yield row.pk
        yield from _pointed_at(row)
        for field in type(row).declared.citable():
            weighed = scene.said.get((row.pk, field))
            for citation in weighed.citations if weighed else ():
                yield from _evidence(citation)
        yield from (passage.pk for passage in scene.passages.get(row.pk, ()))


def _pointed_at(row: Record) -> Iterator[UUID]:
    for field in row._meta.concrete_fields:
        if field.is_relation:
            found: UUID | None = getattr(row, field.attname)
            if found is not None:
                yield found


def _evidence(citation: Citation) -> Iterator[UUID]:
    document = citation.passage.document
    ids = (
        *(citation.pk, citation.passage_id, document.pk, document.publisher_id),
        *(citation.attributed_person_id, citation.attributed_organisation_id),
    )
    yield from (found for found in ids if found is not None)
