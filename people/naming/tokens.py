"""Takes a name apart into words, initials and the small words that stand between them."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from anyascii import anyascii

from people.naming.tables import rows_of

PART = re.compile(r"(-?)([^\W_]+(?:['’ʼʹʺ`´‘\u02bb\u02bc][^\W_]+)*)(\.?)")
OUR_SCRIPTS = re.compile(r"[\u0000-\u024f\u0259\u02b0-\u02ff\u0300-\u036f\u0400-\u052f\u1e00-\u1eff\u2000-\u206f]*")
"""Latin and Cyrillic with their marks. What is written otherwise is put into Latin letters by ``anyascii``."""
HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""Controls, soft hyphens, joiners and marks of direction, which come along when a name is copied."""
CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])")
ARTICLE = re.compile("\\b\u0627\u0644(?=\\w{3})")
"""As Arabic letters write it; Latin ones have it as a part of its own."""
ARMENIAN_U = re.compile("[\u0548\u0578][\u0552\u0582]")
"""Two letters that are one sound."""
# Korean surnames of one letter would be taken for initials.
SHORT_SURNAMES = {"이": "Lee ", "오": "Oh ", "우": "Woo "}
SHORT_SURNAME = re.compile(f"^[{''.join(SHORT_SURNAMES)}](?=\\s?[가-힣]{{1,3}}$)")
LEADING = {"article", "nobiliary"}
FOLLOWING = "after_the_father"
TURKIC = {"az", "kk", "ky", "tk", "tr", "uz"}
LONGEST_INITIAL = 3
"""An initial is a letter, or up to three with a full stop: Yu., Dz., Shch."""

ARABIC = (
    (re.compile(r"\babd[ -]+(?:[aeu][a-z]?[ -]+)?(?=\w)"), "abdul"),
    (re.compile(r"\bab(?:u|ou|oo)[ -]+(?=\w)"), "abu"),
    (re.compile(r"[ -]+[aeu][dl][ -]?d(?:ine|in|een)\b"), "udin"),
    (re.compile(r"[aeu]dd(?:ine|in|een)\b"), "udin"),
)
"""Names that Arabic writes as two words, and the West as one, two or three: Abd al-Rahman, Abu Rumman, Salah al-Din."""


class Part(StrEnum):
    """What a part of a name is by its looks."""

    WORD = "word"
    INITIAL = "initial"
    PARTICLE = "particle"


class Token(NamedTuple):
    """One part of a name, in lower case."""

    text: str
    part: Part
    hyphened: bool = False
    """Whether a hyphen joins it to the part before."""
    leads: bool = False
    """Whether it may be written together with the part that follows, as an article."""
    follows_father: bool = False
    """Whether the part before it is the father's name: Rahim oglu."""


def tokens_of(name: str) -> tuple[Token, ...]:
    """The parts of a name in their order; hyphens, commas and brackets part them."""
    text = unicodedata.normalize("NFC", HIDDEN.sub("", name))
    if not OUR_SCRIPTS.fullmatch(text):
        # Chinese and Korean characters come out as syllables that begin with a capital.
        text = CAPITALS.sub(" ", anyascii(SHORT_SURNAME.sub(_as_usual, ARTICLE.sub("", ARMENIAN_U.sub("u", text)))))
    # Stress marks and ties are no letters; what belongs to a letter was put together with it before.
    plain = text.casefold() if text.isascii() else "".join(filter(_is_no_mark, text.casefold()))
    for two_words, one_word in ARABIC:
        plain = two_words.sub(one_word, plain)
    found = ((match[1], _token(match[2], dotted=bool(match[3]))) for match in PART.finditer(plain))
    return tuple(token._replace(hyphened=bool(hyphen)) for hyphen, token in found)


def _as_usual(surname: re.Match[str]) -> str:
    return SHORT_SURNAMES[surname[0]]


@lru_cache(maxsize=4096)
def _is_no_mark(letter: str) -> bool:
    return unicodedata.category(letter) != "Mn"


def _token(text: str, *, dotted: bool) -> Token:
    if kind := _particles().get(text):
        return Token(text, Part.PARTICLE, leads=kind in LEADING, follows_father=kind == FOLLOWING)
    if len(text) == 1 or (dotted and len(text) <= LONGEST_INITIAL):
        return Token(text, Part.INITIAL)
    return Token(text, Part.WORD)


@cache
def _particles() -> dict[str, str]:
    """Their kinds; those that stand after the father's name have one of their own."""
    return {
        unicodedata.normalize("NFC", text).casefold(): FOLLOWING
        if kind in {"son_of", "daughter_of"} and not TURKIC.isdisjoint(languages.split())
        else kind
        for text, kind, languages in rows_of("particles")
    }
