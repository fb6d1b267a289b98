"""The shapes of answers that are more than one body, as types; the OpenAPI document is made from them."""

from typing import Annotated, NotRequired, TypedDict

from people.vocabulary import Measure, Status, Whom
from publication.rendering.shapes.documents import PublishedDocument
from publication.rendering.shapes.events import PublishedEvent
from publication.rendering.shapes.persons import PublishedPerson
from publication.vocabulary import Kind, Operation


class ChangeBody(TypedDict):
    """One change. A merge is told of the former id, with the survivor in ``into``; a withdrawal tells the id alone.

    ``body`` stands at the change that made the record what it is now, and at no other.
    """

    position: int
    op: Annotated[str, Operation]
    kind: Annotated[str, Kind]
    id: str
    into: str | None
    at: str
    body: NotRequired[PublishedPerson | PublishedEvent | PublishedDocument]


class ChangePage(TypedDict):
    """Changes in the order of commit. Ask next with ``after`` = ``next``; ``at_end``: there are no more for now."""

    changes: list[ChangeBody]
    next: int
    at_end: bool
    position: int


class DayNumbers(TypedDict):
    """From this day until the next one in the list; null: as far back as is known."""

    day: str | None
    held: int
    released: int


class ClaimedNumber(TypedDict):
    """A question of number: the editors' answer, and every answer of a source that is another one."""

    measure: Annotated[str, Measure]
    whom: Annotated[str, Whom]
    whom_country: str | None
    country: str | None
    place: str | None
    value: str | None
    claims: list[str]


class EventNumbers(TypedDict):
    """How many persons the event's body names as members, and what numbers are claimed of it."""

    id: str
    slug: str
    name: str
    url: str
    named: int
    claimed: list[ClaimedNumber]


class StatisticsBody(TypedDict):
    """People, each counted once. ``held`` are those detained or last known detained."""

    persons: int
    by_status: dict[str, int]
    by_mode: dict[str, int]
    by_destination: dict[str, int]
    by_day: list[DayNumbers]
    events: list[EventNumbers]
    position: int


class ReasonBody(TypedDict):
    """Why somebody may be meant, or may not."""

    code: str
    text: str


class CandidateBody(TypedDict):
    """Somebody who may be meant: ``name`` is the published spelling that is most alike, ``score`` how likely it is."""

    id: str
    slug: str
    url: str
    name: str
    status: Annotated[str, Status]
    score: float
    reasons: list[ReasonBody]


class MatchedBody(TypedDict):
    """The answer to one query; the likeliest candidate first."""

    id: str | None
    candidates: list[CandidateBody]


class MatchesBody(TypedDict):
    """The answers in the order of the queries."""

    results: list[MatchedBody]
    position: int
