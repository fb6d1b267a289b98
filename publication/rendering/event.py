"""The body of an event."""

from __future__ import annotations

from people.models import Place
from publication.rendering.addresses import address
from publication.rendering.detention import grounds
from publication.rendering.page import Page
from publication.rendering.release import destinations
from publication.rendering.rows import Row
from publication.rendering.shapes.events import (
    ConcessionBody,
    EventBody,
    EventPartBody,
    GroupBody,
    MemberBody,
    TallyBody,
)
from publication.rendering.shapes.evidence import OrganisationRef, Ref
from publication.rendering.statement import statements


def event_body(page: Page, event: Row) -> EventBody:
    """The body of an event."""
    tallies = page.under("tallies", event)
    known = [str(tally.id) for tally in tallies]
    return {
        "id": str(event.id),
        "slug": event.slug,
        "url": address("events", event.id),
        "name": event.name,
        "kind": page.told(event, "kind"),
        "country": page.told(event, "country"),
        "place": page.told(event, "place"),
        "date": page.told(event, "date"),
        "announced": page.told(event, "announced"),
        "mode": page.told(event, "mode"),
        "forced_exile": page.told(event, "forced_exile"),
        "stated_reason": page.told(event, "stated_reason"),
        "circumstances": page.told(event, "circumstances"),
        "state": page.told(event, "state"),
        "leads_to": page.told(event, "leads_to"),
        "parts": _parts(page, event),
        "concessions": [_concession(page, row) for row in page.under("concessions", event)],
        "tallies": [_tally(page, row) for row in tallies],
        "groups": [_group(page, row, tallies=known) for row in page.under("groups", event)],
        "statements": statements(page, page.under("statements", event)),
        "members": _members(page, event),
        **page.known_none(event),
        "citations": page.footnotes(),
    }


def _parts(page: Page, event: Row) -> list[EventPartBody]:
    """The parts of those who may be named."""
    rows = page.under("parts", event)
    told = ((row, page.named(row, "person"), page.named(row, "organisation")) for row in rows)
    return [_part(page, row, person, body) for row, person, body in told if person or body]


def _part(page: Page, row: Row, person: Ref | None, organisation: OrganisationRef | None) -> EventPartBody:
    return {
        "person": person,
        "organisation": organisation,
        "part": page.plain(row, "part"),
        "remark": page.plain(row, "remark"),
        **page.backed(row),
    }


def _concession(page: Page, row: Row) -> ConcessionBody:
    return {
        "party": page.named(row, "party"),
        "target": page.plain(row, "target"),
        "target_organisation": page.named(row, "target_organisation"),
        "action": page.plain(row, "action"),
        "order": page.told(row, "order"),
        "progress": page.told(row, "progress"),
        "date": page.told(row, "date"),
        "reason": page.told(row, "reason"),
        **page.backed(row),
    }


def _tally(page: Page, row: Row) -> TallyBody:
    return {
        "id": str(row.id),
        "measure": row.measure,
        "whom": row.whom,
        "whom_country": row.whom_country or None,
        "country": row.country or None,
        "place": page.scene.ref(Place, row.place_id) if row.place_id else None,
        "period": row.period,
        "count": page.told(row, "count"),
    }


def _group(page: Page, row: Row, *, tallies: list[str]) -> GroupBody:
    return {
        "label": row.label,
        "who": page.plain(row, "who"),
        "tally": str(row.tally_id) if str(row.tally_id) in tallies else None,
        "destinations": destinations(page, row),
        "grounds": grounds(page, page.under("grounds", row)),
        **page.backed(row),
        **page.known_none(row),
    }


def _members(page: Page, event: Row) -> list[MemberBody]:
    """The persons released who may be named and whose release says so where the audience may see it."""
    releases = [row for row in page.under("releases", event) if page.plain(row, "event")]
    told = ((row, page.scene.person(row.person_id)) for row in releases)
    members = [(row, person) for row, person in told if person]
    members.sort(key=lambda member: member[1]["slug"])
    return [{"person": person, "outcome": page.plain(row, "outcome"), **page.backed(row)} for row, person in members]
