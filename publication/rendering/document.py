"""The body of a document: what it shows of itself and the passages quoted; never its full text."""

from __future__ import annotations

from publication.rendering.addresses import address
from publication.rendering.page import Page
from publication.rendering.rows import Row
from publication.rendering.shapes.documents import DerivationBody, DocumentBody, PassageBody
from sources.models import Document


def document_body(page: Page, document: Row) -> DocumentBody:
    """The body of a document."""
    scene = page.scene
    return {
        "id": str(document.id),
        "slug": document.slug,
        "url": address("documents", document.id),
        "name": document.title or document.slug,
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
        "supersedes": scene.ref(Document, document.supersedes_id) if document.supersedes_id else None,
        "derivations": _derivations(page, document),
        "passages": _passages(page, document),
        **page.known_none(document),
        "citations": page.footnotes(),
    }


def _derivations(page: Page, document: Row) -> list[DerivationBody]:
    """What it comes out of, where that document may be named."""
    told = ((row, page.scene.ref(Document, row.origin_id)) for row in page.under("derivations", document))
    return [{"document": origin, "kind": page.plain(row, "kind"), **page.backed(row)} for row, origin in told if origin]


def _passages(page: Page, document: Row) -> list[PassageBody]:
    return [
        {"quote": passage.quote, "start": passage.start, "end": passage.end}
        for passage in page.scene.passages.get(document.id, ())
    ]
