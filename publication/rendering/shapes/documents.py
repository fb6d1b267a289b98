"""The shape of a document's body."""

from typing import TypedDict

from publication.rendering.shapes.evidence import Backed, CitedPassage, DocumentRef, OrganisationRef, Told, WithLists


class DerivationBody(Backed):
    """Another document that this one comes out of."""

    document: DocumentRef
    kind: str | None


class PassageBody(TypedDict):
    """A quoted stretch of the document that supports something published."""

    quote: str
    start: int
    end: int


class DocumentBody(WithLists):
    """What the text itself shows of a document, and the passages quoted; never its full text."""

    id: str
    slug: str
    url: str
    name: str
    title: Told[str] | None
    publisher: Told[OrganisationRef] | None
    carrier: Told[OrganisationRef] | None
    author: Told[str] | None
    kind: Told[str] | None
    language: Told[str] | None
    original_language: Told[str] | None
    published: Told[str] | None
    original_url: str | None
    archived_url: str | None
    accessed: str | None
    sha256: str | None
    corrections: str | None
    retracted: str | None
    supersedes: DocumentRef | None
    derivations: list[DerivationBody]
    passages: list[PassageBody]
    citations: dict[str, CitedPassage]


class PublishedDocument(DocumentBody):
    """A document as published: ``position`` counts the changes of the publication, ``published_at`` is in UTC."""

    position: int
    published_at: str
