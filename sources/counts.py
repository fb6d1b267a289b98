"""Counts as sources give them: exact, or at least, or at most, or between two numbers."""

import re
from dataclasses import dataclass
from typing import Self

from psycopg.types.range import Range

from sources.values import NotUnderstood, span_between

LARGEST = 2**31 - 2
"""The largest number whose ``int4range`` PostgreSQL can close."""

_EXACT = re.compile(r"\d{1,10}", re.ASCII)
_RANGE = re.compile(r"(\d{1,10})?\.\.(\d{1,10})?", re.ASCII)


class CountNotUnderstood(NotUnderstood):
    """A text or a pair of bounds is not a count."""

    kind = "a count"
    expected = (
        "a whole number such as 123, or a range: 1101.. for “more than 1,100”, ..50 for “at most 50”, "
        "8..9 for “eight or nine”"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRange:
    """A whole number from ``at_least`` to ``at_most``, both included; None is "not stated", never infinity.

    Vague plurals have a floor and no ceiling: dozens ``12..``, hundreds ``100..``, "more than 1,100" ``1101..``.
    A floor of nought says nothing beside a ceiling, so ``0..50`` is ``..50``; ``0`` alone is "nobody".

    :raises CountNotUnderstood: below 0, above what an ``int4range`` holds, reversed, or without any bound.
    """

    at_least: int | None
    at_most: int | None

    def __post_init__(self) -> None:
        if self.at_least == 0 and self.at_most != 0:
            object.__setattr__(self, "at_least", None)
        if self.at_least is None and self.at_most is None:
            raise CountNotUnderstood(self.text, because="it says nothing; leave it empty")
        if self.at_least is None and self.at_most == 0:
            object.__setattr__(self, "at_least", 0)
        stated = [bound for bound in (self.at_least, self.at_most) if bound is not None]
        if any(not 0 <= bound <= LARGEST for bound in stated):
            raise CountNotUnderstood(self.text, because=f"a count lies between 0 and {LARGEST}")
        if stated != sorted(stated):
            raise CountNotUnderstood(self.text, because="it ends before it begins")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a text. :raises CountNotUnderstood: when it is neither a number nor a range of numbers."""
        text = text.strip()
        if _EXACT.fullmatch(text):
            return cls(at_least=int(text), at_most=int(text))
        found = _RANGE.fullmatch(text)
        if not found:
            raise CountNotUnderstood(text)
        at_least, at_most = (int(digits) if digits else None for digits in found.groups())
        return cls(at_least=at_least, at_most=at_most)

    @classmethod
    def from_span(cls, span: Range[int]) -> Self:
        """Undo :attr:`span`. :raises CountNotUnderstood: when the range is empty or without any bound."""
        if span.isempty:
            raise CountNotUnderstood(str(span), because="the range is empty")
        lower = span.lower if span.lower is None or span.lower_inc else span.lower + 1
        upper = span.upper if span.upper is None or span.upper_inc else span.upper - 1
        return cls(at_least=lower, at_most=upper)

    @property
    def text(self) -> str:
        """``123``, ``1101..``, ``..50`` or ``8..9``."""
        if self.at_least == self.at_most:
            return str(self.at_least)
        lower, upper = ("" if bound is None else str(bound) for bound in (self.at_least, self.at_most))
        return f"{lower}..{upper}"

    @property
    def span(self) -> Range[int]:
        """``[lower, upper)`` as an ``int4range`` spells it; an unstated floor is 0."""
        return span_between(self.at_least or 0, None if self.at_most is None else self.at_most + 1)

    def __str__(self) -> str:
        return self.text
