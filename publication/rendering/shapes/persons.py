"""The shape of a person's body."""

from typing import Annotated, TypedDict

from people.vocabulary import (
    Answer,
    ConditionKind,
    DetentionForm,
    Gender,
    GroundSide,
    Mode,
    NameKind,
    Outcome,
    Part,
    Progress,
    RecognitionKind,
    RecognitionStatus,
    RelationshipKind,
    RoleKind,
    Script,
    Share,
    Stage,
    Status,
)
from publication.rendering.shapes.evidence import (
    Attribution,
    Backed,
    CitedPassage,
    OrganisationRef,
    PlaceRef,
    Ref,
    Told,
    WithLists,
)


class NameBody(Backed):
    """One spelling. ``language`` is BCP 47, ``script`` ISO 15924. A preferred one may be ours, without citations."""

    text: str
    language: str | None
    script: Annotated[str, Script]
    romanisation: str | None
    kind: Annotated[str, NameKind]
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

    kind: Annotated[str, RoleKind]
    title: str | None
    organisation: OrganisationRef | None
    began: Told[str] | None
    ended: Told[str] | None
    remark: str | None


class RelationshipBody(Backed):
    """What the other person is to this one."""

    person: Ref
    kind: Annotated[str, RelationshipKind] | None
    remark: str | None


class RecognitionBody(Backed):
    """An award, or a recognition as political prisoner and the like."""

    kind: Annotated[str, RecognitionKind]
    title: str | None
    organisation: OrganisationRef | None
    status: Annotated[str, RecognitionStatus] | None
    date: Told[str] | None
    reason: str | None


class GroundBody(Backed):
    """Why, as one side puts it: the authorities, or what others report."""

    side: Annotated[str, GroundSide] | None
    text: str | None
    share: Annotated[str, Share] | None


class SentenceBody(Backed):
    """What a court imposed; not the time held."""

    length: str | None
    court: str | None
    date: Told[str] | None
    remark: str | None


class ConditionBody(Backed):
    """How somebody was held."""

    kind: Annotated[str, ConditionKind] | None
    remark: str | None


class DetentionBody(Backed, WithLists):
    """One episode. ``ended`` ``..`` is cited as not ended; null is unknown."""

    id: str
    began: Told[str] | None
    ended: Told[str] | None
    time_held: Told[str] | None
    place: Told[PlaceRef] | None
    authority: Told[OrganisationRef] | None
    form: Told[Annotated[str, DetentionForm]] | None
    circumstances: Told[str] | None
    grounds: list[GroundBody]
    sentences: list[SentenceBody]
    conditions: list[ConditionBody]


class DestinationBody(Backed):
    """One leg of the way out."""

    stage: Annotated[str, Stage] | None
    progress: Annotated[str, Progress] | None
    country: str | None
    place: PlaceRef | None
    date: Told[str] | None


class ReleaseBody(Backed, WithLists):
    """One way out. ``country`` is the event's; so is a date, mode or forced exile it has none of, claims included."""

    event: Ref | None
    country: Told[str] | None
    detention: str | None
    date: Told[str] | None
    mode: Told[Annotated[str, Mode]] | None
    outcome: Annotated[str, Outcome] | None
    forced_exile: Told[Annotated[str, Answer]] | None
    circumstances: Told[str] | None
    destinations: list[DestinationBody]


class PartBody(Backed):
    """A part that the person had in an event."""

    event: Ref
    part: Annotated[str, Part] | None
    remark: str | None


class StatementBody(Backed):
    """Words spoken. Several wordings of one utterance are under ``claims``; indirect speech has none."""

    speaker: Attribution | None
    event: Ref | None
    medium: str | None
    occasion: str | None
    wording: str | None


StandingBody = TypedDict("StandingBody", {"value": Annotated[str, Status], "since": str | None, "from": str | None})
StandingBody.__doc__ = (
    """A status, and the day from which it holds until the next one; null: as far back as is known."""
)


class StatusBody(TypedDict):
    """Computed for the day of rendering from the episodes and releases in the same body.

    ``timeline`` tells it for every day: oldest first, the first entry from always.
    """

    value: Annotated[str, Status]
    since: str | None
    conflicting: bool
    independent_sources: int
    citations: list[str]
    timeline: list[StandingBody]


class PersonBody(WithLists):
    """A person, whole. ``former_ids``: of records that turned out to be of the same person."""

    id: str
    slug: str
    url: str
    name: str
    former_ids: list[str]
    status: StatusBody
    names: list[NameBody]
    gender: Told[Annotated[str, Gender]] | None
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
    citations: dict[str, CitedPassage]


class PublishedPerson(PersonBody):
    """A person as published: ``position`` counts the changes of the publication, ``published_at`` is in UTC."""

    position: int
    published_at: str
