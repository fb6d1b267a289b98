"""How well names are found and told apart: by kind of variation, with every failure, on the tables of ``name_tables``.

What is measured is plugged in: a ``Finder`` that knows ``population`` and nobody else, and a ``Scorer`` of two names.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Protocol

from bench.errors import NotMeasuredError
from bench.name_tables import NOT_SLAVIC, Different, Pair
from bench.namesakes import PEOPLE, Namesake, namesakes

AMONG = 10
ACCEPTED = 0.95
"""The share of true pairs that a threshold has to accept."""
BINS = 10
SLAVIC, OTHERS, ALL = "all Slavic", "all others", "all"


class Finder(Protocol):
    """Persons with their scores from 0 to 1, the best first; ``born`` and ``country`` may be empty."""

    def __call__(self, query: str, born: str, country: str, /) -> Sequence[tuple[str, float]]:
        """One search."""


class Scorer(Protocol):
    """How alike a name is to the best of the spellings of a person, from 0 to 1."""

    def __call__(self, query: str, known: Sequence[str], /) -> float:
        """One comparison."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One query; ``place`` is that of the right person, from 1, or 0 where it is not among the first ten."""

    pair: Pair
    place: int
    answers: tuple[tuple[str, float], ...]


@dataclass(frozen=True, kw_only=True)
class Share:
    """Of so many queries, how many found the right person first, and how many among the first ten."""

    kind: str
    queries: int
    first: int
    among: int


@dataclass(frozen=True, kw_only=True)
class ToldApart:
    """The threshold that accepts ``ACCEPTED`` of the true pairs, and what else it accepts.

    ``refused`` are true pairs below it, ``taken`` different people at or above it, each with its score.
    """

    threshold: float
    pairs: int
    different: int
    refused: tuple[tuple[Pair, float], ...]
    taken: tuple[tuple[Different, float], ...]


@dataclass(frozen=True, kw_only=True)
class Bin:
    """Scores from ``low`` up to, but not including, ``high`` (the last: including), their mean, how many were right."""

    low: float
    high: float
    samples: int
    mean: float
    right: int

    @property
    def share(self) -> float:
        """The part that was right; 0 of nothing."""
        return self.right / self.samples if self.samples else 0.0


def population(pairs: Iterable[Pair], *, others: int = PEOPLE, seed: int = 1) -> Iterator[Namesake]:
    """The persons of the pairs, each once with all that is known of it, then a crowd without their names.

    Slavic families of the persons recur in the crowd, with other given names.

    :raises NotMeasuredError: when two pairs tell a person differently.
    """
    known: dict[str, Namesake] = {}
    besides: list[str] = []
    told = list(pairs)
    for pair in told:
        one = Namesake(person=pair.person, names=pair.known, born=pair.born, country=pair.country)
        if known.setdefault(pair.person, one) != one:
            raise NotMeasuredError(f"{pair.person} is told in two ways.")
        besides += [pair.query, *pair.known]
    yield from known.values()
    slavic = dict.fromkeys(pair.known[0] for pair in told if pair.kind not in NOT_SLAVIC)
    yield from namesakes(others, seed=seed, besides=besides, families_of=slavic)


def ask(find: Finder, pairs: Iterable[Pair]) -> list[Asked]:
    """Every query, with what came back."""
    asked = []
    for pair in pairs:
        answers = tuple(find(pair.query, pair.born, pair.country))[:AMONG]
        places = [place for place, (person, _score) in enumerate(answers, start=1) if person == pair.person]
        asked.append(Asked(pair=pair, place=min(places, default=0), answers=answers))
    return asked


def shares(asked: Sequence[Asked]) -> list[Share]:
    """By kind, as the kinds first come; then all Slavic ones, all others, all."""
    kinds = {
        kind: [one for one in asked if one.pair.kind == kind] for kind in dict.fromkeys(a.pair.kind for a in asked)
    }
    kinds[SLAVIC] = [one for one in asked if one.pair.kind not in NOT_SLAVIC]
    kinds[OTHERS] = [one for one in asked if one.pair.kind in NOT_SLAVIC]
    kinds[ALL] = list(asked)
    return [
        Share(kind=kind, queries=len(some), first=sum(a.place == 1 for a in some), among=sum(a.place > 0 for a in some))
        for kind, some in kinds.items()
        if some
    ]


def tell_apart(score: Scorer, pairs: Sequence[Pair], different: Iterable[Different]) -> ToldApart:
    """What a threshold for ``ACCEPTED`` of the pairs lets through; different people count with the higher of both ways.

    :raises NotMeasuredError: without pairs.
    """
    scored = sorted(((pair, score(pair.query, pair.known)) for pair in pairs), key=lambda one: -one[1])
    if not scored:
        raise NotMeasuredError("Without true pairs there is no threshold.")
    threshold = scored[ceil(ACCEPTED * len(scored)) - 1][1]
    alike = [(two, max(score(two.one, (two.other,)), score(two.other, (two.one,)))) for two in different]
    taken = sorted((one for one in alike if one[1] >= threshold), key=lambda one: -one[1])
    refused = tuple(one for one in scored if one[1] < threshold)
    return ToldApart(threshold=threshold, pairs=len(scored), different=len(alike), refused=refused, taken=tuple(taken))


def samples(asked: Iterable[Asked]) -> list[tuple[float, bool]]:
    """Every first answer: its score, and whether it was right."""
    return [(one.answers[0][1], one.place == 1) for one in asked if one.answers]


def calibration(scored: Iterable[tuple[float, bool]], *, bins: int = BINS) -> list[Bin]:
    """Scores from 0 to 1 in bins of equal width; empty ones are left out.

    :raises NotMeasuredError: for a score beyond 0 and 1.
    """
    sorted_out: dict[int, list[tuple[float, bool]]] = {number: [] for number in range(bins)}
    for score, right in scored:
        if not 0 <= score <= 1:
            raise NotMeasuredError(f"{score} is no score from 0 to 1.")
        sorted_out[min(int(score * bins), bins - 1)].append((score, right))
    return [
        Bin(
            low=number / bins,
            high=(number + 1) / bins,
            samples=len(some),
            mean=sum(score for score, _right in some) / len(some),
            right=sum(right for _score, right in some),
        )
        for number, some in sorted_out.items()
        if some
    ]


def off_by(bins: Sequence[Bin]) -> float:
    """How far scores are from the share that is right, on average over all samples (expected calibration error)."""
    whole = sum(one.samples for one in bins)
    return sum(abs(one.share - one.mean) * one.samples for one in bins) / whole if whole else 0.0
