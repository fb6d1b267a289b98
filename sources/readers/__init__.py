"""Readers: from the bytes of a document to its text, one file for each format.

A new format is a new module with ``read(original: bytes) -> str`` and a line in ``READERS``.
"""

from collections.abc import Callable
from typing import TypeAlias

from sources.readers import plain
from sources.readers.errors import NotReadable, TooLarge, UnknownMediaType

__all__ = ["MAX_BYTES", "READERS", "NotReadable", "read"]

Reader: TypeAlias = Callable[[bytes], str]

READERS: dict[str, Reader] = {
    "text/plain": plain.read,
}
"""Media type (without parameters) and who reads it."""

MAX_BYTES = 20 * 1024 * 1024
"""A text of this size is some 3,000 pages; whatever is larger is no single document."""


def read(original: bytes, *, media_type: str) -> str:
    """The text of a document: LF newlines, no NUL, never empty. :raises NotReadable: with a sentence that says why."""
    reader = READERS.get(media_type.partition(";")[0].strip().lower())
    if reader is None:
        raise UnknownMediaType(media_type, known=READERS)
    if len(original) > MAX_BYTES:
        raise TooLarge(len(original), limit=MAX_BYTES)
    return reader(original)
