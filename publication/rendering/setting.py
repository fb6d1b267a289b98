"""Sets the scene: what of a batch an audience may see, and whom of these bodies may name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeAlias
from uuid import UUID

from django.db.models import Model

from people.models import Event, Person, Place
from publication.rendering.batch import Batch, Passage
from publication.rendering.naming import Called
from publication.rendering.rows import Row
from publication.rendering.scene import Scene
from publication.vocabulary import Kind
from sources.models import Document, Organisation
from sources.record import Record
from sources.vocabulary import Audience

Named: TypeAlias = Callable[[Audience, type[Model], Collection[UUID]], Collection[UUID]]
"""Of the persons, events or documents that the audience may see, those that bodies may name.

A mapping instead of a plain collection gives those that are to be called as they were published, and not as the record
has them by now; the others have None there.
"""


def everything_named(_audience: Audience, _model: type[Model], ids: Collection[UUID]) -> Collection[UUID]:
    """For previews: whatever may be seen may be named, published or not."""
    return ids


def set_scene(
    batch: Batch, audience: Audience, *, named: Named, passages: Mapping[UUID, Sequence[Passage]] | None = None
) -> Scene:
    """One audience's view of a batch. Asks ``named`` once for each kind that bodies name only where it is published.

    ``passages``: by document, those that its body is to show, as far as the audience may see them.
    """
    visible: dict[type[Record], frozenset[UUID]] = {
        Person: frozenset(pk for pk in batch.persons if pk not in batch.merged and batch.is_open_to(pk, audience)),
        Event: _unheld(batch, batch.events, audience),
        Document: _unheld(batch, batch.documents, audience),
        Place: _open(batch.places, audience),
        Organisation: _open(batch.organisations, audience),
    }
    asked: tuple[type[Record], ...] = (Person, Event, Document) if batch.kind == Kind.DOCUMENT else (Person, Event)
    answers = {model: named(audience, model, visible[model]) for model in asked}
    may = {model: visible[model].intersection(answer) for model, answer in answers.items()}
    inside = audience == Audience.INTERNAL
    return Scene(
        batch=batch,
        audience=audience,
        visible=visible,
        known={**visible, **may},
        published_as=_published_as(answers),
        citable=frozenset(pk for pk in visible[Document] if inside or batch.documents[pk].retracted is None),
        passages=passages or {},
    )


def _published_as(answers: Mapping[type[Record], Collection[UUID]]) -> dict[UUID, Called]:
    found = (answer.items() for answer in answers.values() if isinstance(answer, Mapping))
    return {pk: called for items in found for pk, called in items if called}


def _unheld(batch: Batch, rows: Mapping[UUID, Row], audience: Audience) -> frozenset[UUID]:
    seen = _open(rows, audience)
    return seen if audience == Audience.INTERNAL else seen - batch.held


def _open(rows: Mapping[UUID, Row], audience: Audience) -> frozenset[UUID]:
    return frozenset(pk for pk, row in rows.items() if row.audience >= audience)
