"""The shape of a person's body."""

from typing import NotRequired, TypedDict

from publication.rendering.shapes.evidence import (
    Attribution,
    Backed,
    CitedPassage,
    OrganisationRef,
    PlaceRef,
    Ref,
    Told,
)


class NameBody(Backed):
    """One spelling. ``language`` is BCP 47, ``script`` ISO 15924. A preferred one may be ours, without citations."""

    text: str
    language: str | None
    script: str
    romanisation: str | None
    kind: str
    preferred: bool


class IdentifierBody(Backed):
    """What another list calls the person."""

    scheme: str | None
    value: str | None


class NationalityBody(Backed):
    """A nationality."""

    country: str | None


class RoleBody(Backed):
    """An office, occupation or label."""

    kind: str
    title: str | None
    organisation: OrganisationRef | None
    began: Told[str] | None
    ended: Told[str] | None
    remark: str | None


class RelationshipBody(Backed):
    """What the other person is to this one."""

    person: Ref
    kind: str | None
    remark: str | None


class RecognitionBody(Backed):
    """An award, or a recognition as political prisoner and the like."""

    kind: str
    title: str | None
    organisation: OrganisationRef | None
    status: str | None
    date: Told[str] | None
    reason: str | None


class GroundBody(Backed):
    """Why, as one side puts it: the authorities, or what others report."""

    side: str | None
    text: str | None
    share: str | None


class SentenceBody(Backed):
    """What a court imposed; not the time held."""

    length: str | None
    court: str | None
    date: Told[str] | None
    remark: str | None


class ConditionBody(Backed):
    """How somebody was held."""

    kind: str | None
    remark: str | None


class DetentionBody(Backed):
    """One episode. ``ended`` ``..`` is cited as not ended; null is unknown."""

    id: str
    began: Told[str] | None
    ended: Told[str] | None
    time_held: Told[str] | None
    place: Told[PlaceRef] | None
    authority: Told[OrganisationRef] | None
    form: Told[str] | None
    circumstances: Told[str] | None
    grounds: list[GroundBody]
    sentences: list[SentenceBody]
    conditions: list[ConditionBody]
    none: NotRequired[dict[str, Backed]]


class DestinationBody(Backed):
    """One leg of the way out."""

    stage: str | None
    progress: str | None
    country: str | None
    place: PlaceRef | None
    date: Told[str] | None


class ReleaseBody(Backed):
    """One way out. Date, mode and forced exile are the event's where the release has none of its own, claims included."""

    event: Ref | None
    detention: str | None
    date: Told[str] | None
    mode: Told[str] | None
    outcome: str | None
    forced_exile: Told[str] | None
    circumstances: Told[str] | None
    destinations: list[DestinationBody]
    none: NotRequired[dict[str, Backed]]


class PartBody(Backed):
    """A part that the person had in an event."""

    event: Ref
    part: str | None
    remark: str | None


class StatementBody(Backed):
    """Words spoken. Several wordings of one utterance are under ``claims``; indirect speech has none."""

    speaker: Attribution | None
    event: Ref | None
    medium: str | None
    occasion: str | None
    wording: str | None


class StatusBody(TypedDict):
    """Computed for the day of rendering from the episodes and releases in the same body."""

    value: str
    since: str | None
    conflicting: bool
    independent_sources: int
    citations: list[str]


class PersonBody(TypedDict):
    """A person, whole."""

    id: str
    slug: str
    url: str
    name: str
    status: StatusBody
    names: list[NameBody]
    gender: Told[str] | None
    born: Told[str] | None
    died: Told[str] | None
    identifiers: list[IdentifierBody]
    nationalities: list[NationalityBody]
    roles: list[RoleBody]
    relationships: list[RelationshipBody]
    recognitions: list[RecognitionBody]
    detentions: list[DetentionBody]
    releases: list[ReleaseBody]
    parts: list[PartBody]
    statements: list[StatementBody]
    none: NotRequired[dict[str, Backed]]
    citations: dict[str, CitedPassage]
