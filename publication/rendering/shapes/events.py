"""The shape of an event's body."""

from typing import Annotated, TypedDict

from people.vocabulary import (
    Answer,
    ConcessionAction,
    EventKind,
    EventState,
    Measure,
    Mode,
    Order,
    Outcome,
    Part,
    Progress,
    Whom,
)
from publication.rendering.shapes.evidence import Backed, CitedPassage, OrganisationRef, PlaceRef, Ref, Told, WithLists
from publication.rendering.shapes.persons import DestinationBody, GroundBody, StatementBody


class EventPartBody(Backed):
    """The part of a person or an organisation in the event."""

    person: Ref | None
    organisation: OrganisationRef | None
    part: Annotated[str, Part] | None
    remark: str | None


class ConcessionBody(Backed):
    """What one side gave, took or kept."""

    party: OrganisationRef | None
    target: str | None
    target_organisation: OrganisationRef | None
    action: Annotated[str, ConcessionAction] | None
    order: Told[Annotated[str, Order]] | None
    progress: Told[Annotated[str, Progress]] | None
    date: Told[str] | None
    reason: Told[str] | None


class TallyBody(TypedDict):
    """One question of number, and what each source answers."""

    id: str
    measure: Annotated[str, Measure]
    whom: Annotated[str, Whom]
    whom_country: str | None
    country: str | None
    place: PlaceRef | None
    period: str | None
    count: Told[str] | None


class GroupBody(Backed, WithLists):
    """Some of those whom the event concerns, in words."""

    label: str
    who: str | None
    tally: str | None
    destinations: list[DestinationBody]
    grounds: list[GroundBody]


class MemberBody(Backed):
    """A published person among those whom the event concerns."""

    person: Ref
    outcome: Annotated[str, Outcome] | None


class EventBody(WithLists):
    """A release of many, talks and the like."""

    id: str
    slug: str
    url: str
    name: str
    kind: Told[Annotated[str, EventKind]] | None
    country: Told[str] | None
    place: Told[PlaceRef] | None
    date: Told[str] | None
    announced: Told[str] | None
    mode: Told[Annotated[str, Mode]] | None
    forced_exile: Told[Annotated[str, Answer]] | None
    stated_reason: Told[str] | None
    circumstances: Told[str] | None
    state: Told[Annotated[str, EventState]] | None
    leads_to: Told[Ref] | None
    parts: list[EventPartBody]
    concessions: list[ConcessionBody]
    tallies: list[TallyBody]
    groups: list[GroupBody]
    statements: list[StatementBody]
    members: list[MemberBody]
    citations: dict[str, CitedPassage]


class PublishedEvent(EventBody):
    """An event as published: ``position`` counts the changes of the publication, ``published_at`` is in UTC."""

    position: int
    published_at: str
