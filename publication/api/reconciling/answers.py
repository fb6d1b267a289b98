"""The shapes of the service's answers, as types; the OpenAPI document is made from them."""

from typing import NotRequired, TypedDict


class ReconcileTypeBody(TypedDict):
    """The one type that there is."""

    id: str
    name: str


class ReconcileFeatureBody(TypedDict):
    """Why somebody may be meant, or may not: the code of a reason; in the 1.0 draft ``name`` says it in words."""

    id: str
    name: NotRequired[str]
    value: bool


class ReconcileCandidateBody(TypedDict):
    """Somebody who may be meant. ``score`` is out of 100; ``match``: nobody else can be meant."""

    id: str
    name: str
    description: str
    type: list[ReconcileTypeBody]
    score: float
    features: list[ReconcileFeatureBody]
    match: bool


class ReconcileResultBody(TypedDict):
    """The answer to one query; the likeliest candidate first."""

    result: list[ReconcileCandidateBody]


class ReconcileResultDraftBody(TypedDict):
    """The same in the 1.0 draft."""

    candidates: list[ReconcileCandidateBody]


class ReconcileResultsDraftBody(TypedDict):
    """The answers in the order of the queries."""

    results: list[ReconcileResultDraftBody]


class ReconcileSuggestionBody(TypedDict):
    """A person, a property or a type."""

    id: str
    name: str
    description: NotRequired[str]
    notable: NotRequired[list[ReconcileTypeBody]]


class ReconcileSuggestionsBody(TypedDict):
    """What is suggested, the likeliest first."""

    result: list[ReconcileSuggestionBody]


class ReconcileProposalsBody(TypedDict):
    """Properties that a table can be extended with."""

    properties: list[ReconcileSuggestionBody]
    type: str
    limit: NotRequired[int]


class ReconcileColumnBody(TypedDict):
    """A property that a table was extended with."""

    id: str
    name: str


ReconcileCellBody = TypedDict(  # noqa: UP013 - one member is called as a type is
    "ReconcileCellBody", {"str": NotRequired[str], "date": NotRequired[str]}
)
ReconcileCellBody.__doc__ = """A value: a text, or a moment (RFC 3339)."""


class ReconcileExtendedBody(TypedDict):
    """Values by id and property; none of whom nobody knows."""

    meta: list[ReconcileColumnBody]
    rows: dict[str, dict[str, list[ReconcileCellBody]]]


class ReconcileValuesBody(TypedDict):
    """The values of one property."""

    id: str
    values: list[ReconcileCellBody]


class ReconcileRowBody(TypedDict):
    """What is published of one id."""

    id: str
    properties: list[ReconcileValuesBody]


class ReconcileExtendedDraftBody(TypedDict):
    """Rows in the order of the ids."""

    meta: list[ReconcileColumnBody]
    rows: list[ReconcileRowBody]


class ReconcileViewBody(TypedDict):
    """A template of addresses."""

    url: str


class ReconcilePreviewBody(TypedDict):
    """Where a page about a person is (version 0.2), and its size in pixels."""

    url: NotRequired[str]
    width: int
    height: int


class ReconcileServiceBody(TypedDict):
    """An address in two parts."""

    service_url: str
    service_path: str


class ReconcileExtendServiceBody(TypedDict):
    """Where properties are proposed."""

    propose_properties: ReconcileServiceBody
    property_settings: list[str]


class ReconcileExtendServiceDraftBody(TypedDict):
    """Whether properties are proposed."""

    proposeProperties: bool
    propertySettings: list[str]


class ReconcileManifestBody(TypedDict):
    """The manifest of version 0.2."""

    versions: list[str]
    name: str
    identifierSpace: str
    schemaSpace: str
    documentation: str
    defaultTypes: list[ReconcileTypeBody]
    batchSize: int
    view: ReconcileViewBody
    preview: ReconcilePreviewBody
    suggest: dict[str, ReconcileServiceBody]
    extend: ReconcileExtendServiceBody


class ReconcileManifestDraftBody(TypedDict):
    """The manifest of the 1.0 draft."""

    versions: list[str]
    name: str
    lang: str
    documentation: str
    defaultTypes: list[ReconcileTypeBody]
    batchSize: int
    view: ReconcileViewBody
    preview: ReconcilePreviewBody
    suggest: dict[str, bool]
    extend: ReconcileExtendServiceDraftBody
    standardizedScore: bool


SHAPES = (
    *(ReconcileManifestBody, ReconcileManifestDraftBody, ReconcileResultBody, ReconcileResultsDraftBody),
    *(ReconcileSuggestionsBody, ReconcileProposalsBody, ReconcileExtendedBody, ReconcileExtendedDraftBody),
)
