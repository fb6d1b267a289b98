"""The columns of CSV: flat, the same for every row of a kind, from the small members and the filter columns alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from publication.api.parameters import id_of
from publication.columns import OPEN_FIRST, OPEN_LAST
from publication.vocabulary import Kind

BETWEEN = "|"
"""Between several values in one cell; no code and no slug contains it."""
END = "#end"
JSON_COLUMNS = (
    *("countries", "destinations", "events", "modes", "released_first", "released_last", "conflicting", "named"),
)
"""Columns of ``PublishedRecord`` that rows are made of, besides its brief."""
COLUMNS: dict[Kind, tuple[str, ...]] = {
    Kind.PERSON: (
        *("id", "url", "slug", "name", "status", "since", "independent_sources", "gender", "born", "died"),
        *("countries", "destinations", "events", "modes", "released_first", "released_last", "conflicting"),
        *("position", "published_at"),
    ),
    Kind.EVENT: (
        *("id", "url", "slug", "name", "kind", "country", "date", "state", "modes", "destinations"),
        *("released_first", "released_last", "named", "conflicting", "position", "published_at"),
    ),
    Kind.DOCUMENT: (
        *("id", "url", "slug", "name", "publisher", "kind", "language", "published", "conflicting"),
        *("position", "published_at"),
    ),
}
OPEN = {OPEN_FIRST.isoformat(), OPEN_LAST.isoformat()}


def cells_of(table: Sequence[str], brief: Mapping[str, Any], columns: Mapping[str, Any], origin: str) -> list[str]:
    """The cells of a row, as texts; what is not known is empty."""
    status = brief.get("status") or {}
    known = {
        **brief,
        **columns,
        "url": f"{origin}{brief['url']}",
        "since": status.get("since"),
        "independent_sources": status.get("independent_sources"),
        # The column holds ids beside slugs.
        "events": [key for key in columns["events"] if id_of(key) is None],
    }
    return [_text(known.get(name)) for name in table]


def end_of(table: Sequence[str], count: int, position: int) -> list[str]:
    """The last row: the mark, the count, the position, and nothing up to the width of the table."""
    return [END, str(count), str(position), *[""] * (len(table) - 3)]


def _text(value: Any) -> str:
    if isinstance(value, dict):  # a value with its evidence, or a reference
        return _text(value.get("value", value.get("name")))
    if isinstance(value, list):
        return BETWEEN.join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None or value in OPEN else str(value)
