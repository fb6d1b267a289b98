"""Names in plain lower-case Latin letters, for slugs and sort keys only; never a spelling that the register shows.

Cyrillic after the passport tables of Belarus, Ukraine and Russia where they agree; one letter is always read one way.
"""

import unicodedata

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


def romanised(text: str) -> str:
    """The text in ``a``–``z``, digits, blanks and hyphens; scripts without a table here leave nothing."""
    lower = unicodedata.normalize("NFC", text).casefold()
    plain = "".join(c if c in _WHOLE else unicodedata.normalize("NFKD", c) for c in lower).translate(_TABLE)
    kept = "".join(
        c if c.isascii() and c.isalnum() else " " if c.isspace() or c == "," else "-" * (c == "-") for c in plain
    )
    return " ".join(kept.split())
