"""What is behind every value: quoted passages, claims, and references to other records."""

from typing import Generic, NotRequired, TypedDict, TypeVar

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
    kind: str
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

    ``basis``: stated in these words, resolved from context, computed, or implied. ``verdict``: accepted supports the record;
    noted is published as a claim only.
    """

    quote: str
    document: DocumentRef
    start: int
    end: int
    basis: str
    attributed_to: Attribution | None
    verdict: str
    why: NotRequired[str]


class Claim(TypedDict, Generic[V]):
    """One stated value, who states it, and how many independent voices they are."""

    value: V
    independent_sources: int
    citations: list[str]


class Told(TypedDict, Generic[V]):
    """A value with its evidence. ``claims`` are there whenever what is stated is not one and the same value."""

    value: V | None
    conflicting: bool
    independent_sources: int
    citations: list[str]
    claims: NotRequired[list[Claim[V]]]


class Backed(TypedDict):
    """What every row shares: its evidence, and the claims on those of its fields on which sources are not of one mind."""

    independent_sources: int
    citations: list[str]
    conflicting: NotRequired[bool]
    claims: NotRequired[dict[str, list[Claim[str | Ref | OrganisationRef | PlaceRef | DocumentRef]]]]
