"""Why bytes could not be read as the text of a document; each message is a sentence for whoever brought them."""

from collections.abc import Iterable


class NotReadable(ValueError):
    """The document could not be read as text."""


class UnknownMediaType(NotReadable):
    """No reader knows this kind of file."""

    def __init__(self, found: str, *, known: Iterable[str]) -> None:
        super().__init__(f"No reader knows “{found}”. Known: {', '.join(sorted(known))}.")


class TooLarge(NotReadable):
    """The file is larger than any single document."""

    def __init__(self, found: int, *, limit: int) -> None:
        super().__init__(f"The file has {found:,} bytes; at most {limit:,} are read as one document.")


class NotUtf8(NotReadable):
    """The bytes are not UTF-8, the one encoding of plain text that is read here."""

    def __init__(self, *, byte: int, at: int, line: int) -> None:
        super().__init__(
            f"Byte {at:,} (0x{byte:02X}, line {line:,}) is not UTF-8. Save the text as UTF-8 and bring it again; "
            "other encodings would have to be guessed."
        )


class NulFound(NotReadable):
    """The text holds a NUL character, which no text of a document can hold and the database refuses."""

    def __init__(self, *, at: int, line: int) -> None:
        super().__init__(
            f"Character {at:,} (line {line:,}) is NUL; this is no plain text. If it is UTF-16, save it as UTF-8 first."
        )


class LoneSurrogate(NotReadable):
    """The text holds half of a UTF-16 pair, which stands for no character."""

    def __init__(self, *, at: int, line: int) -> None:
        super().__init__(f"Character {at:,} (line {line:,}) is half of a UTF-16 pair and stands for no character.")


class NothingToRead(NotReadable):
    """There is no text in it."""

    def __init__(self) -> None:
        super().__init__("There is no text in it: nothing but blanks.")
