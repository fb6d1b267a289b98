"""The documents of a bundle and what their texts say where: read from disk when asked for, a bounded number kept."""

import hashlib
import re
import sys
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from intake.cells import NotAccepted, shown
from sources.readers import MAX_BYTES, NotReadable, read

KEPT_BYTES = 48 * 2**20
"""How much text is kept in memory at most (the text in use is always kept)."""
PLAIN = "text/plain"
"""What a file is, where nothing else is said; as yet the only kind that a reader knows."""
OFFSETS_SHOWN = 5
OFFSET = re.compile(r"[0-9]{1,9}")
"""What ``at:`` may be; no document is so long that it takes more digits."""
ALIKE = str.maketrans("‘’‚‛“”„«»–—‑\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\n", '\'\'\'\'"""""---   ')
"""Characters that look alike, one for one, so that offsets stay."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """A file as it was received: its bytes, their hash, and the text read from them with newlines as LF."""

    original: bytes
    text: str

    @property
    def sha256(self) -> str:
        """In hexadecimal digits."""
        return hashlib.sha256(self.original).hexdigest()


class Shelf:
    """Texts by the key of their document.

    :param files: what ``Bundle.document_files`` found.
    :param earlier: the text of a document that an earlier import brought and this bundle no longer holds; None for a
        stub. Raises KeyError for unknown keys.
    """

    def __init__(self, *, folder: Path, files: Mapping[str, str | None], earlier: Callable[[str], str | None]) -> None:
        self._folder = folder
        self._files = files
        self._earlier = earlier
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._size = 0

    def receive(self, file: str, *, media_type: str = PLAIN) -> Received:
        """Read a file of ``documents/``. :raises NotAccepted: when it is not there, or no reader can read it."""
        path = self._folder / file
        try:
            there = path.resolve().is_relative_to(self._folder.resolve()) and path.is_file()
        except (OSError, RuntimeError):  # a name too long for the disk, or a link that leads to itself
            there = False
        if not there:
            message = f"there is no file {shown(file)} in documents/."
            raise NotAccepted(message)
        if (size := path.stat().st_size) > MAX_BYTES:
            message = f"the file {shown(file)} has {size:,} bytes. Expected {MAX_BYTES:,} at most."
            raise NotAccepted(message)
        original = path.read_bytes()
        try:
            return Received(original=original, text=read(original, media_type=media_type))
        except NotReadable as refused:
            message = f"the file {shown(file)}: {refused}"
            raise NotAccepted(message) from refused

    def find(self, document: str, quote: str, *, at: str | None = None) -> tuple[int, int]:
        """Where a quote stands, ``(start, end)`` in code points. :raises NotAccepted: nowhere, or not clear where."""
        text = self._text(document)
        if not quote:
            message = "the quote is empty. Expected words of the document."
            raise NotAccepted(message)
        if at is not None:
            return _at(text, document, quote, at)
        start = text.find(quote)
        if start < 0:
            raise _not_there(text, document, quote)
        if text.find(quote, start + 1) >= 0:
            raise _several(text, document, quote)
        return start, start + len(quote)

    def find_name(self, document: str, name: str) -> tuple[int, int]:
        """The first place where a name stands by itself, not inside a longer word. :raises NotAccepted: nowhere."""
        text = self._text(document)
        start = text.find(name) if name else -1
        while start >= 0:
            end = start + len(name)
            if not (_in_word(text, start - 1) or _in_word(text, end)):
                return start, end
            start = text.find(name, start + 1)
        message = f"the name {shown(name)} stands nowhere by itself in document {shown(document)}."
        raise NotAccepted(message)

    def _text(self, document: str) -> str:
        text = self._texts.get(document)
        if text is None:
            text = self._texts[document] = self._read(document)
            self._size += sys.getsizeof(text)
            while self._size > KEPT_BYTES and len(self._texts) > 1:
                _, oldest = self._texts.popitem(last=False)
                self._size -= sys.getsizeof(oldest)
        else:
            self._texts.move_to_end(document)
        return text

    def _read(self, document: str) -> str:
        try:
            file = self._files[document]
            text = self.receive(file).text if file else None
        except KeyError:
            try:
                text = self._earlier(document)
            except KeyError:
                message = (
                    f"{shown(document)} is not the key of a document. Expected “document: quote” first in an entry."
                )
                raise NotAccepted(message) from None
        if text is None:
            message = f"document {shown(document)} is a stub without a text, so nothing can be quoted from it."
            raise NotAccepted(message)
        return text


def _in_word(text: str, position: int) -> bool:
    if not 0 <= position < len(text):
        return False
    return text[position].isalnum() or unicodedata.combining(text[position]) > 0


def _at(text: str, document: str, quote: str, at: str) -> tuple[int, int]:
    start = int(at) if OFFSET.fullmatch(at) else -1
    if start < 0 or not text.startswith(quote, start):
        found = _offsets(text, quote)
        if not found:
            raise _not_there(text, document, quote)
        where = ", ".join(map(str, found))
        message = (
            f"the quote {shown(quote)} does not stand at {shown(at)} in document {shown(document)}. Expected: {where}."
        )
        raise NotAccepted(message)
    return start, start + len(quote)


def _offsets(text: str, quote: str) -> list[int]:
    places: list[int] = []
    start = text.find(quote)
    while start >= 0 and len(places) < OFFSETS_SHOWN:
        places.append(start)
        start = text.find(quote, start + 1)
    return places


def _several(text: str, document: str, quote: str) -> NotAccepted:
    where = ", ".join(map(str, _offsets(text, quote)))
    return NotAccepted(
        f"the quote {shown(quote)} stands more than once in document {shown(document)}. "
        f"Expected “at:” with one of the offsets {where}, or a longer quote."
    )


def _not_there(text: str, document: str, quote: str) -> NotAccepted:
    message = f"the quote {shown(quote)} does not stand in document {shown(document)}."
    near = " ".join(text.translate(ALIKE).casefold().split())
    if " ".join(quote.translate(ALIKE).casefold().split()) in near:
        message += " There it differs in quotation marks, dashes, spaces, line breaks or capitals. Expected it exactly."
    else:
        message += " Expected its exact words."
    return NotAccepted(message)
