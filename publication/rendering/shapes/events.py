"""The shape of an event's body."""

from typing import NotRequired, TypedDict

from publication.rendering.shapes.evidence import Backed, CitedPassage, OrganisationRef, PlaceRef, Ref, Told
from publication.rendering.shapes.persons import DestinationBody, GroundBody, StatementBody


class EventPartBody(Backed):
    """The part of a person or an organisation in the event."""

    person: Ref | None
    organisation: OrganisationRef | None
    part: str | None
    remark: str | None


class ConcessionBody(Backed):
    """What one side gave, took or kept."""

    party: OrganisationRef | None
    target: str | None
    target_organisation: OrganisationRef | None
    action: str | None
    order: Told[str] | None
    progress: Told[str] | None
    date: Told[str] | None
    reason: Told[str] | None


class TallyBody(Backed):
    """One question of number, and what each source answers."""

    id: str
    measure: str
    whom: str
    whom_country: str | None
    country: str | None
    place: PlaceRef | None
    period: str | None
    count: Told[str] | None


class GroupBody(Backed):
    """Some of those whom the event concerns, in words."""

    label: str
    who: str | None
    tally: str | None
    destinations: list[DestinationBody]
    grounds: list[GroundBody]
    none: NotRequired[dict[str, Backed]]


class MemberBody(Backed):
    """A published person among those whom the event concerns."""

    person: Ref
    outcome: str | None


class EventBody(TypedDict):
    """A release of many, talks and the like."""

    id: str
    slug: str
    url: str
    name: str
    kind: Told[str] | None
    country: Told[str] | None
    place: Told[PlaceRef] | None
    date: Told[str] | None
    announced: Told[str] | None
    mode: Told[str] | None
    forced_exile: Told[str] | None
    stated_reason: Told[str] | None
    circumstances: Told[str] | None
    state: Told[str] | None
    leads_to: Told[Ref] | None
    parts: list[EventPartBody]
    concessions: list[ConcessionBody]
    tallies: list[TallyBody]
    groups: list[GroupBody]
    statements: list[StatementBody]
    members: list[MemberBody]
    none: NotRequired[dict[str, Backed]]
    citations: dict[str, CitedPassage]
