"""Partial dates: the part of EDTF (Library of Congress, in ISO 8601-2:2019) that a register of detentions needs.

The library ``edtf`` is the witness in the tests and not the reader here: it takes about 2.6 ms a date (measured on
version 5.0.2), accepts 29 February of any year, cannot read ``..`` and answers open ends with infinite floats.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple, Self, TypeAlias

from psycopg.types.range import Range

from sources.values import NotUnderstood, span_between

NONE = ".."
"""Alone "known not to have happened" or "known not to have ended"; as an end of an interval it is open."""

_MOMENT = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([~?%]?)", re.ASCII)
_DECADE = re.compile(r"(\d{3})X", re.ASCII)
_UNSPECIFIED = re.compile(r"(\d{4}|\d{4}-\d{2})-XX", re.ASCII)

_Parts: TypeAlias = tuple[int, ...]
"""Year, or year and month, or year, month and day: as many as the precision has."""


class DateNotUnderstood(NotUnderstood):
    """A text is none of the forms of a partial date."""

    kind = "a date"
    expected = (
        "a year, month or day such as 2025, 2025-12 or 2025-12-13, if need be with ~ for “about” or ? for “perhaps” "
        "after it (2021-07-14~), an interval (2025-12-13/2025-12-14, or open: 2020/.. and ../2025-12-13), "
        "unknown digits (202X, 2025-XX, 2025-12-XX), or .. alone for “known to be none”"
    )


class _Moment(NamedTuple):
    first: date
    last: date
    earliest: date
    latest: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A day as far as it is known.

    Understood: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``; a qualifier after it (``~`` about, ``?`` uncertain, ``%`` both);
    intervals ``a/b``, ``a/..``, ``../b`` of such dates; ``YYYX``, ``YYYY-XX``, ``YYYY-MM-XX``; and ``..`` alone.

    ``~`` and ``%`` widen by one unit of the stated precision on both sides (``2025-12~``: 1 November to 31 January);
    ``?`` doubts the source, not the day, and widens nothing.

    Not supported, because no bounds follow from it, Python has no such day, or one of the forms above says the same:
    times of day; seasons (``2025-21``: a hemisphere would have to be guessed); sets (``[…]``, ``{…}``); years outside
    1 to 9999, ``Y20000``, exponents and significant digits; a qualifier on a part (``2025~-12``) or on unknown digits;
    unknown digits elsewhere (``20XX``, ``2025-XX-13``) or in an interval; unknown ends (``2025/``); ``../..``.

    Two are equal when their texts are; whether they say the same is asked of their spans (``sources.agreement``).

    :raises DateNotUnderstood: when made from any other text.
    """

    text: str
    earliest: date | None = field(init=False, compare=False, repr=False)
    """First possible day; None when the beginning is open (or there is none)."""
    latest: date | None = field(init=False, compare=False, repr=False)
    """Last possible day, included; None when the end is open (or there is none)."""

    def __post_init__(self) -> None:
        text = self.text.strip()
        earliest, latest = _bounds(text)
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "earliest", earliest)
        object.__setattr__(self, "latest", latest)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a text. :raises DateNotUnderstood: when it is none of the forms above."""
        return cls(text=text)

    @property
    def is_none(self) -> bool:
        """Known not to have happened, or not to have ended."""
        return self.text == NONE

    @property
    def span(self) -> Range[date]:
        """The days it may mean, ``[lower, upper)``; empty for ``..``. 9999-12-31 is open above."""
        if self.is_none:
            return Range(empty=True)
        upper = None if self.latest is None or self.latest == date.max else self.latest + timedelta(days=1)
        return span_between(self.earliest, upper)

    def __str__(self) -> str:
        return self.text


def _bounds(text: str) -> tuple[date | None, date | None]:
    if text == NONE:
        return None, None
    try:
        if "/" in text:
            return _interval(text)
        moment = _unspecified(text) or _moment(text)
    except DateNotUnderstood:
        raise
    except ValueError as error:
        raise DateNotUnderstood(text, because="there is no such day") from error
    if moment is None:
        raise DateNotUnderstood(text)
    return moment.earliest, moment.latest


def _interval(text: str) -> tuple[date | None, date | None]:
    begin, end = text.split("/", 1)
    if begin == end == NONE:
        raise DateNotUnderstood(text, because="open on both sides says nothing; leave it empty")
    lower, upper = _moment(begin), _moment(end)
    if (lower is None and begin != NONE) or (upper is None and end != NONE):
        raise DateNotUnderstood(text)
    if lower and upper and lower.first > upper.last:
        raise DateNotUnderstood(text, because="it ends before it begins")
    return lower and lower.earliest, upper and upper.latest


def _unspecified(text: str) -> _Moment | None:
    if decade := _DECADE.fullmatch(text):
        first, last = _first((int(decade[1] + "0"),)), _last((int(decade[1] + "9"),))
        return _Moment(first, last, first, last)
    if known := _UNSPECIFIED.fullmatch(text):
        return _moment(known[1])
    return None


def _moment(text: str) -> _Moment | None:
    found = _MOMENT.fullmatch(text)
    if not found:
        return None
    *digits, qualifier = found.groups()
    parts = tuple(int(part) for part in digits if part is not None)
    first, last = _first(parts), _last(parts)
    if qualifier in ("~", "%"):
        return _Moment(first, last, _first(_shifted(parts, -1)), _last(_shifted(parts, 1)))
    return _Moment(first, last, first, last)


def _first(parts: _Parts) -> date:
    year, month, day = (*parts, 1, 1)[:3]
    return date(year, month, day)


def _last(parts: _Parts) -> date:
    match parts:
        case (year,):
            return date(year, 12, 31)
        case (year, month):
            return date(year, month, monthrange(year, month)[1])
    return _first(parts)


def _shifted(parts: _Parts, units: int) -> _Parts:
    """One unit of precision earlier or later; at the ends of Python's calendar the unit itself."""
    match parts:
        case (year,):
            moved: _Parts = (year + units,)
        case (year, month):
            year, month = divmod(year * 12 + month - 1 + units, 12)
            moved = (year, month + 1)
        case _:
            return _shifted_day(_first(parts), units)
    return moved if date.min.year <= moved[0] <= date.max.year else parts


def _shifted_day(day: date, days: int) -> _Parts:
    ordinal = min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal())
    moved = date.fromordinal(ordinal)
    return moved.year, moved.month, moved.day
