"""Episodes of detention, with grounds, sentences and conditions."""

from __future__ import annotations

from collections.abc import Iterable

from people.models import Condition, Detention, Ground, Sentence
from publication.rendering.page import Page
from publication.rendering.shapes.persons import ConditionBody, DetentionBody, GroundBody, SentenceBody


def detentions(page: Page, rows: Iterable[Detention]) -> list[DetentionBody]:
    """The episodes that the audience may see."""
    return [detention(page, row) for row in page.shown(rows)]


def detention(page: Page, row: Detention) -> DetentionBody:
    """One episode."""
    return {
        "id": str(row.pk),
        "began": page.told(row, "began"),
        "ended": page.told(row, "ended"),
        "time_held": page.told(row, "time_held"),
        "place": page.told(row, "place"),
        "authority": page.told(row, "authority"),
        "form": page.told(row, "form"),
        "circumstances": page.told(row, "circumstances"),
        "grounds": grounds(page, row.grounds.all()),
        "sentences": [_sentence(page, sentence) for sentence in page.shown(row.sentences.all())],
        "conditions": [_condition(page, condition) for condition in page.shown(row.conditions.all())],
        **page.backed(row),
        **page.known_none(row),
    }


def grounds(page: Page, rows: Iterable[Ground]) -> list[GroundBody]:
    """Why, as either side puts it; of an episode or of an event's group."""
    return [
        {
            "side": page.plain(row, "side"),
            "text": page.plain(row, "text"),
            "share": page.plain(row, "share"),
            **page.backed(row),
        }
        for row in page.shown(rows)
    ]


def _sentence(page: Page, row: Sentence) -> SentenceBody:
    return {
        "length": page.plain(row, "length"),
        "court": page.plain(row, "court"),
        "date": page.told(row, "date"),
        "remark": page.plain(row, "remark"),
        **page.backed(row),
    }


def _condition(page: Page, row: Condition) -> ConditionBody:
    return {"kind": page.plain(row, "kind"), "remark": page.plain(row, "remark"), **page.backed(row)}
