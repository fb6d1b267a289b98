"""The body of a person."""

from __future__ import annotations

from people.models import Identifier, Name, Nationality, Person, Recognition, Role
from publication.rendering.addresses import address
from publication.rendering.detention import detention
from publication.rendering.page import Page
from publication.rendering.reading import read_for
from publication.rendering.release import release, shown_releases
from publication.rendering.rows import rows_of_person
from publication.rendering.scene import Rendered, Scene
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


def render_person(person: Person, scene: Scene) -> Rendered[PersonBody]:
    """The body of a person from ``persons_for_rendering`` for the audience of the scene."""
    page = Page(scene)
    episodes = page.shown(person.detentions.all())
    ways_out = shown_releases(page, person.releases.all())
    known = [str(episode.pk) for episode in episodes]
    body: PersonBody = {
        "id": str(person.pk),
        "slug": person.slug,
        "url": address("persons", person.pk),
        "name": scene.persons[person.pk]["name"],
        "status": status(page, scene.statuses.get(person.pk, {}), episodes=episodes, releases=ways_out),
        "names": names(page, person),
        "gender": page.told(person, "gender"),
        "born": page.told(person, "born"),
        "died": page.told(person, "died"),
        "identifiers": [_identifier(page, row) for row in page.shown(person.identifiers.all())],
        "nationalities": [_nationality(page, row) for row in page.shown(person.nationalities.all())],
        "roles": [_role(page, row) for row in page.shown(person.roles.all())],
        "relationships": _relationships(page, person),
        "recognitions": [_recognition(page, row) for row in page.shown(person.recognitions.all())],
        "detentions": [detention(page, row) for row in episodes],
        "releases": [release(page, row, episodes=known) for row in ways_out],
        "parts": _parts(page, person),
        "statements": statements(page, person.statements.all()),
        **page.known_none(person),
        "citations": page.footnotes(),
    }
    return Rendered(body=body, read=read_for(scene, rows_of_person(person)))


def names(page: Page, person: Person) -> list[NameBody]:
    """Every spelling that a source prints, and the preferred one even where none does."""
    cited = [row for row in page.shown(person.names.all()) if page.plain(row, "text")]
    preferred = [row for row in person.names.all() if row.preferred and page.open(row) and row not in cited]
    return [_name(page, row) for row in (*preferred, *cited)]


def _name(page: Page, row: Name) -> NameBody:
    return {
        "text": row.text,
        "language": row.language or None,
        "script": row.script,
        "romanisation": row.romanisation or None,
        "kind": row.kind,
        "preferred": row.preferred,
        **page.backed(row),
    }


def _identifier(page: Page, row: Identifier) -> IdentifierBody:
    return {"scheme": page.plain(row, "scheme"), "value": page.plain(row, "value"), **page.backed(row)}


def _nationality(page: Page, row: Nationality) -> NationalityBody:
    return {"country": page.plain(row, "country"), **page.backed(row)}


def _role(page: Page, row: Role) -> RoleBody:
    return {
        "kind": row.kind,
        "title": page.plain(row, "title"),
        "organisation": page.named(row, "organisation"),
        "began": page.told(row, "began"),
        "ended": page.told(row, "ended"),
        "remark": page.plain(row, "remark"),
        **page.backed(row),
    }


def _relationships(page: Page, person: Person) -> list[RelationshipBody]:
    """Relations to people who may be named; the others would betray somebody."""
    told = ((row, page.scene.persons.get(row.other_id)) for row in person.relationships.all())
    rows = [(row, other) for row, other in told if other and page.shown([row])]
    return [
        {
            "person": other,
            "kind": page.plain(row, "kind"),
            "remark": page.plain(row, "remark"),
            **page.backed(row),
        }
        for row, other in rows
    ]


def _recognition(page: Page, row: Recognition) -> RecognitionBody:
    return {
        "kind": row.kind,
        "title": page.plain(row, "title"),
        "organisation": page.named(row, "organisation"),
        "status": page.plain(row, "status"),
        "date": page.told(row, "date"),
        "reason": page.plain(row, "reason"),
        **page.backed(row),
    }


def _parts(page: Page, person: Person) -> list[PartBody]:
    told = ((row, page.scene.events.get(row.event_id)) for row in person.event_parts.all())
    rows = [(row, event) for row, event in told if event and page.shown([row])]
    return [
        {"event": event, "part": page.plain(row, "part"), "remark": page.plain(row, "remark"), **page.backed(row)}
        for row, event in rows
    ]
