"""The tables of names by which search is tuned and tested: spellings of one person, and persons who look alike."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.databases import CHECKOUT
from bench.errors import NotMeasuredError

FOLDER = CHECKOUT / "tests" / "people" / "naming" / "pairs"
PAIR_COLUMNS = ("person", "kind", "query", "known", "born", "country", "comment")
DIFFERENT_COLUMNS = ("kind", "one", "other", "comment")
BETWEEN_SPELLINGS = " | "
NOT_SLAVIC = frozenset(
    ("arabic", "persian", "turkic", "spanish", "chinese", "georgian_armenian", "vietnamese_korean"),
)
"""Kinds of ``Pair``; all others are Slavic."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What is asked, and the spellings by which the right person is known; ``born`` is YYYY-MM-DD or empty.

    ``kind`` is the kind of variation, ``country`` two letters of ISO 3166 or empty.
    """

    person: str
    kind: str
    query: str
    known: tuple[str, ...]
    born: str
    country: str
    comment: str


@dataclass(frozen=True, kw_only=True)
class Different:
    """The names of two persons who are not one."""

    kind: str
    one: str
    other: str
    comment: str


def read_pairs(path: Path) -> list[Pair]:
    """The rows of ``tuning.tsv`` or ``held_out.tsv``. Raises NotMeasuredError where a row has other columns."""
    return [
        Pair(
            person=row["person"],
            kind=row["kind"],
            query=row["query"],
            known=tuple(row["known"].split(BETWEEN_SPELLINGS)),
            born=row["born"],
            country=row["country"],
            comment=row["comment"],
        )
        for row in _rows(path, PAIR_COLUMNS)
    ]


def read_different(path: Path) -> list[Different]:
    """The rows of ``different_….tsv``. Raises NotMeasuredError where a row has other columns."""
    return [Different(**row) for row in _rows(path, DIFFERENT_COLUMNS)]


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader((line for line in file if not line.startswith("#")), "excel-tab", quoting=csv.QUOTE_NONE)
        if tuple(next(lines, ())) != columns:
            raise NotMeasuredError(f"{path.name} has not the columns {', '.join(columns)}.")
        for cells in lines:
            if len(cells) != len(columns):
                raise NotMeasuredError(f"{path.name} has a row of {len(cells)} cells: {cells}")
            yield dict(zip(columns, cells, strict=True))
