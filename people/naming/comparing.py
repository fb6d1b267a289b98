"""How likely two names are one person's, with the reasons in words.

The parts are matched one to one, whatever their order. A part that only one side has costs according to what it is: a
patronymic little, a surname much. What contradicts (another given name, another father, another gender) costs most.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import NamedTuple, TypeAlias

from rapidfuzz.distance import OSA

from people.naming.likeness import Likeness, Why, likeness
from people.naming.parsed import Parsed, Role, Span, Word
from people.naming.tokens import Part

_Joined: TypeAlias = tuple[Span, Span, Likeness]
_Pair: TypeAlias = tuple[int, int, Likeness]


WEIGHT = {Role.FAMILY: 1.0, Role.GIVEN: 0.7, Role.FATHER: 0.5}
MISSING = {Role.FAMILY: 0.83, Role.GIVEN: 0.5, Role.FATHER: 0.02}
"""What it costs, in shares of the weight, that the other side does not have the part at all."""
NOT_KNOWN = 0.13
"""The same for a patronymic that is asked for: of two who may be meant it is rather the one who has it."""
JOINED_ALIKE = 0.8
MOST_LONGER = 3
SLIPS_IN_FATHERS_FROM = 5
MOST_JOINED = 2
HALF_A_NAME = 0.09
"""The same where another part of that kind is on both sides, as with double names, and with two given names."""
CONTRADICTS = {Role.GIVEN: 0.3, Role.FATHER: 0.35, Role.FAMILY: 0.5}
OTHER_GENDER = 0.35


class Reason(NamedTuple):
    """Why two names are taken for one, or are not."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """``likeness`` from 0 to 1, before it is turned into a probability; ``reasons`` the most telling first."""

    likeness: float
    reasons: tuple[Reason, ...]


def compare(asked: Parsed, known: Parsed) -> Comparison:
    """Compare a name that is asked for with one that is known."""
    found = (_aligned(asked, known, joined) for joined in _joinings(asked, known))
    return max(found, key=lambda one: one.likeness)


def _aligned(asked: Parsed, known: Parsed, joined: Sequence[_Joined]) -> Comparison:
    """How alike the names are with some parts written together; the others are matched one to one."""
    mine = {at for one, _other, _like in joined for at in one.places}
    its = {to for _one, other, _like in joined for to in other.places}
    pairs = [pair for pair in _matched(asked, known) if pair[0] not in mine and pair[1] not in its]
    mine |= {at for at, _to, _like in pairs}
    its |= {to for _at, to, _like in pairs}
    reasons: list[Reason] = []
    weight = alike = 0.0
    factor = 1.0
    for one, other, like in joined:
        weight += WEIGHT[Role.FAMILY]
        alike += WEIGHT[Role.FAMILY] * like.degree
        reasons.append(_reason(one.word, other.word, like))
    for at, to, like in pairs:
        word, role = asked.words[at], _role_of_pair(asked, known, at, to)
        share = WEIGHT[role]
        weight += share
        # A slip in the long word that a Slavic patronymic is makes it hardly less likely.
        alike += share * ((1 + like.degree) / 2 if role == Role.FATHER and word.patronymic else like.degree)
        reasons.append(_reason(word, known.words[to], like))
    left, right = _left(asked, mine), _left(known, its)
    for role in Role:
        mine_only, its_only = left.get(role), right.get(role)
        if mine_only is not None and its_only is not None:
            factor *= CONTRADICTS[role]
            weight += WEIGHT[role]
            told = _CONTRADICTION[role].format(one=mine_only.text, other=its_only.text)
            reasons.insert(0, Reason(f"other_{role}", told))
        elif (only := mine_only or its_only) is not None:
            shared = any(_is_another(asked, known, pair, role, only) for pair in pairs)
            missing = NOT_KNOWN if mine_only and _is_whole_patronymic(mine_only, role) else MISSING[role]
            weight += WEIGHT[role] * (HALF_A_NAME if shared else missing)
            reasons.append(Reason(f"no_{role}", _ABSENCE[role]))
    if one_is_given := _given_and_other(left, right) or _given_and_other(right, left):
        factor *= CONTRADICTS[Role.FAMILY]
        reasons.insert(0, one_is_given)
    if asked.genders and known.genders and not asked.genders & known.genders:
        factor *= OTHER_GENDER
        reasons.insert(0, Reason("other_gender", "One name is a man's, the other a woman's."))
    return Comparison(factor * alike / weight if weight else 0.0, tuple(reasons))


def _given_and_other(left: dict[Role, Word], right: dict[Role, Word]) -> Reason | None:
    """Where what is left of one name is known as a given name, and of the other is in no table: Aigerim, Aigul."""
    given, other = left.get(Role.GIVEN), right.get(Role.FAMILY)
    if given is None or other is None or Role.FAMILY in left or Role.GIVEN in right:
        return None
    return Reason(f"other_{Role.GIVEN}", _CONTRADICTION[Role.GIVEN].format(one=given.text, other=other.text))


_CONTRADICTION = {
    Role.GIVEN: "Other given names: {one} is not {other}.",
    Role.FATHER: "The patronymics contradict each other: {one} and {other}.",
    Role.FAMILY: "Other family names: {one} is not {other}.",
}
_ABSENCE = {
    Role.GIVEN: "Only one of the names has a given name.",
    Role.FATHER: "Only one of the names has a patronymic.",
    Role.FAMILY: "One of the names has a part more.",
}


def _matched(asked: Parsed, known: Parsed) -> list[_Pair]:
    """Pairs of places, the most alike first; each part is in one pair at most."""
    found = [
        (at, to, like)
        for (at, one), (to, other) in product(enumerate(asked.words), enumerate(known.words))
        if (like := likeness(one, other)) and _same_place(asked, known, at, to, like)
    ]
    found.sort(key=lambda pair: (-pair[2].degree, abs(pair[0] - pair[1])))
    pairs: list[_Pair] = []
    for at, to, like in found:
        if all(at != one and to != other for one, other, _like in pairs):
            pairs.append((at, to, like))
    return pairs


def _joinings(asked: Parsed, known: Parsed) -> Iterator[tuple[_Joined, ...]]:
    """Ways to take parts together that one side writes as one word: none, and each that makes words alike."""
    found = list(_written_together(asked, known))
    for count in range(min(len(found), MOST_JOINED) + 1):
        for some in combinations(found, count):
            if all(_apart(one, other) for one, other in combinations(some, 2)):
                yield some


def _written_together(asked: Parsed, known: Parsed) -> Iterator[_Joined]:
    for one, other in product(asked.spans, known.spans):
        if one.kind == other.kind:
            continue
        # Of vowels at the end nothing is left in what is compared: Song is not Songhao.
        if abs(one.length - other.length) > MOST_LONGER and not (one.has_syllables and other.has_syllables):
            continue
        like = likeness(one.word, other.word)
        if like and like.degree >= JOINED_ALIKE:
            yield one, other, like


def _apart(one: _Joined, other: _Joined) -> bool:
    return not (one[0].places & other[0].places or one[1].places & other[1].places)


def _same_place(asked: Parsed, known: Parsed, at: int, to: int, like: Likeness) -> bool:
    """A patronymic is matched with a patronymic, where both names have one; a mistyped given name with a given name."""
    if like.why == Why.NEARLY_GIVEN and Role.GIVEN not in {asked.roles[at], known.roles[to]}:
        return False
    if asked.father is None or known.father is None:
        return True
    if at == asked.father and to == known.father:
        return like.why not in {Why.NEAR, Why.CONSONANTS} or _may_be_a_slip(asked.words[at], known.words[to])
    return at != asked.father and to != known.father


def _may_be_a_slip(one: Word, other: Word) -> bool:
    """Of two fathers' names: known ones are two fathers, and of what is before the ending one slip is enough.

    Ivanovich and Igorevich differ by hardly more letters than a mistyped one. Of short names one slip makes another:
    Ali, Alish.
    """
    mine, its = one.patronymic, other.patronymic
    if mine is None or its is None:
        return min(len(one.text), len(other.text)) >= SLIPS_IN_FATHERS_FROM
    if mine.fathers and its.fathers:
        return False
    return OSA.distance(mine.stem, its.stem) <= 1


def _role_of_pair(asked: Parsed, known: Parsed, at: int, to: int) -> Role:
    """What a part is on either side; where one side does not tell, the other does."""
    one, other = asked.roles[at], known.roles[to]
    if one == other:
        return one
    return Role.FATHER if Role.FATHER in {one, other} else Role.GIVEN


def _is_another(asked: Parsed, known: Parsed, pair: _Pair, role: Role, only: Word) -> bool:
    """Whether a pair is of the same kind as a part that one side alone has."""
    at, to, _like = pair
    if only.given and asked.words[at].given and known.words[to].given:
        return True
    return role == Role.FAMILY == asked.roles[at] == known.roles[to]


def _is_whole_patronymic(word: Word, role: Role) -> bool:
    return role == Role.FATHER and word.part != Part.INITIAL


def _left(name: Parsed, used: set[int]) -> dict[Role, Word]:
    return {name.roles[at]: word for at, word in reversed(list(enumerate(name.words))) if at not in used}


def _reason(one: Word, other: Word, like: Likeness) -> Reason:
    texts = {
        Why.SAME: "{one} on both sides.",
        Why.GIVEN: "{one} and {other}: the same given name.",
        Why.SHORT: "{one} and {other}: a given name and its short form.",
        Why.SPELLING: "{one} and {other}: two spellings of one name.",
        Why.PATRONYMIC: "{one} and {other}: the same father's name.",
        Why.INITIAL: "{one} may stand for {other}.",
        Why.NEAR: "{one} and {other} differ by a slip.",
        Why.NEARLY_GIVEN: "{one} and {other}: a given name, but for a slip.",
        Why.CONSONANTS: "{one} and {other} differ in vowels only.",
    }
    return Reason(like.why, texts[like.why].format(one=one.text, other=other.text))
