"""A document is kept as it was received."""

from hashlib import sha256

import pytest

from sources.actions import AlreadyReceived, receive_document
from sources.history import acting
from sources.models import Document
from sources.readers import NotReadable

pytestmark = pytest.mark.django_db
ORIGINAL = "\ufeffНяма́\r\nнічога".encode()


def _receive(slug: str, original: bytes = ORIGINAL, **known: Document) -> Document:
    with acting(actor="test:actions"):
        return receive_document(document=Document(slug=slug, **known), original=original, media_type="text/plain")


def test_bytes_hash_and_text_are_kept_together() -> None:
    _receive("first")
    kept = Document.objects.get(slug="first")
    assert bytes(kept.original or b"") == ORIGINAL
    assert kept.sha256 == sha256(ORIGINAL).hexdigest()
    assert kept.text == "Няма́\nнічога"


def test_what_cannot_be_read_leaves_no_document() -> None:
    with pytest.raises(NotReadable):
        _receive("broken", b"\xff")
    assert not Document.objects.exists()


def test_the_same_bytes_are_refused_and_the_earlier_document_is_named() -> None:
    _receive("first")
    with pytest.raises(AlreadyReceived, match="first"):
        _receive("second")


def test_a_better_reading_of_the_same_bytes_supersedes_the_old_one() -> None:
    first = _receive("first")
    assert _receive("second", supersedes=first).sha256 == first.sha256
