"""Words spoken, of a person or about an event."""

from __future__ import annotations

from collections.abc import Iterable

from people.models import Statement
from people.stated import own_value
from publication.rendering.footnotes import attribution
from publication.rendering.page import Page
from publication.rendering.shapes.evidence import Attribution
from publication.rendering.shapes.persons import StatementBody


def statements(page: Page, rows: Iterable[Statement]) -> list[StatementBody]:
    """The statements whose event, and whose speaker, if a person or organisation, may be named."""
    of_known = (row for row in rows if row.event_id is None or row.event_id in page.scene.events)
    told = ((row, _speaker(page, row)) for row in page.shown(of_known))
    return [
        {
            "speaker": speaker,
            "event": page.scene.events.get(row.event_id) if row.event_id else None,
            "medium": page.plain(row, "medium"),
            "occasion": page.plain(row, "occasion"),
            "wording": page.plain(row, "wording"),
            **page.backed(row),
        }
        for row, speaker in told
        if speaker is not None
    ]


def _speaker(page: Page, row: Statement) -> Attribution | None:
    named = [field for field in ("speaker_person", "speaker_organisation") if own_value(row, field)]
    if any(page.plain(row, field) is None for field in named):
        return None
    return attribution(
        page.scene,
        person=row.speaker_person_id,
        organisation=row.speaker_organisation_id,
        description=page.plain(row, "speaker_description") or "",
    )
