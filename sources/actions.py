"""The verbs of this room."""

from hashlib import sha256

from django.db import transaction

from sources import readers
from sources.models import Document


class AlreadyReceived(ValueError):
    """The same bytes are in the register already."""

    def __init__(self, earlier: Document) -> None:
        super().__init__(
            f"The very same file was received before, as “{earlier}” ({earlier.slug}). "
            "Only a better reading may come again; it names that document under “supersedes”."
        )
        self.earlier = earlier


@transaction.atomic
def receive_document(*, document: Document, original: bytes, media_type: str) -> Document:
    """Keep a document as it was received: its bytes, their hash, and the text read from them.

    ``document`` is not saved yet and carries what is known about it.
    :raises NotReadable: when no text can be read from the bytes.
    :raises AlreadyReceived: when the same bytes came before and the document does not supersede them.
    """
    document.text = readers.read(original, media_type=media_type)
    document.original = original
    document.media_type = media_type
    document.sha256 = sha256(original).hexdigest()
    refuse_repetition(document, original=original)
    document.save(force_insert=True)
    return document


def refuse_repetition(document: Document, *, original: bytes) -> None:
    """Pass new bytes, and a better reading of old ones. :raises AlreadyReceived: otherwise."""
    same = Document.objects.filter(sha256=sha256(original).hexdigest()).exclude(pk=document.pk)
    if document.supersedes_id:
        same = same.exclude(pk=document.supersedes_id)
    if earlier := same.defer("text", "original").first():
        raise AlreadyReceived(earlier)
