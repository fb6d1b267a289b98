"""Words spoken, of a person or about an event."""

from __future__ import annotations

from collections.abc import Iterable

from publication.rendering.footnotes import attribution
from publication.rendering.page import Page
from publication.rendering.rows import Row, own
from publication.rendering.shapes.evidence import Attribution
from publication.rendering.shapes.persons import StatementBody


def statements(page: Page, rows: Iterable[Row]) -> list[StatementBody]:
    """The statements whose event, and whose speaker, if a person or organisation, may be named."""
    return [
        {
            "speaker": speaker,
            "event": page.scene.event(row.event_id),
            "medium": page.plain(row, "medium"),
            "occasion": page.plain(row, "occasion"),
            "wording": page.plain(row, "wording"),
            **page.backed(row),
        }
        for row in rows
        if (row.event_id is None or page.scene.event(row.event_id)) and (speaker := _speaker(page, row))
    ]


def _speaker(page: Page, row: Row) -> Attribution | None:
    named = [field for field in ("speaker_person", "speaker_organisation") if own(row, field)]
    if any(page.plain(row, field) is None for field in named):
        return None
    return attribution(
        page.scene,
        person=row.speaker_person_id,
        organisation=row.speaker_organisation_id,
        description=page.plain(row, "speaker_description") or "",
    )
