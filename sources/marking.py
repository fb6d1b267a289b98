"""Cutting a text at the ends of its passages, so that what is cited can be marked, however the passages overlap."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from sources.models import Passage


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """A stretch of text and the passages that cover all of it, the shortest first."""

    text: str
    passages: tuple[Passage, ...]

    @property
    def is_blank(self) -> bool:
        """Nothing but blanks: marked, but no link, which nobody could read out."""
        return not self.text.strip()


def segments(text: str, passages: Iterable[Passage]) -> list[Segment]:
    """The whole text in pieces, in order; joined they are the text again."""
    marks = sorted(passages, key=lambda passage: (passage.end - passage.start, passage.start))
    cuts = sorted({0, len(text), *(p.start for p in marks), *(p.end for p in marks)})
    return [
        Segment(text=text[start:end], passages=tuple(p for p in marks if p.start <= start and end <= p.end))
        for start, end in pairwise(cuts)
    ]
