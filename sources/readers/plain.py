"""Plain text in UTF-8 (RFC 3629); a byte order mark is a signature and no text; newlines become LF."""

from sources.readers.errors import LoneSurrogate, NothingToRead, NotUtf8, NulFound


def read(original: bytes) -> str:
    """The text of a file. :raises NotReadable: one of NotUtf8, NulFound, NothingToRead."""
    try:
        text = original.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The codec counts from behind a byte order mark.
        at = error.start + len(original) - len(error.object)
        raise NotUtf8(byte=original[at], at=at, line=_line(original[:at].decode("utf-8", "replace"))) from error
    return clean(text)


def clean(text: str) -> str:
    """The same for a text that was pasted. :raises NotReadable: one of NulFound, LoneSurrogate, NothingToRead."""
    if (at := text.find("\0")) >= 0:
        raise NulFound(at=at, line=_line(text[:at]))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise LoneSurrogate(at=error.start, line=_line(text[: error.start])) from error
    if not text.strip():
        raise NothingToRead
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _line(before: str) -> int:
    """The number of the line, from 1, that begins or goes on after this text."""
    return before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
