"""How a written word may sound: the same signs whatever the script, the language and the way of writing.

Two words are spellings of one name where a reading of one is a reading of the other. ``readings`` keeps apart what
languages keep apart; ``folded`` lets fall together what Belarusian, Russian and Ukrainian forms of one name differ by.
The signs stand in ``tables/cyrillic.tsv``, with the authorities.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import islice, product
from operator import eq
from typing import NamedTuple

from anyascii import anyascii

from people.naming.tables import rows_of

SYSTEMS = ("english", "central", "german", "french", "turkic")
REMEMBERED = 1_024
MOST_READINGS = 12
MOST_CHOICES = 4
LONG_ENOUGH = 5
"""Shorter words keep their endings."""
NO_SOUND, NO_GROUP = "-", "."
CYRILLIC = re.compile(r"[\u0400-\u052f]")
# Uzbek o‘ is a letter of its own, between o and u.
UZBEK_O = re.compile("(?<=[oO])['’ʻʼ`‘](?=[^aeiou])")
APOSTROPHES = dict.fromkeys(map(ord, "'’ʼʹʺ`´‘\u02bb\u02bc\u0301"))
LOOKALIKES_TO_CYRILLIC = str.maketrans("aceiopxyëïk", "асеіорхуёїк")
LOOKALIKES_TO_LATIN = str.maketrans("асеіорхуёїк", "aceiopxyëïk")
# Lithuanian and Latvian presses add the ending of a case to foreign surnames and given names.
BALTIC_ENDING = re.compile(r"(ius|as|is|ys|us|s|ė)$")
# The Arabic article written together with the name: Alhamdani.
ARTICLE = re.compile(r"^[ae]l(?=[^aeiouy]\w{4,}$)")
VOWELS = "aeiouAOU"
# у after a vowel and before a consonant, й or the end is the Belarusian ў: Kavaliou, Навуменка, Салаўянчык.
SHORT_U = re.compile(f"(?<=[{VOWELS}])u(?![aeiou])")
DOUBLED = re.compile(r"(.)\1+")
# Persian -e is also written -eh: Zadeh and Zade.
SILENT_H = re.compile("(?<=[ae])h$")
AFTER_R = re.compile("(?<=r)[oeAO]")
FINAL_F = re.compile("(?<=[aiu])f+$")
STEM_FROM = 4
SOFT = re.compile(f"(?<=[^{VOWELS}])i(?=[aeoAOU])")
SOFTENING = ("A", "O", "U")
BEFORE_SOFTENING = re.compile("i(?=[AOU])")


class _Writing(NamedTuple):
    """A way of writing: what finds the letter groups of a word, and what they may sound like.

    ``sounds`` has them by their letters, or by the number of their brackets where the next letter matters; nothing for
    what this way of writing does not know. A letter that is not there sounds like itself.
    """

    groups: re.Pattern[str]
    sounds: Mapping[str | int, tuple[str, ...]]


@lru_cache(REMEMBERED)
def readings(word: str) -> frozenset[str]:
    """How the word may sound, of lower-case letters; what is in no table sounds like its own letters."""
    found = {_fine(one) for raw in _raw(_plain(word)) for one in _both_yo(raw)}
    return frozenset(sorted(one for one in found if one)[:MOST_READINGS])


@lru_cache(REMEMBERED)
def foldings(word: str) -> frozenset[str]:
    """The same for finding: what forms of one name differ by falls together."""
    plain = _plain(word)
    forms = {plain, _without_baltic_ending(plain), ARTICLE.sub("", plain), SILENT_H.sub("", plain)}
    found = {folded(raw) for one in forms for raw in _raw(one)}
    return frozenset(sorted(one for one in found if one)[:MOST_READINGS])


def sounding(*parts: str) -> Iterator[str]:
    """Foldings of a word that nobody wrote, for a moment: without endings that are added or left out.

    Of several parts each is heard by itself.
    """
    return (folded("".join(raw)) for raw in product(*(_raw(_plain(part)) for part in parts)))


@lru_cache(REMEMBERED)
def likely(word: str) -> frozenset[str]:
    """The same with consonants kept apart: spellings of one name mostly share one of these."""
    return frozenset(sorted({folded(raw, _VOWELS_FOLDED) for raw in _raw(_plain(word))} - {""})[:MOST_READINGS])


def folded(raw: str, by: Mapping[int, str] | None = None) -> str:
    """A reading without what varies: vowels of unstressed syllables, hard and soft, voiced and voiceless hissing."""
    # Belarusian р and ц are hard, and an unstressed е or я after them is written а: Резник is Разнік.
    hard = raw if by else AFTER_R.sub("a", raw.replace("ca", "ce"))
    # After hushing sounds Belarusian writes а where Russian writes е.
    text = hard.translate(by or _FOLDING).replace("wa", "wi").replace("qa", "qi")
    # What two sounds become one in: Бортчук, Счастная (in Belarusian Шчасная), Праздников (Празнікаў).
    text = text.replace("tq", "q").replace("sq", "w").replace("stn", "sn").replace("sdn", "sn")
    if text.endswith("f"):
        text = FINAL_F.sub("v", text)
    text = text.removesuffix("i") if text.endswith("skai") else text
    return settled(text)


def settled(text: str) -> str:
    """A folded reading without what its beginning, its end and doubled letters vary in."""
    if text[:1] == "u" and text[1:2] not in VOWELS:
        text = "v" + text[1:]
    stem = (text := _single(text)).rstrip("aiu")
    return stem if len(stem) >= STEM_FROM else text


_VOWELS_FOLDED = str.maketrans({"o": "a", "e": "i", "A": "i", "O": "i", "U": "u", "g": "h"})
_FOLDING = _VOWELS_FOLDED | str.maketrans({"c": "t", "z": "s", "j": "w"})
_FINE = str.maketrans({"A": "a", "U": "u", "O": "o"})


def _fine(raw: str) -> str:
    # At the beginning the y is heard: Яна is not Анна.
    return _single((f"y{raw}" if raw[:1] in SOFTENING else raw).translate(_FINE))


def _single(text: str) -> str:
    """The text without doubled letters. Few have any, and pairs are faster compared than looked for."""
    return DOUBLED.sub(r"\1", text) if any(map(eq, text, text[1:])) else text


def _plain(word: str) -> str:
    composed = unicodedata.normalize("NFC", UZBEK_O.sub("\u0306", word))
    return _one_script(composed.casefold().translate(APOSTROPHES))


# Readings, foldings and what is likely are mostly asked for one after the other.
@lru_cache(maxsize=64)
def _raw(plain: str) -> frozenset[str]:
    return frozenset({_settled(one) for one in ([_cyrillic(plain)] if CYRILLIC.search(plain) else _latin(plain))})


def _both_yo(raw: str) -> Iterator[str]:
    """ё is often printed as е."""
    yield raw
    if "O" in raw:
        yield raw.replace("O", "e")


def _settled(raw: str) -> str:
    """What holds in every script: i before a vowel only softens, u after one is short."""
    text = raw.replace("'a", "A").replace("'o", "O").replace("'", "") if "'" in raw else raw
    if "i" in text:
        text = BEFORE_SOFTENING.sub("", SOFT.sub("", text))
    return SHORT_U.sub("v", text) if "u" in text else text


def _one_script(word: str) -> str:
    """A word in which letters of the other script stand for ones that look the same, in the script of most letters."""
    cyrillic = len(CYRILLIC.findall(word))
    if not cyrillic or cyrillic == len(word):
        return word
    return word.translate(LOOKALIKES_TO_CYRILLIC if cyrillic * 2 >= len(word) else LOOKALIKES_TO_LATIN)


@cache
def _cyrillic_table() -> dict[str, str]:
    return {letters: "" if sounds == NO_SOUND else sounds for letters, sounds in rows_of("cyrillic")}


def _cyrillic(word: str) -> str:
    table, sounds, at = _cyrillic_table(), [], 0
    while at < len(word):
        letters = word[at : at + 2] if word[at : at + 2] in table else word[at]
        sounds.append(table.get(letters, letters))
        at += len(letters)
    return "".join(sounds)


@cache
def _writings(*, strictly: bool) -> tuple[_Writing, ...]:
    """All ways of writing; ``strictly`` with the groups that they do not have, or else as if nobody had these."""
    rows = [(*group.partition("+"), cells) for group, *cells in rows_of("latin")]
    # The longest first, and of equals the one with a condition first.
    rows.sort(key=lambda row: (-len(row[0]), not row[2]))
    systems = ([(letters, following, cells[at]) for letters, _, following, cells in rows] for at in range(len(SYSTEMS)))
    return tuple(_writing(groups, strictly=strictly) for groups in systems)


def _writing(groups: Iterable[tuple[str, str, str]], *, strictly: bool) -> _Writing:
    known = [group for group in groups if group[2] != NO_GROUP]
    sounds: dict[str | int, tuple[str, ...]] = {letters[0]: () for letters, _following, _cell in known}
    patterns, brackets = list[str](), 0
    for letters, following, cell in known:
        if cell == NO_SOUND and not strictly:
            continue
        brackets += bool(following)
        patterns.append(f"({letters})(?=[{following}])" if following else letters)
        sounds[brackets if following else letters] = () if cell == NO_SOUND else tuple(cell.split(","))
    return _Writing(re.compile("|".join((*patterns, "."))), sounds)


@cache
def _letters() -> frozenset[str]:
    """Letters that begin a group in the first way of writing."""
    return frozenset(group[0] for group, cell, *_others in rows_of("latin") if cell != NO_GROUP)


def _latin(word: str) -> Iterator[str]:
    plain = word if _letters() >= set(word) else "".join(map(_unmarked, word))
    known = [parts for writing in _writings(strictly=True) if (parts := _parts(plain, writing))]
    # A word that mixes ways of writing is read letter by letter where a group is unknown.
    for parts in known or [parts for writing in _writings(strictly=False) if (parts := _parts(plain, writing))]:
        for choice in islice(product(*parts), MOST_CHOICES):
            yield "".join(choice)


def _unmarked(letter: str) -> str:
    """The letter without its marks, in a word of whose letters no table knows all: Ōuyáng, Đoàn."""
    return anyascii(unicodedata.normalize("NFKD", letter)[0]).lower()


def _parts(word: str, writing: _Writing) -> list[tuple[str, ...]] | None:
    """What each letter group may sound like in one way of writing; None where that does not know them all."""
    found, sounds = list[tuple[str, ...]](), writing.sounds
    for group in writing.groups.finditer(word):
        letters = group[0]
        told = sounds.get(group.lastindex or letters)
        if told:
            found.append(told)
        elif told is None:
            found.append((letters,))
        else:
            return None
    return found


def _without_baltic_ending(word: str) -> str:
    return BALTIC_ENDING.sub("", word) if len(word) >= LONG_ENOUGH else word
