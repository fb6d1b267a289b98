"""One row of every kind on the released of the cast and on their event, telling ``mark`` wherever it has words."""

from collections.abc import Iterator

from people.models import Event, Person
from people.stated import own_value
from people.vocabulary import GroundSide
from sources.models import Document
from sources.record import Record
from sources.vocabulary import Audience
from tests.factories import (
    ConcessionFactory,
    ConditionFactory,
    DestinationFactory,
    DetentionFactory,
    EventGroupFactory,
    EventPartFactory,
    GroundFactory,
    IdentifierFactory,
    NameFactory,
    NationalityFactory,
    OrganisationFactory,
    PlaceFactory,
    RecognitionFactory,
    RelationshipFactory,
    ReleaseFactory,
    RoleFactory,
    SentenceFactory,
    StatementFactory,
    TallyFactory,
    cite,
)


def rows_of_every_kind(person: Person, event: Event, *, mark: str, audience: Audience) -> list[Record]:
    """One row of each kind on the two, with the given audience of its own; what they hang on stays public."""
    return [*_on_person(person, event, mark, audience), *_on_event(person, event, mark, audience)]


def cite_all(rows: list[Record], document: Document, audience: Audience = Audience.PUBLIC) -> None:
    """Let a document state every value of every row, in its whole text."""
    for row in rows:
        cite(row, document=document, audience=audience)
        for field in type(row).declared.cited:
            if own_value(row, field):
                cite(row, field, own_value(row, field), document=document, audience=audience)


def _on_person(person: Person, event: Event, mark: str, audience: Audience) -> Iterator[Record]:
    organisation = OrganisationFactory.create(name=f"{mark} house", audience=audience)
    place = PlaceFactory.create(name=f"{mark} town", country="LT", audience=audience)
    detention = person.detentions.get(began="2017")
    yield NameFactory.create(person=person, text=f"{mark} name", audience=audience)
    yield IdentifierFactory.create(person=person, value=f"{mark} number", audience=audience)
    yield NationalityFactory.create(person=person, country="LT", audience=audience)
    yield RoleFactory.create(
        person=person, title=f"{mark} role", organisation=organisation, began="1987", remark=mark, audience=audience
    )
    yield RelationshipFactory.create(person=person, remark=f"{mark} kin", audience=audience)
    yield RecognitionFactory.create(
        person=person, title=f"{mark} prize", organisation=organisation, date="1988", reason=mark, audience=audience
    )
    yield DetentionFactory.create(
        person=person, began="1989", ended="1990", time_held="399d", place=place, circumstances=mark, audience=audience
    )
    yield GroundFactory.create(detention=detention, side=GroundSide.REPORTED, text=f"{mark} why", audience=audience)
    yield SentenceFactory.create(
        detention=detention, court=f"{mark} court", date="1991", remark=mark, audience=audience
    )
    yield ConditionFactory.create(detention=detention, remark=f"{mark} cell", audience=audience)
    yield StatementFactory.create(
        speaker_person=person, speaker_description="", wording=f"{mark} said", medium=mark, audience=audience
    )
    yield ReleaseFactory.create(person=person, date="1992-03-04", circumstances=f"{mark} out", audience=audience)
    yield DestinationFactory.create(
        release=person.releases.get(event=event), place=place, date="1993", audience=audience
    )


def _on_event(person: Person, event: Event, mark: str, audience: Audience) -> Iterator[Record]:
    place = PlaceFactory.create(name=f"{mark} port", country="LV", audience=audience)
    organisation = OrganisationFactory.create(name=f"{mark} board", audience=audience)
    group = EventGroupFactory.create(event=event)
    cite(group)
    yield EventPartFactory.create(event=event, organisation=organisation, remark=f"{mark} part", audience=audience)
    yield EventPartFactory.create(event=event, organisation=None, person=person, remark=mark, audience=audience)
    yield ConcessionFactory.create(
        event=event, party=organisation, target=f"{mark} ban", date="1994", reason=mark, audience=audience
    )
    yield TallyFactory.create(event=event, place=place, period="1995", count="987", audience=audience)
    yield EventGroupFactory.create(event=event, label=f"{mark} few", who=f"{mark} some", audience=audience)
    yield GroundFactory.create(detention=None, group=group, text=f"{mark} reason", audience=audience)
    yield DestinationFactory.create(release=None, group=group, place=place, date="1996", audience=audience)
    yield StatementFactory.create(event=event, speaker_description=f"{mark} man", wording=mark, audience=audience)
