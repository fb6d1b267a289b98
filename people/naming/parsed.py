"""A name with all that is known of its parts: how they may sound, which given names they may be, what they tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from people.naming.given import Heard, given_names, given_names_heard
from people.naming.patronymics import Patronymic, patronymic_of
from people.naming.sounds import foldings, likely, readings
from people.naming.tokens import Part, tokens_of

REMEMBERED = 32_768
LONGEST_SYLLABLE = 6
WOMAN = re.compile(r"(?:[oae]va|ina|ska|cka|ovna|aia)$")
MAN = re.compile(r"(?:[oae]v|ski|cki|oi)$")


class Word(NamedTuple):
    """One part of a name."""

    text: str
    part: Part
    readings: frozenset[str]
    foldings: frozenset[str]
    given: Heard
    patronymic: Patronymic | None

    @property
    def likely(self) -> frozenset[str]:
        """As ``sounds.likely``; asked for when two words are compared, and not for keys."""
        return likely(self.text)

    @property
    def gender(self) -> str:
        """``m`` or ``f`` where the ending of a Slavic surname tells, else nothing."""
        if any(WOMAN.search(one) for one in self.readings):
            return "f"
        return "m" if self.readings and all(MAN.search(one) for one in self.readings) else ""


class Span(NamedTuple):
    """One or two neighbouring parts as one word, and their places."""

    word: Word
    places: frozenset[int]


@dataclass(frozen=True, eq=False)
class Parsed:
    """A name taken apart. ``father`` is the place of the patronymic among the words, if there is one."""

    text: str
    words: tuple[Word, ...]
    father: int | None
    hyphened: frozenset[int]
    """The places of words that a hyphen joins to the one before."""

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The words, and neighbours that may be one: Zheng Lan is also Zhenglan, Khosh-Nevisan also Khoshnevisan."""
        return _spans(self.words, self.hyphened)

    @cached_property
    def genders(self) -> frozenset[str]:
        """What given names, patronymic and surname tell of the gender; both where they contradict one another."""
        return _genders(self.words, self.father)


@lru_cache(REMEMBERED)
def parse(name: str) -> Parsed:
    """The name taken apart; particles such as *al* or *bin* are left out unless there is nothing else."""
    tokens = tokens_of(name)
    told = [token for token in tokens if token.part != Part.PARTICLE] or list(tokens)
    words = tuple(_word(token.text, token.part) for token in told)
    hyphened = frozenset(at for at, token in enumerate(told) if token.hyphened and at)
    father = _place_of_patronymic(words, hyphened | {at - 1 for at in hyphened})
    return Parsed(name, words, father, hyphened)


@lru_cache(REMEMBERED)
def _word(text: str, part: Part) -> Word:
    patronymic = patronymic_of(text) if part == Part.WORD else None
    given = given_names_heard(text) if part == Part.WORD else Heard(frozenset(), frozenset())
    return Word(text, part, readings(text), foldings(text), given, patronymic)


def _genders(words: tuple[Word, ...], father: int | None) -> frozenset[str]:
    told: set[str] = set()
    for at, word in enumerate(words):
        if at == father and word.patronymic:
            told.add(word.patronymic.gender)
        elif word.given:
            genders = {given_names()[key].gender for key in word.given.every}
            told |= genders if len(genders) == 1 else set()
        elif word.gender:
            told.add(word.gender)
    return frozenset(told - {"mf", ""})


def _spans(words: tuple[Word, ...], hyphened: frozenset[int]) -> tuple[Span, ...]:
    single = [Span(word, frozenset({at})) for at, word in enumerate(words)]
    pairs = (at for at in range(len(words) - 1) if _may_be_one(words[at], words[at + 1]) or at + 1 in hyphened)
    return (*single, *(Span(joined_word(words[at], words[at + 1]), frozenset({at, at + 1})) for at in pairs))


def _may_be_one(word: Word, following: Word) -> bool:
    """Whether two neighbouring parts may be syllables of one word, as in Chinese and Korean names."""
    return all(one.part == Part.WORD and len(one.text) <= LONGEST_SYLLABLE for one in (word, following))


def joined_word(one: Word, other: Word) -> Word:
    """Two parts written as one."""
    return _word(one.text + other.text, Part.WORD)


def _goes_with(given: Word, patronymic: Patronymic) -> bool:
    """Lizaveta Harunovich has no patronymic, but a surname that looks like a man's one."""
    genders = {given_names()[key].gender for key in given.given.official or given.given.short}
    return not genders or patronymic.gender in genders or "mf" in genders


def _place_of_patronymic(words: tuple[Word, ...], double: frozenset[int]) -> int | None:
    """Where a patronymic stands: after a given name, never as the only surname nor as half of a ``double`` one."""
    if len(words) < 3:
        return None
    for at in range(1, len(words)):
        before, word = words[at - 1], words[at]
        follows = before.given or before.part == Part.INITIAL
        if at not in double and follows and word.patronymic and _goes_with(before, word.patronymic):
            return at
    return None
