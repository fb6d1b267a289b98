"""Finding a quote in a text: offsets in code points, as ``Passage`` and the database count them (W3C Web Annotation,
text position and text quote selectors).
"""

import re
from dataclasses import dataclass

CONTEXT = 60
"""Characters shown on each side of an occurrence."""

_ALIKE = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "–": "-", "—": "-", "\u00a0": " "}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Occurrence:
    """Where a quote stands: ``text[start:end]``, the line (from 1) where it begins, and what stands around it."""

    start: int
    end: int
    line: int
    before: str
    quote: str
    after: str


class QuoteNotFound(ValueError):
    """The document does not say this."""

    def __init__(self, quote: str, *, nearly: Occurrence | None) -> None:
        hint = f" In line {nearly.line:,} it says almost the same: “{nearly.quote}”" if nearly else ""
        super().__init__(
            f"“{shortened(quote)}” is not in the document. A quote must stand there exactly, letter for letter.{hint}"
        )
        self.nearly = nearly


class QuoteAmbiguous(ValueError):
    """The document says this more than once; somebody must say which one is meant."""

    def __init__(self, quote: str, *, found: tuple[Occurrence, ...]) -> None:
        super().__init__(f"“{shortened(quote)}” stands in the document {len(found)} times. Say which one is meant.")
        self.found = found


def occurrences(text: str, quote: str) -> tuple[Occurrence, ...]:
    """Every place where the text holds the quote exactly, overlapping ones too. Nothing for an empty quote."""
    starts = [match.start() for match in re.finditer(f"(?={re.escape(quote)})", text)] if quote else []
    return tuple(_at(text, start, start + len(quote)) for start in starts)


def the_occurrence(text: str, quote: str, *, start: int | None = None) -> Occurrence:
    """The one that is meant: the only one, or the one at ``start``. :raises QuoteNotFound: :raises QuoteAmbiguous:"""
    found = occurrences(text, quote)
    if not found:
        raise QuoteNotFound(quote, nearly=nearly(text, quote))
    meant = [one for one in found if start is None or one.start == start]
    if len(meant) != 1:
        raise QuoteAmbiguous(quote, found=found)
    return meant[0]


def nearly(text: str, quote: str) -> Occurrence | None:
    """The first place that differs only in case, blanks, line breaks, kind of dash or of quotation mark."""
    words = quote.translate(_ALIKE).split()
    if not words:
        return None
    loose = r"\s+".join(re.escape(word) for word in words)
    # One character stands for one, so that offsets stay true.
    found = re.search(loose, text.translate(_ALIKE), re.IGNORECASE)
    return _at(text, found.start(), found.end()) if found else None


def shortened(text: str, length: int = 80) -> str:
    """The text on one line and not longer than ``length`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def _at(text: str, start: int, end: int) -> Occurrence:
    return Occurrence(
        start=start,
        end=end,
        line=text.count("\n", 0, start) + 1,
        before=text[max(0, start - CONTEXT) : start],
        quote=text[start:end],
        after=text[end : end + CONTEXT],
    )
