"""Records with their evidence in one line each: what the builders of worlds are written in."""

from collections.abc import Iterable
from typing import Any

from sources.models import Document
from sources.record import Record
from tests.factories import DocumentFactory, cite
from tests.proof.invented import Tale

TOPICS = (
    *("arrest", "end", "ground", "sentence", "condition", "release", "second day", "leg", "citizen", "role", "prize"),
    *("kin", "speech", "gender", "born", "list"),
)


def paper(slug: str, tales: Iterable[Tale], more: Iterable[str] = (), **values: Any) -> Document:
    """A document that tells everything of some persons, and some more sentences."""
    sentences = [sentence for tale in tales for sentence in (tale.printed, *map(tale.says, TOPICS))]
    document: Document = DocumentFactory.create(slug=slug, text=" ".join([*sentences, *more]), **values)
    return document


def told(record: Record, document: Document, quote: str, /, **states: Any) -> Any:
    """The record itself and some of its fields, cited from one sentence. Returns the record."""
    cite(record, document=document, quote=quote)
    for field, value in states.items():
        cite(record, field, str(value), document=document, quote=quote)
    return record


def mentioned(record: Record, field: str, value: str, document: Document, quote: str, **more: Any) -> Any:
    """One field of a record, cited; ``more`` as ``cite`` has it. Returns the record."""
    cite(record, field, value, document=document, quote=quote, **more)
    return record
