"""What both notations come down to: mappings of plain texts that know the lines they stand on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

Plain: TypeAlias = Any
"""A text, a list of plain values or :class:`Notes`; from JSON also True and False."""

UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
"""What PostgreSQL cannot store (NUL, halves of surrogate pairs), and other control characters that no text needs."""


class Notes(dict[str, Plain]):
    """One mapping of a YAML file. ``line`` is where it begins, ``lines`` where each of its keys stands (from 1)."""

    __slots__ = ("line", "lines")

    def __init__(self, *, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One record of a bundle as it was read: the mapping, its file (number and name) and the line that it begins on."""

    mapping: dict[str, Plain]
    file: int
    name: str
    line: int

    def line_of(self, mapping: dict[str, Plain], key: str = "") -> int:
        """Where a key of one of the record's mappings stands; in JSON Lines all stands on one line."""
        return mapping.lines.get(key, mapping.line) if isinstance(mapping, Notes) else self.line


def unfit_character(text: str) -> str | None:
    """The first character that no value may hold, spelled ``U+0000``."""
    found = UNFIT.search(text)
    return found and f"U+{ord(found[0]):04X}"


def texts_of(plain: Plain) -> Iterator[str]:
    """All texts of a value, keys included."""
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        for key, value in plain.items():
            yield key
            yield from texts_of(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from texts_of(value)
