"""Episodes of detention, with grounds, sentences and conditions."""

from __future__ import annotations

from collections.abc import Iterable

from publication.rendering.page import Page
from publication.rendering.rows import Row
from publication.rendering.shapes.persons import ConditionBody, DetentionBody, GroundBody, SentenceBody


def detention(page: Page, row: Row) -> DetentionBody:
    """One episode."""
    return {
        "id": str(row.id),
        "began": page.told(row, "began"),
        "ended": page.told(row, "ended"),
        "time_held": page.told(row, "time_held"),
        "place": page.told(row, "place"),
        "authority": page.told(row, "authority"),
        "form": page.told(row, "form"),
        "circumstances": page.told(row, "circumstances"),
        "grounds": grounds(page, page.under("grounds", row)),
        "sentences": [_sentence(page, sentence) for sentence in page.under("sentences", row)],
        "conditions": [_condition(page, condition) for condition in page.under("conditions", row)],
        **page.backed(row),
        **page.known_none(row),
    }


def grounds(page: Page, rows: Iterable[Row]) -> list[GroundBody]:
    """Why, as either side puts it; of an episode or of an event's group."""
    return [
        {
            "side": page.plain(row, "side"),
            "text": page.plain(row, "text"),
            "share": page.plain(row, "share"),
            **page.backed(row),
        }
        for row in rows
    ]


def _sentence(page: Page, row: Row) -> SentenceBody:
    return {
        "length": page.plain(row, "length"),
        "court": page.plain(row, "court"),
        "date": page.told(row, "date"),
        "remark": page.plain(row, "remark"),
        **page.backed(row),
    }


def _condition(page: Page, row: Row) -> ConditionBody:
    return {"kind": page.plain(row, "kind"), "remark": page.plain(row, "remark"), **page.backed(row)}
