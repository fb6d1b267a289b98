"""The questions by which an index of keys is asked for a name: the same for the record and for what is published."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from people.naming.keys import Asked, as_one, asked_by, nearly_given, slipped_by, tells
from people.naming.parsed import Parsed, Word
from people.naming.tokens import Part

ENOUGH = 20
"""Of so many candidates no less sure questions are asked."""
MOST_COMPARED = 80
"""Of those who share keys, so many are compared for each question: the ones that share most."""
MOST_PARTS = 12
"""A text of more parts is no name, and nobody is looked for by it."""
TOO_MANY = 400
"""Nobody is picked out of so many by one part of a name that has others."""
Groups: TypeAlias = list[list[int]]


class Question(NamedTuple):
    """Groups of keys, of each of which whoever is meant has one."""

    groups: Groups
    by_one_part: bool = False
    """Whether other parts are left out of it: where ``TOO_MANY`` answer to it, it finds nobody."""


def questions(asked: Parsed) -> Iterator[list[Question]]:
    """Questions, the surest first; those of one step are asked together."""
    if len(asked.words) > MOST_PARTS:
        return
    keys = [_by(word) for word in asked.words]
    telling = [at for at in range(len(asked.words)) if tells(asked, at)]
    telling = telling or [at for at, word in enumerate(asked.words) if word.part == Part.WORD]
    joined = [span for span in asked.spans if len(span.places) > 1]
    others = [_besides(keys, {at}) for at in range(len(keys))]
    besides = [([*as_one(span)], _besides(keys, span.places)) for span in joined]
    yield [
        *(Question([[*keys[at].sure], others[at]]) for at in telling if others[at]),
        *(Question([as_written, rest]) for as_written, rest in besides if rest),
    ]
    # Costly, and mostly not needed, so it comes after the questions above.
    near = ((at, [*keys[at].near, *slipped_by(asked.words[at])]) for at in telling if others[at])
    yield [Question([slipped, others[at]]) for at, slipped in near if slipped]
    yield [Question([as_written]) for as_written, _rest in besides]
    several = len(asked.words) > 1
    yield [Question([[*keys[at].sure]], by_one_part=several) for at in telling]
    yield [Question([[*keys[at].near]], by_one_part=several) for at in telling if keys[at].near]


def _besides(keys: Sequence[Asked], places: Collection[int]) -> list[int]:
    """The keys of all parts but those."""
    return [key for at, one in enumerate(keys) if at not in places for key in _anything(one)]


def _by(word: Word) -> Asked:
    keys = asked_by(word)
    return keys._replace(near=(*keys.near, *nearly_given(word)))


def all_keys(asked: Parsed) -> list[int]:
    """Every key of a name: of two who answer a question, whoever shares more of these is the likelier."""
    return [key for word in asked.words[:MOST_PARTS] for key in _anything(_by(word))]


def _anything(keys: Asked) -> tuple[int, ...]:
    return (*keys.sure, *keys.near, *(() if keys.sure else keys.initial))
