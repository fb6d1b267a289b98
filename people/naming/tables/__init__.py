"""Tables of names and spellings: data files that a linguist can read and correct."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def rows_of(name: str) -> Iterator[tuple[str, ...]]:
    """The rows of a table; cells are separated by tabs and may be empty, comments name the columns."""
    text = files(__name__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield tuple(cell.strip() for cell in line.split("\t"))
