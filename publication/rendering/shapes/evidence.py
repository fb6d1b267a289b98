"""What is behind every value: quoted passages, claims, and references to other records."""

from typing import Annotated, Generic, NotRequired, TypedDict, TypeVar

from people.vocabulary import Basis, PlaceKind, Verdict

V = TypeVar("V")


class Ref(TypedDict):
    """Another published person or event."""

    id: str
    slug: str
    name: str


class OrganisationRef(TypedDict):
    """An organisation, by name."""

    id: str
    slug: str
    name: str


class PlaceRef(TypedDict):
    """A place. ``country`` is null where it lies in no single country, such as a shared border."""

    id: str
    slug: str
    name: str
    kind: Annotated[str, PlaceKind]
    country: str | None


class DocumentRef(TypedDict):
    """A document, by title and publisher."""

    id: str
    slug: str
    title: str | None
    publisher: str | None


class Attribution(TypedDict):
    """Whom the sentence itself holds responsible: an organisation, a person or somebody described in words."""

    kind: str
    id: str | None
    name: str


class CitedPassage(TypedDict):
    """A sentence and where it stands; offsets count Unicode code points of the document's text.

    ``basis``: stated in these words, resolved from context, computed, or implied. ``verdict``: accepted supports the
    record; noted is published as a claim only.
    """

    quote: str
    document: DocumentRef
    start: int
    end: int
    basis: Annotated[str, Basis]
    attributed_to: Attribution | None
    verdict: Annotated[str, Verdict]
    why: NotRequired[str]


class Claim(TypedDict, Generic[V]):
    """One stated value, who states it, and how many independent voices they are."""

    value: V
    independent_sources: int
    citations: list[str]


class Told(TypedDict, Generic[V]):
    """A value with its evidence. ``independent_sources``: how many independent voices stand behind this very value.

    ``claims`` are there whenever what is stated is not one and the same value, each with its own count.
    """

    value: V | None
    conflicting: bool
    independent_sources: int
    citations: list[str]
    claims: NotRequired[list[Claim[V]]]


class Backed(TypedDict):
    """What every row shares: its evidence, and ``claims`` on those of its fields that are also stated differently."""

    independent_sources: int
    citations: list[str]
    conflicting: NotRequired[bool]
    claims: NotRequired[dict[str, list[Claim[str | Ref | OrganisationRef | PlaceRef | DocumentRef]]]]


class WithLists(TypedDict):
    """``none``: the lists of which a source says that there are none. An empty list without that is unknown."""

    none: NotRequired[dict[str, Backed]]
