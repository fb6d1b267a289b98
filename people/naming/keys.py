"""The keys under which a name is found: numbers for how its parts may sound, and which given names they may be.

A name that is asked for and one that is known share a key for each part that is a spelling of the same name. Long parts
are also known by what is left when one sound is left out, so that a slip of the pen on either side still finds them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from people.naming.likeness import CONSONANTS
from people.naming.parsed import Word, parse
from people.naming.sounds import REMEMBERED
from people.naming.tokens import Part

KEYS_VERSION = 1
"""Another one whenever the tables or the rules give other keys: keys of older versions are then made again."""
LONG_ENOUGH = 5
CONSONANTS_ENOUGH = 3


class Asked(NamedTuple):
    """What a part of a name is looked up by: ``sure`` are whole, ``near`` allow for a slip, ``initial`` for no more."""

    sure: tuple[int, ...]
    near: tuple[int, ...]
    initial: tuple[int, ...]


def keys_of(names: Iterable[str]) -> list[int]:
    """All keys of a person's names, each once, in order."""
    parsed = [parse(name) for name in names]
    joined = {key for name in parsed for span in name.spans for key in asked_by(span.word).sure}
    return sorted(joined | {key for name in parsed for word in name.words for key in _known_by(word)})


@lru_cache(REMEMBERED)
def asked_by(word: Word) -> Asked:
    """The keys by which a part of a name is looked up."""
    near = [] if word.given else [*_shortened(word), *_skeletons(word)]
    sure = [] if word.part == Part.INITIAL else _whole(word)
    return Asked(tuple(sure), tuple(near), tuple(_initials(word)))


@lru_cache(REMEMBERED)
def _known_by(word: Word) -> tuple[int, ...]:
    asked = asked_by(word)
    return (*asked.sure, *asked.near, *asked.initial)


def _whole(word: Word) -> list[int]:
    return [*(_key("given", one) for one in word.given.every), *(_key("sound", one) for one in word.foldings)]


def _shortened(word: Word) -> Iterator[int]:
    for one in word.foldings:
        if len(one) >= LONG_ENOUGH:
            for at in range(len(one)):
                yield _key("sound", one[:at] + one[at + 1 :])


def _skeletons(word: Word) -> Iterator[int]:
    for one in word.foldings:
        skeleton = CONSONANTS.sub("", one)
        if len(skeleton) >= CONSONANTS_ENOUGH:
            yield _key("skeleton", skeleton)


def _initials(word: Word) -> Iterator[int]:
    yield from {_key("initial", one[0]) for one in word.foldings | word.readings}


@lru_cache(REMEMBERED)
def _key(what: str, text: str) -> int:
    return int.from_bytes(blake2b(f"{what}:{text}".encode(), digest_size=8).digest(), signed=True)
