"""Episodes and ways out in the order of time, as far as the body tells it: an order must not betray a day either."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from publication.rendering.inherited import effective
from publication.rendering.page import Page
from publication.rendering.rows import Row


def episodes_in_order(page: Page, rows: Iterable[Row]) -> list[Row]:
    """By their beginning; unknown ones last."""
    return _in_order(rows, "began", lambda row: page.plain(row, "began"))


def releases_in_order(page: Page, rows: Iterable[Row]) -> list[Row]:
    """By their date or their event's; unknown ones last."""
    return _in_order(rows, "date", lambda row: effective(page, row, "date")[1])


def _in_order(rows: Iterable[Row], field: str, told: Callable[[Row], str | None]) -> list[Row]:
    found = list(rows)

    def moment(row: Row) -> tuple[object, ...]:
        text = told(row)
        day = row.shape.parsers[field](text) if text else None
        if day is None:
            return date.max, date.max, row.id
        return day.earliest or date.min, day.latest or date.max, row.id

    return sorted(found, key=moment) if len(found) > 1 else found
