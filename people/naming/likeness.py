"""How alike two parts of names are, and why, in words."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from rapidfuzz.distance import OSA

from people.naming.eastern import same_syllables
from people.naming.given import given_names, given_names_nearly, is_a_form
from people.naming.parsed import LONGEST_SYLLABLE, Word
from people.naming.slips import doubt
from people.naming.sounds import foldings, readings
from people.naming.tokens import Part
from people.romanising import romanised

REMEMBERED = 32_768
VOWEL = re.compile("[aiu]")
SHORT = 3
"""Words of so few letters must sound the same."""
SLIPS_FROM = 4
"""Shorter words must be the same."""
MOST_SLIPS = 3
OTHER_SUFFIX = 0.6
OTHER_SUFFIX_BY_A_LETTER = 0.7
OTHER_SYLLABLE = 0.6
ONE_LETTER, TWO_LETTERS, MORE_LETTERS = 0.845, 0.78, 0.68
ROOT_FROM = 3
SUFFIXES = (
    *("avsk", "ivsk", "insk", "ansk", "iviq", "aviq", "iniq", "iank", "qank", "qink", "inak", "qik", "quk", "iuk"),
    *("anak", "ank", "ink", "its", "av", "iv", "in", "an", "un", "sk", "iq", "uk", "ik", "it", "ak", "al", "ar", "k"),
)
"""Suffixes of Slavic surnames as ``sounds.folded`` leaves them, the longest first."""


class Why(StrEnum):
    """On what a likeness rests."""

    SAME = "same"
    GIVEN = "given"
    SHORT = "short"
    SPELLING = "spelling"
    PATRONYMIC = "patronymic"
    INITIAL = "initial"
    NEAR = "near"
    NEARLY_GIVEN = "nearly_given"
    CONSONANTS = "consonants"


class Likeness(NamedTuple):
    """From 0, nothing in common, to 1."""

    degree: float
    why: Why


@lru_cache(REMEMBERED)
def likeness(one: Word, other: Word) -> Likeness | None:
    """Whether two parts may be spellings of one name; None where they are not alike."""
    if Part.INITIAL in {one.part, other.part}:
        return _of_initials(one, other)
    if one.text == other.text:
        return Likeness(1.0, Why.SAME)
    if one.syllables and other.syllables:
        return _by_syllables(one, other)
    return _as_given(one, other) if one.given and other.given else _as_words(one, other)


def _by_syllables(one: Word, other: Word) -> Likeness | None:
    """Two words of Chinese or Korean syllables: another syllable makes another name."""
    if same_syllables(one.syllables, other.syllables):
        return Likeness(0.97, Why.SPELLING)
    like = _as_words(one, other) if min(len(one.text), len(other.text)) > LONGEST_SYLLABLE else None
    return Likeness(min(like.degree, OTHER_SYLLABLE), Why.NEAR) if like else None


_SPELLING = Likeness(0.98, Why.SPELLING)


def _as_given(one: Word, other: Word) -> Likeness | None:
    """Two given names: the same one or not, whatever they look like."""
    mine, its = one.given, other.given
    if mine.official & its.official:
        return Likeness(0.99, Why.GIVEN)
    if mine.official & its.short or mine.short & its.official:
        # Vera may be short for Veranika, but is a name of its own.
        return None if mine.official and its.official else Likeness(0.95, Why.SHORT)
    if mine.short & its.short and not (mine.official or its.official):
        return Likeness(0.93, Why.SHORT)
    if one.readings & other.readings:
        # Dana may sound like Diana in some way of writing, but both are names of their own.
        return None if mine.official and its.official and is_a_form(one.text) and is_a_form(other.text) else _SPELLING
    # Lipiya sounds like a short form of Alimpiyada, but is nobody's way to write it: it is rather Liliya.
    for mistyped, known in ((one, other), (other, one)):
        if not is_a_form(mistyped.text) and is_a_form(known.text) and _nearly(mistyped, known):
            return Likeness(0.8, Why.NEARLY_GIVEN)
    return None


def _nearly(mistyped: Word, known: Word) -> bool:
    return not known.given.every.isdisjoint(given_names_nearly(mistyped.text))


def _as_words(one: Word, other: Word) -> Likeness | None:
    if one.readings & other.readings:
        return Likeness(0.98, Why.SPELLING)
    if one.patronymic and other.patronymic and one.patronymic.fathers & other.patronymic.fathers:
        return Likeness(0.97, Why.PATRONYMIC)
    return _by_foldings(one, other) or _mistyped_given(one, other)


def _mistyped_given(one: Word, other: Word) -> Likeness | None:
    """A given name that is in no table, but for a slip: Vldimir is Uladzimir."""
    mistyped, known = (one, other) if other.given else (other, one)
    if mistyped.given or not _nearly(mistyped, known):
        return None
    return Likeness(0.8, Why.NEARLY_GIVEN)


def _of_initials(one: Word, other: Word) -> Likeness | None:
    short, long = (one, other) if one.part == Part.INITIAL else (other, one)
    heard = {reading[:1] for reading in short.readings}
    if heard & {reading[:1] for reading in long.readings}:
        return Likeness(0.8, Why.INITIAL)
    # The first letter of an official form, too: N. for Mikalai.
    firsts = {form[:1] for key in long.given.official for form in _forms_heard(key)}
    heard |= {reading[:1] for reading in short.foldings}
    return Likeness(0.77, Why.INITIAL) if heard & (firsts | {reading[:1] for reading in long.foldings}) else None


@lru_cache(REMEMBERED)
def _forms_heard(key: str) -> frozenset[str]:
    forms = [form for found in given_names()[key].forms.values() for form in found]
    return frozenset(one for form in forms for one in readings(form) | foldings(form))


def _by_foldings(one: Word, other: Word) -> Likeness | None:
    if one.foldings & other.foldings:
        if max(len(one.text), len(other.text)) <= SHORT:
            return None
        alike = 0.97 if one.likely & other.likely else 0.93
        return Likeness(alike if one.gender == other.gender else alike - 0.06, Why.SPELLING)
    pairs = list(product(one.foldings, other.foldings))
    near = max((like for pair in pairs if (like := _near(*pair))), default=None)
    apart = letters_apart(one.text, other.text)
    if apart > 1 and (near is None or (near.why is Why.NEAR and bool(one.given) != bool(other.given))):
        # Of a known given name two letters make another one, though it be in no table.
        return None
    if _is_other_suffix(one, other, pairs, apart):
        return Likeness(OTHER_SUFFIX if apart > 1 else OTHER_SUFFIX_BY_A_LETTER, Why.NEAR)
    return near if near and near.why is Why.CONSONANTS else Likeness(_graded(one, other, near, apart), Why.NEAR)


def _graded(one: Word, other: Word, near: Likeness | None, apart: int) -> float:
    """By how many letters a slip makes differ: what only sounds nearly alike is hardly one."""
    if near is None or apart <= 1:
        return ONE_LETTER - doubt(one.text, other.text)
    return min(near.degree, TWO_LETTERS if apart == 2 else MORE_LETTERS)


def _is_other_suffix(one: Word, other: Word, pairs: list[tuple[str, str]], apart: int) -> bool:
    """Petrov and Petrovski differ by no slip, or hardly, though some reading may make it look like one."""
    if apart <= 1 and (_NO_ENDING.search(spelled(one.text)) or _NO_ENDING.search(spelled(other.text))):
        return False
    if _adds_k(one.text, other.text):
        return True
    roots = [_of_one_root(*pair) for pair in pairs]
    return all(roots) or (any(roots) and apart > 1)


def _adds_k(one: str, other: str) -> bool:
    """Whether a k makes another suffix of it: Hrynevich, Hrynkevich."""
    short, long = sorted((one, other), key=len)
    return any(long[:at] + long[at + 1 :] == short for at, letter in enumerate(long) if letter in "kк")


def letters_apart(one: str, other: str) -> int:
    """By how many letters two words differ, in whatever script; more than ``MOST_SLIPS`` is not counted."""
    if min(len(one), len(other)) < SLIPS_FROM:
        return MOST_SLIPS + 1
    return min(
        # As they are written: in plain Latin letters щ for ч would be three. Nothing is alike across scripts.
        OSA.distance(one, other, score_cutoff=MOST_SLIPS),
        OSA.distance(spelled(one), spelled(other), score_cutoff=MOST_SLIPS),
        OSA.distance(_languages_folded(one), _languages_folded(other), score_cutoff=MOST_SLIPS),
    )


@lru_cache(REMEMBERED)
def spelled(text: str) -> str:
    """In plain Latin letters, however i, y and w are written."""
    return romanised(text).translate(_LETTERS).replace("ii", "i")


@lru_cache(REMEMBERED)
def _languages_folded(text: str) -> str:
    """The same without what Belarusian, Russian and Ukrainian spell otherwise."""
    plain = spelled(text)
    for letters, folded in _LANGUAGES:
        plain = plain.replace(letters, folded)
    return plain


_LETTERS = str.maketrans({"y": "i", "j": "i", "w": "v", "x": "ks"})
_LANGUAGES = (
    *(("ia", "e"), ("io", "e"), ("ie", "e"), ("kh", "h"), ("gh", "h"), ("g", "h"), ("tz", "t"), ("ts", "t")),
    *(("dz", "d"), ("o", "a"), ("au", "av"), ("eu", "ev")),
)
_NO_ENDING = re.compile("[bdghlmnprtvz]k$|[bdnv]si$|[aeou]ki$|[aeou][aeo]$")
"""With which hardly a surname ends: it is a slip, and not another suffix."""


@lru_cache(REMEMBERED)
def _near(one: str, other: str) -> Likeness | None:
    """By slips of the pen: one in four sounds or more, two in eight, three in ten."""
    longest = max(len(one), len(other))
    skeleton, its_skeleton = VOWEL.sub("", one), VOWEL.sub("", other)
    # Arabic letters write no short vowels.
    if skeleton == its_skeleton and skeleton in {one, other} and len(skeleton) >= 2:
        return Likeness(0.87, Why.CONSONANTS)
    same_skeleton = skeleton == its_skeleton and len(skeleton) >= 3
    if abs(len(one) - len(other)) > 2 or longest < SLIPS_FROM:
        return None
    # A slip is a sound left out, added, changed, or two that changed places.
    slips = OSA.distance(one, other, score_cutoff=MOST_SLIPS)
    if slips == 1:
        return Likeness(0.7 if longest < 5 else 0.83, Why.NEAR)
    if same_skeleton:
        return Likeness(0.8, Why.CONSONANTS)
    if slips == 2 and longest >= 8:
        return Likeness(0.74, Why.NEAR)
    return Likeness(0.62, Why.NEAR) if slips == 3 and longest >= 10 else None


@lru_cache(REMEMBERED)
def _of_one_root(one: str, other: str) -> bool:
    """Whether surnames have one root and other suffixes: Petrov and Petrovski, Ivanov and Ivankov, Novik, Novikov."""
    short, long = sorted((one, other), key=len)
    if long.startswith(short) and long[len(short) :] in SUFFIXES and len(short) >= ROOT_FROM:
        return True
    (mine, ending), (its, other_ending) = _root(one), _root(other)
    if not ending or not other_ending:
        return False
    alternating = len(mine) >= ROOT_FROM and mine.rstrip("kqi") == its.rstrip("kqi")
    return alternating and (ending != other_ending or mine != its)


@lru_cache(REMEMBERED)
def _root(folded: str) -> tuple[str, str]:
    """What is before the suffix, and the suffix."""
    ending = next((one for one in SUFFIXES if folded.endswith(one) and len(folded) - len(one) >= ROOT_FROM), "")
    return folded.removesuffix(ending), ending
