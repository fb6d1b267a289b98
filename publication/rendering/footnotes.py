"""The passages under a body: one label for one passage that speaks in one way, in the order of first use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from people.models import Citation
from publication.rendering.scene import Scene
from publication.rendering.shapes.evidence import Attribution, CitedPassage, DocumentRef
from sources.models import Document


class Footnotes:
    """Citations that differ only in the field they are about share a footnote."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._labels: dict[tuple[Any, ...], str] = {}
        self._passages: dict[str, CitedPassage] = {}

    def labels(self, citations: Iterable[Citation]) -> list[str]:
        """A label for each passage that the citations quote, without repetition."""
        return list(dict.fromkeys(self._label(citation) for citation in citations))

    def body(self) -> dict[str, CitedPassage]:
        """All passages so far, by label."""
        return dict(self._passages)

    def _label(self, citation: Citation) -> str:
        attributed = citation.attributed_person_id or citation.attributed_organisation_id
        same = (
            *(citation.passage_id, citation.basis, citation.verdict, citation.why),
            *(attributed, citation.attributed_description),
        )
        if same not in self._labels:
            self._labels[same] = f"c{len(self._labels) + 1}"
            self._passages[self._labels[same]] = self._cited(citation)
        return self._labels[same]

    def _cited(self, citation: Citation) -> CitedPassage:
        passage = citation.passage
        cited: CitedPassage = {
            "quote": passage.quote,
            "document": document_ref(passage.document, self._scene),
            "start": passage.start,
            "end": passage.end,
            "basis": citation.basis,
            "attributed_to": attribution(
                self._scene,
                person=citation.attributed_person_id,
                organisation=citation.attributed_organisation_id,
                description=citation.attributed_description,
            ),
            "verdict": citation.verdict,
        }
        if citation.why:
            cited["why"] = citation.why
        return cited


def document_ref(document: Document, scene: Scene) -> DocumentRef:
    """A document by title and publisher, the publisher only where it may be named."""
    publisher = scene.organisations.get(document.publisher_id) if document.publisher_id else None
    return {
        "id": str(document.pk),
        "slug": document.slug,
        "title": document.title or None,
        "publisher": publisher["name"] if publisher else None,
    }


def attribution(scene: Scene, *, person: Any, organisation: Any, description: str) -> Attribution | None:
    """Who speaks; None where nobody is named, or somebody who may not be named here."""
    if person:
        named = scene.persons.get(person)
        return {"kind": "person", "id": named["id"], "name": named["name"]} if named else None
    if organisation:
        body = scene.organisations.get(organisation)
        return {"kind": "organisation", "id": body["id"], "name": body["name"]} if body else None
    return {"kind": "described", "id": None, "name": description} if description else None
