"""Characters that are not seen but change how a text reads (Unicode UAX #9, UTS #39): flagged, never removed."""

import unicodedata
from collections import Counter
from dataclasses import dataclass

_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff"
_SUSPICIOUS = frozenset(_BIDI + _ZERO_WIDTH)


@dataclass(frozen=True, kw_only=True, slots=True)
class Unseen:
    """An invisible character, how often a text holds it, and the line (from 1) where it stands first."""

    character: str
    times: int
    line: int

    def __str__(self) -> str:
        name = unicodedata.name(self.character, "control character")
        often = "once" if self.times == 1 else f"{self.times:,} times"
        return f"U+{ord(self.character):04X} {name}, {often}, first in line {self.line:,}"


def unseen(text: str) -> tuple[Unseen, ...]:
    """The bidirectional controls, zero-width characters and control codes of a text, in order of first occurrence."""
    found = Counter(character for character in text if _is_unseen(character))
    return tuple(
        Unseen(character=character, times=times, line=text.count("\n", 0, text.index(character)) + 1)
        for character, times in found.items()
    )


def _is_unseen(character: str) -> bool:
    return character in _SUSPICIOUS or (unicodedata.category(character) == "Cc" and character not in "\n\t")
