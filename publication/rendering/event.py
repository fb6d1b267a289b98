"""The body of an event."""

from __future__ import annotations

from people.models import Concession, Event, EventGroup, EventPart, Tally
from publication.rendering.addresses import address
from publication.rendering.detention import grounds
from publication.rendering.page import Page
from publication.rendering.reading import read_for
from publication.rendering.release import destinations
from publication.rendering.rows import rows_of_event
from publication.rendering.scene import Rendered, Scene
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


def render_event(event: Event, scene: Scene) -> Rendered[EventBody]:
    """The body of an event from ``events_for_rendering`` for the audience of the scene."""
    page = Page(scene)
    tallies = page.shown(event.tallies.all())
    known = [str(tally.pk) for tally in tallies]
    body: EventBody = {
        "id": str(event.pk),
        "slug": event.slug,
        "url": address("events", event.pk),
        "name": scene.events[event.pk]["name"],
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
        "concessions": [_concession(page, row) for row in page.shown(event.concessions.all())],
        "tallies": [_tally(page, row) for row in tallies],
        "groups": [_group(page, row, tallies=known) for row in page.shown(event.groups.all())],
        "statements": statements(page, event.statements.all()),
        "members": _members(page, event),
        **page.known_none(event),
        "citations": page.footnotes(),
    }
    return Rendered(body=body, read=read_for(scene, rows_of_event(event)))


def _parts(page: Page, event: Event) -> list[EventPartBody]:
    """The parts of those who may be named."""
    rows = page.shown(event.parts.all())
    told = ((row, page.named(row, "person"), page.named(row, "organisation")) for row in rows)
    return [_part(page, row, person, body) for row, person, body in told if person or body]


def _part(page: Page, row: EventPart, person: Ref | None, organisation: OrganisationRef | None) -> EventPartBody:
    return {
        "person": person,
        "organisation": organisation,
        "part": page.plain(row, "part"),
        "remark": page.plain(row, "remark"),
        **page.backed(row),
    }


def _concession(page: Page, row: Concession) -> ConcessionBody:
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


def _tally(page: Page, row: Tally) -> TallyBody:
    return {
        "id": str(row.pk),
        "measure": row.measure,
        "whom": row.whom,
        "whom_country": str(row.whom_country) or None,
        "country": str(row.country) or None,
        "place": page.scene.places.get(row.place_id) if row.place_id else None,
        "period": str(row.period) if row.period else None,
        "count": page.told(row, "count"),
    }


def _group(page: Page, row: EventGroup, *, tallies: list[str]) -> GroupBody:
    return {
        "label": row.label,
        "who": page.plain(row, "who"),
        "tally": str(row.tally_id) if str(row.tally_id) in tallies else None,
        "destinations": destinations(page, row.destinations.all()),
        "grounds": grounds(page, row.grounds.all()),
        **page.backed(row),
        **page.known_none(row),
    }


def _members(page: Page, event: Event) -> list[MemberBody]:
    """The persons released who may be named and whose release says so where the audience may see it."""
    releases = [row for row in page.shown(event.releases.all()) if page.plain(row, "event")]
    told = ((row, page.scene.persons.get(row.person_id)) for row in releases)
    members = [(row, person) for row, person in told if person]
    members.sort(key=lambda member: member[1]["slug"])
    return [{"person": person, "outcome": page.plain(row, "outcome"), **page.backed(row)} for row, person in members]
