"""How two stated values stand to each other: an algebra of five judgements. Rule: DESIGN.md §3.

Every comparison is symmetric. A judgement on many values is the worst of all pairs.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from enum import Enum
from functools import reduce
from itertools import combinations
from typing import Any, TypeVar

from psycopg.types.range import Range

from sources.values import Spanned

T = TypeVar("T")
Id = TypeVar("Id", bound=Hashable)


class Agreement(Enum):
    """What two stated values are to each other, from the best to the worst.

    ``a + b`` is the worse of the two: associative, commutative, with AGREE as its nought and CONFLICT as its end.
    """

    AGREE = "agree"
    """They say the same."""
    REFINE = "refine"
    """One says the same more exactly: it lies inside the other."""
    OVERLAP = "overlap"
    """Both may be true, though neither lies inside the other."""
    INCOMPARABLE = "incomparable"
    """Names and free texts that are not equal: nobody can tell by looking at them."""
    CONFLICT = "conflict"
    """They cannot both be true."""

    def __add__(self, other: "Agreement") -> "Agreement":
        return max(self, other, key=list(Agreement).index)


def compare_spans(a: Spanned, b: Spanned) -> Agreement:
    """Compare what two dates, counts or durations span. Known none agrees with itself and conflicts with all else."""
    one, other = a.span, b.span
    if one == other:
        return Agreement.AGREE
    if not _meet(one, other):
        return Agreement.CONFLICT
    if refines(a, b) or refines(b, a):
        return Agreement.REFINE
    return Agreement.OVERLAP


def refines(finer: Spanned, coarser: Spanned) -> bool:
    """Whether the first lies inside the second without being equal to it."""
    inner, outer = finer.span, coarser.span
    if inner == outer or inner.isempty or outer.isempty:
        return False
    return _reaches_down(outer, inner) and _reaches_up(outer, inner)


def compare_places(a: Id, b: Id, ancestors: Mapping[Id, Collection[Id]]) -> Agreement:
    """Compare two places by containment.

    :param ancestors: for a place the ids of all places around it; a place that is missing here lies in nothing.
    """
    if a == b:
        return Agreement.AGREE
    inside = a in ancestors.get(b, ()) or b in ancestors.get(a, ())
    return Agreement.REFINE if inside else Agreement.CONFLICT


def compare_progress(a: str, b: str) -> Agreement:
    """Compare expected, under way, reached: moments of one course, of which the later only tells more."""
    return Agreement.AGREE if a == b else Agreement.REFINE


def compare_categories(a: str, b: str, *, unknown: Collection[str] = frozenset()) -> Agreement:
    """Compare two codes of a closed list. One of ``unknown`` may be any of the others: a known one refines it."""
    if a == b or (a in unknown and b in unknown):
        return Agreement.AGREE
    return Agreement.REFINE if a in unknown or b in unknown else Agreement.CONFLICT


def compare_texts(a: str, b: str) -> Agreement:
    """Names and free text are never compared: equal or incomparable."""
    return Agreement.AGREE if a == b else Agreement.INCOMPARABLE


def overall(values: Iterable[T], compare: Callable[[T, T], Agreement]) -> Agreement:
    """The worst judgement over all pairs; AGREE when there are fewer than two values."""
    return reduce(Agreement.__add__, (compare(a, b) for a, b in combinations(values, 2)), Agreement.AGREE)


def conflicting(values: Iterable[T], compare: Callable[[T, T], Agreement]) -> bool:
    """Whether any two of the values cannot both be true."""
    return overall(values, compare) is Agreement.CONFLICT


def _meet(one: Range[Any], other: Range[Any]) -> bool:
    if one.isempty or other.isempty:
        return False
    return not _before(one, other) and not _before(other, one)


def _before(one: Range[Any], other: Range[Any]) -> bool:
    """Whether the first ends before the second begins. A lower bound is always included, an upper one may be."""
    if one.upper is None or other.lower is None:
        return False
    return bool(one.upper < other.lower) or (one.upper == other.lower and not one.upper_inc)


def _reaches_down(outer: Range[Any], inner: Range[Any]) -> bool:
    if outer.lower is None or inner.lower is None:
        return outer.lower is None
    return bool(outer.lower <= inner.lower)


def _reaches_up(outer: Range[Any], inner: Range[Any]) -> bool:
    if outer.upper is None or inner.upper is None:
        return outer.upper is None
    return bool(outer.upper > inner.upper) or (outer.upper == inner.upper and outer.upper_inc >= inner.upper_inc)
