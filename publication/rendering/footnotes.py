"""The passages under a body: one label for one passage that speaks in one way, in the order of first use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from publication.rendering.cited import Cited
from publication.rendering.scene import Scene
from publication.rendering.shapes.evidence import Attribution, CitedPassage
from sources.models import Organisation


class Footnotes:
    """Citations that differ only in the field they are about share a footnote."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._labels: dict[tuple[Any, ...], str] = {}
        self._passages: dict[str, CitedPassage] = {}
        self.quotes: set[UUID] = set()
        """The passages quoted."""

    def labels(self, citations: Iterable[Cited]) -> list[str]:
        """A label for each passage that the citations quote, without repetition."""
        return list(dict.fromkeys([self._label(citation) for citation in citations]))

    def body(self) -> dict[str, CitedPassage]:
        """All passages so far, by label."""
        return dict(self._passages)

    def _label(self, citation: Cited) -> str:
        same = (
            *(citation.passage, citation.basis, citation.verdict, citation.why),
            *(citation.person, citation.organisation, citation.description),
        )
        label = self._labels.get(same)
        if label is None:
            label = self._labels[same] = f"c{len(self._labels) + 1}"
            self._passages[label] = self._cited(citation)
            self.quotes.add(citation.passage)
        return label

    def _cited(self, citation: Cited) -> CitedPassage:
        cited: CitedPassage = {
            "quote": citation.quote,
            "document": self._scene.document(citation.document),
            "start": citation.start,
            "end": citation.end,
            "basis": citation.basis,
            "attributed_to": attribution(
                self._scene,
                person=citation.person,
                organisation=citation.organisation,
                description=citation.description,
            ),
            "verdict": citation.verdict,
        }
        if citation.why:
            cited["why"] = citation.why
        return cited


def attribution(
    scene: Scene, *, person: UUID | None, organisation: UUID | None, description: str
) -> Attribution | None:
    """Who speaks; None where nobody is named, or somebody who may not be named here."""
    if person:
        named = scene.person(person)
        return {"kind": "person", "id": named["id"], "name": named["name"]} if named else None
    if organisation:
        if organisation not in scene.known[Organisation]:
            return None
        name = scene.batch.organisations[organisation].name
        return {"kind": "organisation", "id": str(organisation), "name": name}
    return {"kind": "described", "id": None, "name": description} if description else None
