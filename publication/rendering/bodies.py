"""Bodies of many records at once: load, set the scene for each audience, render."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from publication.rendering.batch import Batch
from publication.rendering.document import document_body
from publication.rendering.event import event_body
from publication.rendering.loading import load_batch
from publication.rendering.page import Page
from publication.rendering.person import person_body
from publication.rendering.quoted import Quoting, load_passages, nothing_quoted, passages_shown
from publication.rendering.reading import Reading
from publication.rendering.reuse import told_apart
from publication.rendering.rows import Row
from publication.rendering.scene import Rendered, Scene
from publication.rendering.setting import Named, set_scene
from publication.vocabulary import Kind
from sources.collecting import collecting_paused
from sources.vocabulary import Audience

Bodies = dict[UUID, Rendered[Any]]


def render(
    kind: Kind,
    ids: Collection[UUID],
    *,
    audiences: Collection[Audience],
    day: date,
    named: Named,
    passages: Quoting = nothing_quoted,
) -> dict[Audience, Bodies]:
    """For each audience the bodies of those of the records that it may know of.

    ``day``: of persons' statuses. ``named``: whom bodies may name; asked once for each audience and kind of record.
    ``passages``: which passages bodies of documents show; asked once for each audience, for documents only. Where two
    audiences are told the same, they get the very same ``Rendered``.
    """
    with collecting_paused():
        batch = load_batch(kind, ids)
        reading = Reading(batch)
        read = {pk: reading.of(subject) for pk, subject in batch.subjects.items()}
        found: dict[Audience, Bodies] = {}
        before: Scene | None = None
        for scene in _scenes(batch, sorted(audiences), named, passages):
            same = _same(before, scene, found[before.audience], read) if before else {}
            found[scene.audience] = {
                pk: same.get(pk) or _rendered(scene, subject, read[pk], day)
                for pk, subject in batch.subjects.items()
                if pk in scene.visible[subject.shape.model]
            }
            before = scene
        return found


def _scenes(batch: Batch, audiences: Collection[Audience], named: Named, quoting: Quoting) -> list[Scene]:
    quoted: Mapping[Audience, Mapping[UUID, Collection[UUID]]] = {}
    if batch.kind == Kind.DOCUMENT:
        quoted = {audience: quoting(audience, batch.subjects.keys()) for audience in audiences}
    passages = load_passages({pk for told in quoted.values() for ids in told.values() for pk in ids})
    shown = {audience: passages_shown(batch, audience, told, passages) for audience, told in quoted.items()}
    return [set_scene(batch, audience, named=named, passages=shown.get(audience)) for audience in audiences]


def _same(narrow: Scene, wide: Scene, bodies: Bodies, read: Mapping[UUID, frozenset[UUID]]) -> Bodies:
    """Those of the bodies for a narrower audience that are right for a wider one too; none of the staff's."""
    if narrow.audience == Audience.INTERNAL:
        return {}
    apart = told_apart(narrow, wide)
    return {pk: body for pk, body in bodies.items() if apart.isdisjoint(read[pk])}


def _rendered(scene: Scene, subject: Row, read: frozenset[UUID], day: date) -> Rendered[Any]:
    page = Page(scene)
    body = _body(page, subject, day)
    passages = frozenset(passage.id for passage in scene.passages.get(subject.id, ()))
    return Rendered(body=body, read=read, quotes=page.quotes(), passages=passages)


def _body(page: Page, subject: Row, day: date) -> Any:
    match page.scene.batch.kind:
        case Kind.PERSON:
            return person_body(page, subject, day=day)
        case Kind.EVENT:
            return event_body(page, subject)
        case Kind.DOCUMENT:
            return document_body(page, subject)
