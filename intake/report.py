"""What an import found and did, for people: counts by kind and verdict, then what needs somebody's eyes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from intake.refusals import Refusal

VERDICTS = ("new", "changed", "unchanged", "conflicting", "gone")


class Counts(NamedTuple):
    """How many rows of a kind came to which verdict."""

    new: int
    changed: int
    unchanged: int
    conflicting: int
    gone: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """A value that staff and the bundle both changed, or (``because``) a row that cannot be what the bundle says.

    ``last``, ``present`` and ``new`` are JSON.
    """

    file: str
    line: int
    kind: str
    key: str
    field: str = ""
    last: str = ""
    present: str = ""
    new: str = ""
    because: str = ""

    def __str__(self) -> str:
        what = f"{self.file}:{self.line}: {self.kind} {self.key}"
        if self.because:
            return f"{what}: {self.because}"
        values = f"imported as {self.last}, now {self.present} in the record and {self.new} in the bundle"
        return f"{what}: {self.field} was {values}. The record is left as it is."


@dataclass(frozen=True, kw_only=True, slots=True)
class Gone:
    """A row that an earlier import brought and the bundle no longer holds. It is never deleted."""

    file: str
    line: int
    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.kind} {self.key} (last in {self.file}:{self.line})"


@dataclass(frozen=True, kw_only=True)
class Report:
    """One import of one bundle."""

    bundle: str
    counts: Mapping[str, Counts]
    refused: int
    refusals: tuple[Refusal, ...]
    conflicts: tuple[Conflict, ...]
    gone: tuple[Gone, ...]
    dry_run: bool

    @property
    def changes(self) -> int:
        """How many rows of the record were (or would be) written."""
        return sum(counts.new + counts.changed for counts in self.counts.values())

    def total(self, verdict: str) -> int:
        """How many rows came to a verdict."""
        return sum(int(getattr(counts, verdict)) for counts in self.counts.values())

    def lines(self) -> Iterator[str]:
        """The report as text."""
        if self.refused:
            yield from map(str, self.refusals)
            if self.refused > len(self.refusals):
                yield f"… and {self.refused - len(self.refusals):,} more"
            yield f"{self.bundle}: {self.refused:,} refused, so nothing was written."
            return
        yield from self._table()
        yield from self._told(
            "conflicting", "not overwritten: staff changed these since they were imported", self.conflicts
        )
        yield from self._told(
            "gone",
            "no longer in the bundle; they stay in the record (citations of rows that are still there: as rejected)",
            self.gone,
        )
        yield self._summary()

    def _table(self) -> Iterator[str]:
        rows = [(kind.replace("_", " "), *counts) for kind, counts in self.counts.items() if any(counts)]
        if rows:
            yield f"{'':14}" + "".join(f"{verdict:>13}" for verdict in VERDICTS)
        for kind, *counts in rows:
            yield f"{kind:14}" + "".join(f"{count or '·':>13,}" if count else f"{'·':>13}" for count in counts)

    def _told(self, verdict: str, sentence: str, found: tuple[object, ...]) -> Iterator[str]:
        total = self.total(verdict)
        if total:
            yield ""
            yield f"{total:,} {verdict} – {sentence}:"
            yield from (f"  {one}" for one in found)
            if total > len(found):
                yield f"  … and {total - len(found):,} more"

    def _summary(self) -> str:
        done = "would be written (dry run: nothing was)" if self.dry_run else "written"
        parts = [f"{self.total(verdict):,} {verdict}" for verdict in VERDICTS if self.total(verdict)]
        changes = f"{self.changes:,} change{'' if self.changes == 1 else 's'} {done}"
        return f"{self.bundle}: {changes}; {', '.join(parts) or 'no rows'}."
