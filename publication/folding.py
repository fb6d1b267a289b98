"""Texts as they are searched: without case and accents, every script its own (Unicode UAX #15, NFKD)."""

import unicodedata

# Letters that Unicode does not take apart into another letter and a mark.
_WHOLE = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "ʼ": "'"})


def folded(text: str) -> str:
    """For example ``kalesnikava`` of "Kaleśnikava"; one blank between words."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in apart if not unicodedata.combining(character))
    return " ".join(plain.translate(_WHOLE).split())
