"""The keys under which a name is found: numbers for how its parts may sound, and which given names they may be.

A name that is asked for and one that is known share a key for each part that is a spelling of the same name. Long parts
are also known by what is left when one sound is left out, so that a slip of the pen on either side still finds them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from people.naming.given import given_names_nearly
from people.naming.likeness import VOWEL
from people.naming.parsed import REMEMBERED, Parsed, Role, Span, Word, parse
from people.naming.sounds import settled, sounding
from people.naming.tokens import Part

KEYS_VERSION = 4
"""Another one whenever the tables or the rules give other keys: keys of older versions are then made again."""
LONG_ENOUGH = 5
CONSONANTS_ENOUGH = 3
TOGETHER = ("sh", "ch", "zh", "kh", "ts", "dz", "cz", "sz", "rz", "ya", "yu", "ye", "ia", "iu", "ie", "дз", "дж")
"""Letters that make one sound: a slip in one of the two changes more than one sound."""
CYRILLIC_VOWELS = frozenset("аеёиоуыэюяіїєў")
VOWELS = CYRILLIC_VOWELS | frozenset("aeiouy")
SOFTENING = "eyiеёяє"


class Asked(NamedTuple):
    """What a part of a name is looked up by: ``sure`` are whole, ``near`` allow for a slip, ``initial`` for no more."""

    sure: tuple[int, ...]
    near: tuple[int, ...]
    initial: tuple[int, ...]


def keys_of(names: Iterable[str]) -> list[int]:
    """All keys of a person's names, each once, in order."""
    parsed = [parse(name) for name in names]
    joined = (as_one(span) for name in parsed for span in name.spans[len(name.words) :])
    known = (_known_by(name, at) for name in parsed for at in range(len(name.words)))
    return sorted(set[int]().union(*joined, *known))


def tells(name: Parsed, at: int) -> bool:
    """Whether a part is neither the given name nor the patronymic nor an initial: what few have in common."""
    word = name.words[at]
    return word.part == Part.WORD and not (word.given and name.roles[at] == Role.GIVEN) and at != name.father


@lru_cache(REMEMBERED)
def asked_by(word: Word) -> Asked:
    """The keys by which a part of a name is looked up."""
    sure = [] if word.part == Part.INITIAL else _whole(word)
    return Asked(tuple(sure), (*_shortened(word), *_skeletons(word)), tuple(_initials(word)))


def as_one(span: Span) -> tuple[int, ...]:
    """The keys of parts that may be written together."""
    return (*_whole(span.word), *_skeletons(span.word))


@lru_cache(REMEMBERED)
def nearly_given(word: Word) -> tuple[int, ...]:
    """Keys of the given names that a word may be but for a slip."""
    if word.given or word.part != Part.WORD:
        return ()
    return tuple(_key("given", one) for one in sorted(given_names_nearly(word.text)))


@lru_cache(REMEMBERED)
def slipped_by(word: Word) -> tuple[int, ...]:
    """Keys of what may have been meant where letters that make one sound were mistyped: Ahimanskaya for Shimanskaya."""
    if word.part != Part.WORD or len(word.text) < LONG_ENOUGH:
        return ()
    respelled = {one for text in set(_respelled(word.text)) for one in sounding(text)}
    meant = respelled.union(*_without_a_consonant(word.text)) - word.foldings
    return tuple(sorted(_key("sound", one) for one in meant))


def _without_a_consonant(text: str) -> Iterator[Iterator[str]]:
    """Two vowels between which one was left out sound otherwise than side by side: Diovsky for Dirovsky."""
    return (sounding(text[:at], text[at:]) for at in range(2, len(text) - 1) if {*text[at - 1 : at + 1]} <= VOWELS)


def _respelled(text: str) -> Iterator[str]:
    """Two letters that changed places, a letter too many, and one that was left out of a group or typed for another."""
    for at in range(len(text)):
        before, letter, after = text[:at], text[at], text[at + 1 :]
        yield before + after
        if after:
            yield before + after[0] + letter + after[1:]
        # After r, which is hard, e and я sound otherwise than after what was typed for it.
        if letter in SOFTENING:
            r = "р" if letter in CYRILLIC_VOWELS else "r"
            yield before + r + letter + after
            yield before[:-1] + r + letter + after
        for first, second in map(tuple, TOGETHER):
            if letter == second and not before.endswith(first):
                yield before + first + letter + after
                yield before[:-1] + first + letter + after
            if letter == first and not after.startswith(second):
                yield before + letter + second + after
                yield before + letter + second + after[1:]


def _known_by(name: Parsed, at: int) -> Iterator[int]:
    word = name.words[at]
    sure, near, initial = asked_by(word)
    yield from sure
    # Of given names only what is written without vowels, as in Arabic letters, is not in the table.
    yield from near if tells(name, at) or at == name.father else _skeletons(word)
    yield from initial


def _whole(word: Word) -> list[int]:
    sounds = [*(_key("given", one) for one in word.given.every), *(_key("sound", one) for one in word.foldings)]
    return [*sounds, *(_key("syllables", one) for one in word.syllables)] if word.syllables else sounds


def _shortened(word: Word) -> Iterator[int]:
    for one in word.foldings:
        if len(one) >= LONG_ENOUGH:
            for at in range(len(one)):
                yield _key("sound", settled(one[:at] + one[at + 1 :]))


def _skeletons(word: Word) -> Iterator[int]:
    for one in word.foldings:
        skeleton = VOWEL.sub("", one)
        if len(skeleton) >= CONSONANTS_ENOUGH:
            yield _key("skeleton", skeleton)


def _initials(word: Word) -> Iterator[int]:
    yield from {_key("initial", one[0]) for one in word.foldings | word.readings}


@lru_cache(REMEMBERED)
def _key(what: str, text: str) -> int:
    return int.from_bytes(blake2b(f"{what}:{text}".encode(), digest_size=8).digest(), signed=True)
