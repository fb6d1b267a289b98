"""The passages that a document's body shows: those that published bodies quote, and the audience may see."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias
from uuid import UUID

from publication.rendering.asking import ask
from publication.rendering.batch import Batch, Passage
from sources.vocabulary import Audience

Quoting: TypeAlias = Callable[[Audience, Collection[UUID]], Mapping[UUID, Collection[UUID]]]
"""For an audience: by document, the ids of the passages that published bodies quote."""
PASSAGES_SQL = """
SELECT id, document_id, audience, start, "end", quote FROM sources_passage WHERE id = ANY(%s) ORDER BY start, "end"
"""


def nothing_quoted(_audience: Audience, _documents: Collection[UUID]) -> Mapping[UUID, Collection[UUID]]:
    """Where no body quotes anything."""
    return {}


def load_passages(asked: Collection[UUID]) -> dict[UUID, Passage]:
    """Passages by id, in the order of the texts; no query for none."""
    rows = ask(PASSAGES_SQL, [list(asked)]) if asked else []
    return {found[0]: tuple.__new__(Passage, found) for found in rows}


def passages_shown(
    batch: Batch, audience: Audience, quoted: Mapping[UUID, Collection[UUID]], passages: Mapping[UUID, Passage]
) -> dict[UUID, list[Passage]]:
    """By document, those of the quoted passages that are its own, open to the audience and under no hold."""
    shown: dict[UUID, list[Passage]] = {}
    for document, ids in quoted.items():
        own = (passages[pk] for pk in ids if pk in passages and passages[pk].document == document)
        found = [passage for passage in own if _is_open(batch, audience, passage)]
        if found:
            shown[document] = sorted(found, key=lambda passage: (passage.start, passage.end))
    return shown


def _is_open(batch: Batch, audience: Audience, passage: Passage) -> bool:
    withheld = batch.is_withheld(audience, passage.document, passage.start, passage.end)
    return passage.audience >= audience and not withheld
