"""The body of a document: what it shows of itself and the passages quoted; never its full text."""

from __future__ import annotations

from publication.rendering.addresses import address
from publication.rendering.page import Page
from publication.rendering.reading import read_for
from publication.rendering.rows import rows_of_document
from publication.rendering.scene import Rendered, Scene
from publication.rendering.shapes.documents import DerivationBody, DocumentBody, PassageBody
from sources.models import Document


def render_document(document: Document, scene: Scene) -> Rendered[DocumentBody]:
    """The body of a document from ``documents_for_rendering`` for the audience of the scene."""
    page = Page(scene)
    body: DocumentBody = {
        "id": str(document.pk),
        "slug": document.slug,
        "url": address("documents", document.pk),
        "name": scene.documents[document.pk]["title"] or document.slug,
        "title": page.told(document, "title"),
        "publisher": page.told(document, "publisher"),
        "carrier": page.told(document, "carrier"),
        "author": page.told(document, "author"),
        "kind": page.told(document, "kind"),
        "language": page.told(document, "language"),
        "original_language": page.told(document, "original_language"),
        "published": page.told(document, "published"),
        "original_url": document.url or None,
        "archived_url": document.archived_url or None,
        "accessed": document.accessed.isoformat() if document.accessed else None,
        "sha256": document.sha256 or None,
        "corrections": document.corrections or None,
        "retracted": document.retracted.isoformat() if document.retracted else None,
        "supersedes": scene.documents.get(document.supersedes_id) if document.supersedes_id else None,
        "derivations": _derivations(page, document),
        "passages": _passages(scene, document),
        **page.known_none(document),
        "citations": page.footnotes(),
    }
    return Rendered(body=body, read=read_for(scene, rows_of_document(document)))


def _derivations(page: Page, document: Document) -> list[DerivationBody]:
    """What it comes out of, where that document may be named."""
    told = ((row, page.scene.documents.get(row.origin_id)) for row in page.shown(document.derivations.all()))
    return [{"document": origin, "kind": page.plain(row, "kind"), **page.backed(row)} for row, origin in told if origin]


def _passages(scene: Scene, document: Document) -> list[PassageBody]:
    return [
        {"quote": passage.quote, "start": passage.start, "end": passage.end}
        for passage in scene.passages.get(document.pk, ())
    ]
