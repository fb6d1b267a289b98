"""A name with all that is known of its parts: how they may sound, which given names they may be, what they tell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

from people.naming.eastern import joined as syllables_joined
from people.naming.eastern import syllables_of
from people.naming.given import Heard, given_names, given_names_heard, is_a_form
from people.naming.patronymics import Patronymic, patronymic_of
from people.naming.sounds import foldings, likely, readings
from people.naming.tokens import Part, Token, tokens_of

REMEMBERED = 32_768
"""Words: given names and families recur."""
NAMES_REMEMBERED = 4_096
LONGEST_SYLLABLE = 6
LONGEST_HALF = 10
CYRILLIC_WU = "у"
VOWELS = CYRILLIC_WU + "aeiou"
WOMAN = re.compile(r"(?:[oae]va|ina|ska|cka|ovna|aia)$")
MAN = re.compile(r"(?:[oae]v|ski|cki|(?<![vk])oi)$")


class Word(NamedTuple):
    """One part of a name."""

    text: str
    part: Part
    readings: frozenset[str]
    foldings: frozenset[str]
    given: Heard
    patronymic: Patronymic | None
    gender: str
    """``m`` or ``f`` where the ending of a Slavic surname tells, else nothing."""
    syllables: frozenset[str] = frozenset()
    """What it may be in a Chinese or Korean name."""

    @property
    def likely(self) -> frozenset[str]:
        """As ``sounds.likely``; asked for when two words are compared, and not for keys."""
        return likely(self.text)

    @property
    def is_slavic(self) -> bool:
        """Whether it looks like a given name, a patronymic or a surname of Belarus, Russia or Ukraine."""
        return bool(self.gender or self.patronymic) or any(given_names()[key].is_slavic for key in self.given.every)


@dataclass(frozen=True, eq=False)
class Span:
    """One or two neighbouring parts as one word, and their places."""

    parts: tuple[Word, ...]
    places: frozenset[int]
    led_by: str = ""
    """The particles before it, where they are written together with it."""

    @cached_property
    def kind(self) -> tuple[int, bool]:
        """Spans of one kind are written alike on both sides."""
        return len(self.places), bool(self.led_by)

    @cached_property
    def length(self) -> int:
        """Letters of the word."""
        return len(self.led_by) + sum(len(part.text) for part in self.parts)

    @cached_property
    def has_syllables(self) -> bool:
        """Whether the word may be one of a Chinese or Korean name."""
        return not self.led_by and all(part.syllables for part in self.parts) and bool(self.word.syllables)

    @cached_property
    def word(self) -> Word:
        """Made when it is asked for: of most it is enough to know the length."""
        if self.led_by:
            return _word(self.led_by + self.parts[0].text, Part.WORD)
        return self.parts[0] if len(self.parts) == 1 else joined_word(*self.parts)


class Role(StrEnum):
    """What a part of a name is."""

    GIVEN = "given"
    FATHER = "father"
    FAMILY = "family"


@dataclass(frozen=True, eq=False)
class Parsed:
    """A name taken apart. ``father`` is the place of the patronymic among the words, if there is one."""

    text: str
    words: tuple[Word, ...]
    father: int | None
    hyphened: frozenset[int]
    """The places of words that a hyphen joins to the one before."""
    led_by: tuple[tuple[int, str], ...] = ()
    """Places of words with the particles that stand before them, if any."""

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """What each word is: the given name before the patronymic, or the first that may be one; the rest is family."""
        return _roles(self.words, self.father)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The words, and what may be written as one: Zheng Lan, Khosh-Nevisan, de la Hoz."""
        led = (Span((self.words[at],), frozenset({at}), particles) for at, particles in self.led_by)
        return (*_spans(self.words, self.hyphened), *led)

    @cached_property
    def genders(self) -> frozenset[str]:
        """What given names, patronymic and surname tell of the gender; both where they contradict one another."""
        return _genders(self.words, self.father)


@lru_cache(NAMES_REMEMBERED)
def parse(name: str) -> Parsed:
    """The name taken apart; particles such as *al* or *bin* are left out unless there is nothing else."""
    tokens = tokens_of(name)
    told = [token for token in tokens if token.part != Part.PARTICLE] or list(tokens)
    syllables = _syllables(tokens)
    if syllables:
        # Le and Du are no particles there.
        told = [token._replace(part=Part.WORD) for token in tokens]
    words = tuple(_word(token.text, token.part) for token in told)
    if syllables:
        words = tuple(word._replace(syllables=one) for word, one in zip(words, syllables, strict=True))
    hyphened = frozenset(at for at, token in enumerate(told) if token.hyphened and at)
    father = _before_oglu(tokens)
    if father is None:
        father = _place_of_patronymic(words, hyphened | {at - 1 for at in hyphened})
    return Parsed(name, words, father, hyphened, tuple(_led_by(tokens)) if len(told) < len(tokens) else ())


def _syllables(tokens: Sequence[Token]) -> tuple[frozenset[str], ...]:
    hyphened = any(token.hyphened for token in tokens)
    # I-ting, U-seo, У Ичжун: a vowel is a syllable of its own.
    vowels = VOWELS if hyphened else CYRILLIC_WU
    if any(token.part == Part.INITIAL and token.text not in vowels for token in tokens):
        return ()
    return syllables_of([token.text for token in tokens], hyphened=hyphened)


def _before_oglu(tokens: tuple[Token, ...]) -> int | None:
    """The place among the words of a father's name that stands before *oglu* or *qızı* and after another word."""
    words = 0
    for token in tokens:
        if token.follows_father and words > 1:
            return words - 1
        words += token.part != Part.PARTICLE
    return None


def _led_by(tokens: tuple[Token, ...]) -> Iterator[tuple[int, str]]:
    at, particles = 0, ""
    for token in tokens:
        if token.part == Part.PARTICLE:
            particles = particles + token.text if token.leads else ""
            continue
        if particles and token.part == Part.WORD:
            yield at, particles
        at, particles = at + 1, ""


@lru_cache(REMEMBERED)
def _word(text: str, part: Part) -> Word:
    return _made(text, part)


def _made(text: str, part: Part) -> Word:
    patronymic = patronymic_of(text) if part == Part.WORD else None
    given = given_names_heard(text) if part == Part.WORD else Heard(frozenset(), frozenset())
    heard = readings(text)
    return Word(text, part, heard, foldings(text), given, patronymic, _gender(heard))


def _gender(heard: Collection[str]) -> str:
    if any(WOMAN.search(one) for one in heard):
        return "f"
    return "m" if heard and all(MAN.search(one) for one in heard) else ""


def _genders(words: tuple[Word, ...], father: int | None) -> frozenset[str]:
    told: set[str] = set()
    for at, word in enumerate(words):
        if at == father and word.patronymic:
            told.add(word.patronymic.gender)
        elif word.given:
            # What only sounds like a short form, and is no way to write it, may be a slip in another name.
            if not (word.given.official or is_a_form(word.text)):
                continue
            genders = {given_names()[key].gender for key in word.given.every}
            told |= genders if len(genders) == 1 else set()
        elif word.gender:
            told.add(word.gender)
    return frozenset(told - {"mf", ""})


def _spans(words: tuple[Word, ...], hyphened: frozenset[int]) -> tuple[Span, ...]:
    single = [Span((word,), frozenset({at})) for at, word in enumerate(words)]
    pairs = (at for at in range(len(words) - 1) if _may_be_one(words[at], words[at + 1]) or at + 1 in hyphened)
    return (*single, *(Span(words[at : at + 2], frozenset({at, at + 1})) for at in pairs))


def _may_be_one(word: Word, following: Word) -> bool:
    """Whether neighbours may be syllables of one word, as in Chinese names, or halves of one, as in Persian ones."""
    longest = max(len(word.text), len(following.text))
    if longest > LONGEST_HALF or not word.part == following.part == Part.WORD:
        return False
    return longest <= LONGEST_SYLLABLE or not (word.is_slavic or following.is_slavic)


def joined_word(one: Word, other: Word) -> Word:
    """Two parts written as one. Nearly every name has others, so they are not remembered."""
    word = _made(one.text + other.text, Part.WORD)
    if one.syllables and other.syllables:
        return word._replace(syllables=syllables_joined(one.syllables, other.syllables))
    return word


def _goes_with(given: Word, patronymic: Patronymic) -> bool:
    """Lizaveta Harunovich has no patronymic, but a surname that looks like a man's one."""
    genders = {given_names()[key].gender for key in given.given.official or given.given.short}
    return not genders or patronymic.gender in genders or "mf" in genders


def _place_of_patronymic(words: tuple[Word, ...], double: frozenset[int]) -> int | None:
    """Where a patronymic stands: after a given name, never as the only surname nor as half of a ``double`` one."""
    if len(words) < 3:
        return None
    places = [at for at in range(1, len(words)) if words[at].patronymic and at not in double]
    sure = (at for at in places if _follows_given(words[at - 1], words[at]))
    return next(sure, None) or (None if any(word.given for word in words) else _after_unknown(words, places))


def _follows_given(before: Word, word: Word) -> bool:
    given = before.given or before.part == Part.INITIAL
    return bool(given and word.patronymic and _goes_with(before, word.patronymic))


def _after_unknown(words: tuple[Word, ...], places: list[int]) -> int | None:
    """Where the given name is mistyped or in no table: the first word that tells of a known father."""
    return next((at for at in places if (told := words[at].patronymic) and told.fathers), None)


def _roles(words: tuple[Word, ...], father: int | None) -> tuple[Role, ...]:
    given = father - 1 if father else None
    if given is None:
        given = next((at for at, word in enumerate(words) if word.given and len(words) > 1), None)
    if given is None:
        given = next((at for at, word in enumerate(words) if word.part == Part.INITIAL), None)
    if father is None and given is not None and _two_initials(words[given : given + 2]):
        father = given + 1
    role = {father: Role.FATHER, given: Role.GIVEN}
    return tuple(role.get(at, Role.FAMILY) for at in range(len(words)))


def _two_initials(words: tuple[Word, ...]) -> bool:
    return [word.part for word in words] == [Part.INITIAL, Part.INITIAL]
