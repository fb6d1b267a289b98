"""What an import will not take, and where it stands: all of it at once, before anything is written."""

from collections.abc import Iterator
from dataclasses import dataclass

KEPT = 1000
"""How many refusals are kept to be shown; the rest is only counted, so that memory stays flat."""


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Refusal:
    """One thing refused: ``message`` says what was found and what was expected."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class Refusals:
    """The refusals so far, counted, and the first of them kept. ``unread``: whole records are missing."""

    def __init__(self) -> None:
        self._kept: list[Refusal] = []
        self.count = 0
        self.unread = False

    def add(self, file: str, line: int, message: str) -> None:
        """Refuse what stands in a line of a file."""
        self.count += 1
        if self.count <= KEPT:
            self._kept.append(Refusal(file=file, line=line, message=message))

    def add_unread(self, file: str, line: int, message: str) -> None:
        """Refuse a record or a whole file that could not be read at all."""
        self.unread = True
        self.add(file, line, message)

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Refusal]:
        return iter(sorted(self._kept))
