"""What follows from how a name is spelled: its script (ISO 15924)."""

import unicodedata
from functools import lru_cache

from people.vocabulary import Script

SCRIPTS = {
    "LATIN": Script.LATIN,
    "CYRILLIC": Script.CYRILLIC,
    "ARABIC": Script.ARABIC,
    "CJK": Script.CHINESE,
    "GREEK": Script.GREEK,
    "GEORGIAN": Script.GEORGIAN,
    "ARMENIAN": Script.ARMENIAN,
    "HEBREW": Script.HEBREW,
}
"""By the first word of a letter's Unicode name."""


def script_of(text: str) -> Script:
    """The script of a name's letters; *other or mixed* where they are of several, or of none."""
    if text.isascii():
        return Script.LATIN
    found = {_script(letter) for letter in text if letter.isalpha()}
    return found.pop() if len(found) == 1 else Script.OTHER


@lru_cache(4096)
def _script(letter: str) -> Script:
    return SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0], Script.OTHER)
