"""Slips of the pen: which letters are typed for each other, on the keyboards QWERTY and ЙЦУКЕН."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

FIRST_LETTER, HARDLY_TYPED = 0.015, 0.03
KEYBOARDS = (("qwertyuiop", "asdfghjkl", "zxcvbnm"), ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"))
ALIKE = ("ao", "eiy", "uy", "ао", "иіыйїеэєяё", "оё", "ую", "уў", "ья")
"""Letters that languages, or those who write down what they hear, take for each other."""


def doubt(one: str, other: str) -> float:
    """How much less likely than another slip it is that one letter was typed for another in words of one script."""
    differing = [at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    if len(one) != len(other) or len(differing) != 1:
        return 0.0
    (at,) = differing
    mine, its = one[at], other[at]
    if mine in _typed_for() and its in _typed_for() and its not in _typed_for()[mine]:
        return HARDLY_TYPED
    # Whoever looks somebody up looks at the first letter, and families often differ by it.
    return FIRST_LETTER if at == 0 else 0.0


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
