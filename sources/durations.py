"""Durations as sources give them, in ISO 8601, and the days they may mean. Rule: DESIGN.md §3.

A year is 365.2425 days and a month its twelfth: the means of the Gregorian calendar.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, Self

from psycopg.types.range import Range

from sources.values import NotUnderstood, span_between

DAYS = {"Y": Decimal("365.2425"), "M": Decimal("30.436875"), "W": Decimal(7), "D": Decimal(1)}
"""How many days a unit has."""

_DURATION = re.compile(r"P?(?=\d)(?:(\d{1,5})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,5})D)?", re.ASCII)


class DurationNotUnderstood(NotUnderstood):
    """A text is none of the forms of a duration."""

    kind = "a duration"
    expected = (
        "years, months, weeks or days such as P4Y, P5Y6M or P1613D (also 4y, 18m, 2w, 1613d; m is months), or a range: "
        "P4Y..P5Y, P5Y.. for “more than five years”, ..P3Y for “at most three years”"
    )


class _Stated(NamedTuple):
    text: str
    days: Decimal
    unit: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationRange:
    """How long something took, as stated: time held, or the length of a sentence.

    *n* units mean from half a unit less to one unit more, because people round: "four years" is 3.5 to 5 years,
    1,613 days are 1,612.5 to 1,614 days. Of ``P5Y6M`` the smallest unit is widened, also when there are none of it
    (``P5Y0M`` is "five years to the month"). The bounds of a range are taken as they are: ``P4Y..P5Y``, ``P5Y..``
    (more than five years), ``..P3Y``.

    Not supported: hours and smaller, fractions, a duration of nothing, more than 99,999 of a unit.
    Two are equal when their canonical texts are; whether they say the same is asked of their spans.

    :raises DurationNotUnderstood: when made from any other text.
    """

    text: str
    span: Range[Decimal] = field(init=False, compare=False, repr=False)
    """Days, ``[lower, upper)`` for a stated length, ``[lower, upper]`` for a range; an unstated floor is 0."""

    def __post_init__(self) -> None:
        text, span = _range(self.text.strip()) if ".." in self.text else _rounded(self.text.strip())
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "span", span)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a text. :raises DurationNotUnderstood: when it is none of the forms above."""
        return cls(text=text)

    def __str__(self) -> str:
        return self.text


def _rounded(text: str) -> tuple[str, Range[Decimal]]:
    stated = _stated(text, within=text)
    lower = max(stated.days - stated.unit / 2, Decimal(0))
    return stated.text, span_between(lower, stated.days + stated.unit)


def _range(text: str) -> tuple[str, Range[Decimal]]:
    lower, upper = (_stated(end, within=text) if end else None for end in text.split("..", 1))
    if lower is None and upper is None:
        raise DurationNotUnderstood(text, because="it says nothing; leave it empty")
    if lower and upper and lower.days > upper.days:
        raise DurationNotUnderstood(text, because="it ends before it begins")
    span = span_between(lower.days if lower else Decimal(0), upper.days if upper else None, upper_included=True)
    return f"{lower.text if lower else ''}..{upper.text if upper else ''}", span


def _stated(text: str, *, within: str) -> _Stated:
    found = _DURATION.fullmatch(text.upper())
    if not found:
        raise DurationNotUnderstood(within)
    amounts = {unit: int(digits) for unit, digits in zip(DAYS, found.groups(), strict=True) if digits is not None}
    if "W" in amounts and len(amounts) > 1:
        raise DurationNotUnderstood(within, because="weeks stand alone")
    days = sum((DAYS[unit] * amount for unit, amount in amounts.items()), Decimal(0))
    if not days:
        raise DurationNotUnderstood(within, because="it is a duration of nothing")
    return _Stated("P" + "".join(f"{n}{unit}" for unit, n in amounts.items()), days, DAYS[list(amounts)[-1]])
