"""What partial dates, counts and durations have in common: a text that people write and the interval it spans.

Rule: DESIGN.md §3, "Values that sources disagree on". An interval means "at some moment (or number) in it".
"""

from typing import Any, ClassVar, Protocol, Self, TypeVar

from psycopg.types.range import Range

T = TypeVar("T")


class NotUnderstood(ValueError):
    """A text is not a value of its kind; the message says what was found, why it is refused and what is expected."""

    kind: ClassVar[str]
    expected: ClassVar[str]

    def __init__(self, found: str, *, because: str = "") -> None:
        reason = f" ({because})" if because else ""
        super().__init__(f"“{found}” is not {self.kind}{reason}. Expected {self.expected}.")


class Spanned(Protocol):
    """Anything that covers an interval of one axis."""

    @property
    def span(self) -> Range[Any]:
        """The interval as PostgreSQL stores it; empty means "known to be none"."""


class StatedValue(Spanned, Protocol):
    """A value as a source or an editor states it."""

    @property
    def text(self) -> str:
        """The canonical text: parsing it gives an equal value."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a text. :raises NotUnderstood: when it is none of the forms of this kind."""


def span_between(lower: T | None, upper: T | None, *, upper_included: bool = False) -> Range[T]:
    """A range whose bounds are spelled as PostgreSQL gives them back, so that equal ranges are equal in Python too."""
    opening = "(" if lower is None else "["
    closing = "]" if upper_included and upper is not None else ")"
    return Range(lower, upper, opening + closing)
