"""Names in plain lower-case Latin letters, for slugs and sort keys only; never a spelling that the register shows.

Cyrillic after the passport tables of Belarus, Ukraine and Russia where they agree; one letter is always read one way.
"""

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуўфхцчшщъыьэюя'’ʼ",
        (
            *("a", "b", "v", "h", "g", "d", "e", "ie", "zh", "z", "i", "i", "i", "i", "k", "l", "m", "n", "o", "p"),
            *("r", "s", "t", "u", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "iu", "ia", "", "", ""),
        ),
        strict=True,
    )
)
_LATIN = {"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ð": "d", "ı": "i", "ə": "a"}
_TABLE = str.maketrans(_CYRILLIC | _LATIN)
# Letters of their own, which must not fall apart into another letter and a mark.
_WHOLE = frozenset("йўїґ")
_OTHERS = re.compile("[^a-z0-9-]")


def romanised(text: str) -> str:
    """The text in ``a``–``z``, digits, blanks and hyphens; scripts without a table here leave nothing."""
    lower = text.casefold() if text.isascii() else unicodedata.normalize("NFC", text).casefold()
    if not lower.isascii():
        lower = "".join(map(_apart, lower))
    plain = lower.translate(_TABLE)
    return plain if plain.isalnum() and plain.isascii() else " ".join(_OTHERS.sub(_blank, plain).split())


@lru_cache(maxsize=4_096)
def _apart(letter: str) -> str:
    """The letter with its marks after it."""
    return letter if letter in _WHOLE else unicodedata.normalize("NFKD", letter)


def _blank(other: re.Match[str]) -> str:
    return " " if other[0] == "," or other[0].isspace() else ""
