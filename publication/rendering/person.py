"""The body of a person."""

from __future__ import annotations

from datetime import date

from publication.rendering.addresses import address
from publication.rendering.detention import detention
from publication.rendering.order import episodes_in_order, releases_in_order
from publication.rendering.page import Page
from publication.rendering.release import release, shown_releases
from publication.rendering.rows import Row
from publication.rendering.shapes.evidence import Ref
from publication.rendering.shapes.persons import (
    IdentifierBody,
    NameBody,
    NationalityBody,
    PartBody,
    PersonBody,
    RecognitionBody,
    RelationshipBody,
    RoleBody,
)
from publication.rendering.statement import statements
from publication.rendering.status import status


def person_body(page: Page, person: Row, *, day: date) -> PersonBody:
    """The body of a person; ``day``: of the status."""
    episodes = episodes_in_order(page, page.under("detentions", person))
    ways_out = releases_in_order(page, shown_releases(page, page.under("releases", person)))
    known = [str(episode.id) for episode in episodes]
    called = page.scene.called(person.id)
    return {
        "id": str(person.id),
        "slug": called.slug,
        "url": address("persons", person.id),
        "name": called.name,
        "former_ids": _formers(page, person),
        "status": status(page, day=day, episodes=episodes, releases=ways_out),
        "names": names(page, person),
        "gender": page.told(person, "gender"),
        "born": page.told(person, "born"),
        "died": page.told(person, "died"),
        "identifiers": [_identifier(page, row) for row in page.under("identifiers", person)],
        "nationalities": [_nationality(page, row) for row in page.under("nationalities", person)],
        "roles": [_role(page, row) for row in page.under("roles", person)],
        "relationships": _relationships(page, person),
        "recognitions": [_recognition(page, row) for row in page.under("recognitions", person)],
        "detentions": [detention(page, row) for row in episodes],
        "releases": [release(page, row, episodes=known) for row in ways_out],
        "parts": _parts(page, person),
        "statements": statements(page, page.under("statements", person)),
        **page.known_none(person),
        "citations": page.footnotes(),
    }


def names(page: Page, person: Row) -> list[NameBody]:
    """Every spelling that a source prints, and the preferred one even where none does."""
    cited = [row for row in page.under("names", person) if page.plain(row, "text")]
    every = page.scene.batch.under("names", person.id)
    preferred = [row for row in every if row.preferred and page.is_open(row) and row not in cited]
    return [_name(page, row) for row in (*preferred, *cited)]


def _formers(page: Page, person: Row) -> list[str]:
    """Who was merged into the person, as far as the audience might have known them."""
    batch = page.scene.batch
    return sorted(
        str(former) for former in batch.formers.get(person.id, ()) if batch.is_open_to(former, page.scene.audience)
    )


def _name(page: Page, row: Row) -> NameBody:
    return {
        "text": row.text,
        "language": row.language or None,
        "script": row.script,
        "romanisation": row.romanisation or None,
        "kind": row.kind,
        "preferred": row.preferred,
        **page.backed(row),
    }


def _identifier(page: Page, row: Row) -> IdentifierBody:
    return {"scheme": page.plain(row, "scheme"), "value": page.plain(row, "value"), **page.backed(row)}


def _nationality(page: Page, row: Row) -> NationalityBody:
    return {"country": page.plain(row, "country"), **page.backed(row)}


def _role(page: Page, row: Row) -> RoleBody:
    return {
        "kind": row.kind,
        "title": page.plain(row, "title"),
        "organisation": page.named(row, "organisation"),
        "began": page.told(row, "began"),
        "ended": page.told(row, "ended"),
        "remark": page.plain(row, "remark"),
        **page.backed(row),
    }


def _relationships(page: Page, person: Row) -> list[RelationshipBody]:
    """Relations to people who may be named; the others would betray somebody."""
    told = ((row, page.scene.person(row.other_id)) for row in page.under("relationships", person))
    return [
        {
            "person": other,
            "kind": page.plain(row, "kind"),
            "remark": page.plain(row, "remark"),
            **page.backed(row),
        }
        for row, other in told
        if other
    ]


def _recognition(page: Page, row: Row) -> RecognitionBody:
    return {
        "kind": row.kind,
        "title": page.plain(row, "title"),
        "organisation": page.named(row, "organisation"),
        "status": page.plain(row, "status"),
        "date": page.told(row, "date"),
        "reason": page.plain(row, "reason"),
        **page.backed(row),
    }


def _parts(page: Page, person: Row) -> list[PartBody]:
    """Parts in events that may be named."""
    told = ((row, page.scene.event(row.event_id)) for row in page.under("parts", person))
    parts: list[tuple[Row, Ref]] = [(row, event) for row, event in told if event]
    parts.sort(key=lambda told: told[1]["slug"])
    return [
        {"event": event, "part": page.plain(row, "part"), "remark": page.plain(row, "remark"), **page.backed(row)}
        for row, event in parts
    ]
