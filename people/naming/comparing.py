"""How likely two names are one person's, with the reasons in words.

The parts are matched one to one, whatever their order. A part that only one side has costs according to what it is: a
patronymic little, a surname much. What contradicts (another given name, another father, another gender) costs most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import NamedTuple, TypeAlias

from people.naming.likeness import Likeness, Why, likeness
from people.naming.parsed import Parsed, Span, Word
from people.naming.tokens import Part

Rarity: TypeAlias = Callable[[Word], float]
"""How much a part tells, from 0 (everybody has it) to 1 (nobody else has it)."""


class Role(StrEnum):
    """What a part of a name is."""

    GIVEN = "given"
    FATHER = "father"
    FAMILY = "family"


WEIGHT = {Role.FAMILY: 1.0, Role.GIVEN: 0.7, Role.FATHER: 0.5}
MISSING = {Role.FAMILY: 0.75, Role.GIVEN: 0.45, Role.FATHER: 0.03}
"""What it costs, in shares of the weight, that the other side does not have the part at all."""
JOINED_ALIKE = 0.8
SURELY_JOINED = 0.95
MOST_LONGER = 3
HALF_A_NAME = 0.08
"""The same where another part of the family name is on both sides, as with double names."""
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


def everything_rare(_word: Word) -> float:
    """Where nothing is known of how common names are."""
    return 0.8


def compare(asked: Parsed, known: Parsed, *, rarity: Rarity = everything_rare) -> Comparison:
    """Compare a name that is asked for with one that is known."""
    mine, its = set[int](), set[int]()
    joined = list(_joined(asked, known, mine, its, least=SURELY_JOINED))
    pairs = [pair for pair in _matched(asked, known) if pair[0] not in mine and pair[1] not in its]
    mine |= {at for at, _to, _like in pairs}
    its |= {to for _at, to, _like in pairs}
    joined += _joined(asked, known, mine, its, least=JOINED_ALIKE)
    roles, known_roles = _roles(asked), _roles(known)
    reasons: list[Reason] = []
    weight = alike = 0.0
    factor = 1.0
    for one, other, like in joined:
        weight += WEIGHT[Role.FAMILY]
        alike += WEIGHT[Role.FAMILY] * like.degree
        reasons.append(_reason(one.word, other.word, like))
    for at, to, like in pairs:
        word = asked.words[at]
        share = WEIGHT[_role_of_pair(roles[at], known_roles[to])] * (0.5 + 0.5 * rarity(known.words[to]))
        weight += share
        alike += share * like.degree
        reasons.append(_reason(word, known.words[to], like))
    left, right = _left(asked, roles, mine), _left(known, known_roles, its)
    for role in Role:
        mine_only, its_only = left.get(role), right.get(role)
        if mine_only is not None and its_only is not None:
            factor *= CONTRADICTS[role]
            weight += WEIGHT[role]
            told = _CONTRADICTION[role].format(one=mine_only.text, other=its_only.text)
            reasons.insert(0, Reason(f"other_{role}", told))
        elif mine_only is not None or its_only is not None:
            shared = role == Role.FAMILY and any(roles[at] == role == known_roles[to] for at, to, _like in pairs)
            weight += WEIGHT[role] * (HALF_A_NAME if shared else MISSING[role])
            reasons.append(Reason(f"no_{role}", _ABSENCE[role]))
    if asked.genders and known.genders and not asked.genders & known.genders:
        factor *= OTHER_GENDER
        reasons.insert(0, Reason("other_gender", "One name is a man's, the other a woman's."))
    return Comparison(factor * alike / weight if weight else 0.0, tuple(reasons))


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


def _roles(name: Parsed) -> tuple[Role, ...]:
    """The patronymic by its place; the given name before it, else the first that may be one; the rest is family."""
    words = name.words
    given = name.father - 1 if name.father else None
    if given is None:
        given = next((at for at, word in enumerate(words) if word.given and len(words) > 1), None)
    if given is None:
        initials = [at for at, word in enumerate(words) if word.part == Part.INITIAL]
        given = initials[0] if initials else None
    father = name.father
    if father is None and given is not None and _two_initials(words[given : given + 2]):
        father = given + 1
    role = {father: Role.FATHER, given: Role.GIVEN}
    return tuple(role.get(at, Role.FAMILY) for at in range(len(words)))


def _two_initials(words: tuple[Word, ...]) -> bool:
    return [word.part for word in words] == [Part.INITIAL, Part.INITIAL]


def _matched(asked: Parsed, known: Parsed) -> list[tuple[int, int, Likeness]]:
    """Pairs of places, the most alike first; each part is in one pair at most."""
    found = [
        (at, to, like)
        for (at, one), (to, other) in product(enumerate(asked.words), enumerate(known.words))
        if (like := likeness(one, other)) and _same_place(asked, known, at, to)
    ]
    found.sort(key=lambda pair: (-pair[2].degree, abs(pair[0] - pair[1])))
    pairs: list[tuple[int, int, Likeness]] = []
    for at, to, like in found:
        if all(at != one and to != other for one, other, _like in pairs):
            pairs.append((at, to, like))
    return pairs


def _joined(
    asked: Parsed, known: Parsed, mine: set[int], its: set[int], *, least: float
) -> Iterator[tuple[Span, Span, Likeness]]:
    """Parts that one side writes as one word and the other as two: Zheng Lan. Marks their places as used."""
    for one, other in product(asked.spans, known.spans):
        if one.places & mine or other.places & its or len(one.places) == len(other.places):
            continue
        # Of vowels at the end nothing is left in what is compared: Song is not Songhao.
        if abs(len(one.word.text) - len(other.word.text)) > MOST_LONGER:
            continue
        like = likeness(one.word, other.word)
        if like and like.degree >= least:
            mine |= one.places
            its |= other.places
            yield one, other, like


def _same_place(asked: Parsed, known: Parsed, at: int, to: int) -> bool:
    """A patronymic is matched with a patronymic, where both names have one."""
    if asked.father is None or known.father is None:
        return True
    return (at == asked.father) == (to == known.father)


def _role_of_pair(one: Role, other: Role) -> Role:
    return one if one == other else Role.FAMILY if Role.FAMILY in {one, other} else Role.GIVEN


def _left(name: Parsed, roles: tuple[Role, ...], used: set[int]) -> dict[Role, Word]:
    return {roles[at]: word for at, word in reversed(list(enumerate(name.words))) if at not in used}


def _reason(one: Word, other: Word, like: Likeness) -> Reason:
    texts = {
        Why.SAME: "{one} on both sides.",
        Why.GIVEN: "{one} and {other}: the same given name.",
        Why.SHORT: "{one} and {other}: a given name and its short form.",
        Why.SPELLING: "{one} and {other}: two spellings of one name.",
        Why.PATRONYMIC: "{one} and {other}: the same father's name.",
        Why.INITIAL: "{one} may stand for {other}.",
        Why.NEAR: "{one} and {other} differ by a slip.",
        Why.CONSONANTS: "{one} and {other} differ in vowels only.",
    }
    return Reason(like.why, texts[like.why].format(one=one.text, other=other.text))
