"""Slips of the pen: which letters are typed for each other, on the keyboards QWERTY and ЙЦУКЕН."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

KEYBOARDS = (("qwertyuiop", "asdfghjkl", "zxcvbnm"), ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"))
ALIKE = (
    *("aeiouy", "bp", "dt", "gkh", "vfw", "zs", "mn"),
    *("аеёиоуыэюяійўїє", "бп", "дт", "гкхґ", "вф", "зс", "мн", "цчшщж"),
)
"""Letters that are also taken for each other by ear."""


def is_odd(one: str, other: str) -> bool:
    """Whether words of one script differ by one letter for another that is neither its neighbour nor like it."""
    if len(one) != len(other):
        return False
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    if len(differing) != 1:
        return False
    ((mine, its),) = differing
    return mine in _typed_for() and its in _typed_for() and its not in _typed_for()[mine]


@cache
def _typed_for() -> dict[str, frozenset[str]]:
    """By letter, what may be typed for it."""
    found: dict[str, set[str]] = {}
    for rows in KEYBOARDS:
        for row, column, letter in _keys(rows):
            for other_row, other_column, other in _keys(rows):
                # Each row stands half a key to the right of the one above.
                across = (other_column + other_row / 2) - (column + row / 2)
                if abs(row - other_row) <= 1 and abs(across) <= 1:
                    found.setdefault(letter, set()).add(other)
    for letters in ALIKE:
        for letter in letters:
            found.setdefault(letter, set()).update(letters)
    return {letter: frozenset(others) for letter, others in found.items()}


def _keys(rows: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    return ((row, column, letter) for row, letters in enumerate(rows) for column, letter in enumerate(letters))
