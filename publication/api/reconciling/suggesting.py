"""Suggestions while somebody types: persons by any spelling, properties, types; and what extends a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.backends.utils import CursorWrapper
from django.forms import CharField, Field
from django.http import HttpRequest, HttpResponse

from publication.api.asking import fault, without_keys
from publication.api.dear import dear_cursor
from publication.api.door import Door, Visit
from publication.api.headers import READING, Methods
from publication.api.kinds import PERSONS
from publication.api.listing import MOST_RANKED, Listing
from publication.api.members import Cut
from publication.api.parameters import LONGEST_TEXT, NameField, WholeNumberField, id_of
from publication.api.problems import Fault, NotUnderstood
from publication.api.reconciling.properties import PROPERTIES, TYPE
from publication.api.reconciling.published import Person, described, persons
from publication.api.reconciling.service import admitted, kept, told
from publication.api.seeking import seek
from publication.folding import folded

SUGGESTED = 10
"""So many, if no limit is given."""
NO_JSONP = "There is no JSONP here. Pages elsewhere may ask for JSON as it is (CORS)."


class ClientText(CharField):
    """A text that a client fills in; it may be empty."""

    schema: ClassVar[dict[str, Any]] = {"type": "string", "maxLength": LONGEST_TEXT, "pattern": r"^[^\u0000]*$"}

    def __init__(self, **options: Any) -> None:
        told_ = {"max_length": f"Expected at most {LONGEST_TEXT} characters."}
        super().__init__(max_length=LONGEST_TEXT, strip=False, required=False, error_messages=told_, **options)


def _number(text: str, *, least: int = 0) -> WholeNumberField:
    return WholeNumberField(least=least, required=False, help_text=text)


PREFIX = ClientText(help_text="What somebody has typed so far: a name in any spelling, or an id.")
LIMIT = _number(f"How many to give; {SUGGESTED} persons, and all of anything else, if not given.", least=1)
SKIPPED = "How many to leave out at the beginning."
FIELDS: Mapping[str, Mapping[str, Field]] = {
    "0.2": {"prefix": PREFIX, "cursor": _number(SKIPPED)},
    "1.0": {"prefix": PREFIX, "limit": LIMIT, "offset": _number(SKIPPED)},
}
PROPOSED: Mapping[str, Field] = {"type": ClientText(help_text="The type; there is one alone."), "limit": LIMIT}


class SuggestView(Door):
    """What a box offers while somebody types in it. Clients send more than the specification knows; it is ignored."""

    methods: ClassVar[Methods] = READING

    def __init__(self, kind: str, version: str) -> None:
        self.kind, self.version = kind, version

    def answer(self, visit: Visit, **_: Any) -> HttpResponse:
        """Suggestions, the likeliest first. :raises Refusal: when there are none to give."""
        admission = admitted(visit)
        values = client_values(visit.request, FIELDS[self.version], needed=("prefix",))
        first = values.get("cursor", values.get("offset", 0))
        part = slice(first, first + values.get("limit", SUGGESTED if self.kind == "entity" else len(PROPERTIES)))
        if self.kind != "entity":
            return kept(visit, {"result": _of_ours(self.kind, values["prefix"])[part]})
        with dear_cursor(visit.asker, by_index=True) as cursor:
            found = _meant(cursor, values["prefix"].strip(), admission.audience, part)
        return told({"result": [_entity(person) for person in found]})


class ProposeView(Door):
    """Which properties a table of persons can be extended with."""

    methods: ClassVar[Methods] = READING

    def answer(self, visit: Visit, **_: Any) -> HttpResponse:
        """The properties, whatever the type: there is one alone. :raises Refusal: when there is no answer."""
        admitted(visit)
        values = client_values(visit.request, PROPOSED)
        given = {"type": values.get("type") or TYPE["id"], **{name: values[name] for name in values if name == "limit"}}
        return kept(visit, {"properties": _properties("")[: values.get("limit")], **given})


def client_values(request: HttpRequest, fields: Mapping[str, Field], needed: Sequence[str] = ()) -> dict[str, Any]:
    """The parameters that are known here, as values; others are left alone, but for a call for JSONP.

    :raises NotUnderstood: when one is missing, given twice, or not as its field expects it.
    """
    without_keys(request)
    values: dict[str, Any] = {}
    faults = list(_faults(request, fields, needed, values))
    if faults:
        raise NotUnderstood(faults=faults)
    return values


def _faults(
    request: HttpRequest, fields: Mapping[str, Field], needed: Sequence[str], values: dict[str, Any]
) -> Iterator[Fault]:
    """Fill in the values; yields what is wrong."""
    if "callback" in request.GET:
        yield fault("callback", "unknown", NO_JSONP)
    for name, field in fields.items():
        given = request.GET.getlist(name)
        if len(given) > 1:
            yield fault(name, "repeated", "This parameter can be given only once.")
        elif not given and name in needed:
            yield fault(name, "required", "This parameter is needed.")
        elif given:
            try:
                values[name] = field.clean(given[0])
            except ValidationError as error:
                yield from (fault(name, one.code or "invalid", " ".join(error.messages)) for one in error.error_list)


def _meant(cursor: CursorWrapper, text: str, audience: int, part: slice) -> list[Person]:
    """Whoever has the id, else whoever may be meant by the name."""
    pk = id_of(text)
    ids = (pk,) if pk else _sought(cursor, text, audience)
    found = persons(cursor, ids[part], audience)
    return [found[one] for one in ids[part] if one in found]


def _sought(cursor: CursorWrapper, text: str, audience: int) -> tuple[UUID, ...]:
    try:
        sought = NameField().clean(text)
    except ValidationError:  # nothing but signs, or nothing at all
        return ()
    listing = Listing(
        served=PERSONS,
        filters=(("q", sought),),
        limit=MOST_RANKED,
        cursor=None,
        cut=Cut(PERSONS, None),
        total=False,
        known_at=None,
    )
    return seek(cursor, listing, sought, audience).ids


def _entity(person: Person) -> dict[str, Any]:
    brief = person.brief
    return {"id": brief["id"], "name": brief["name"], "description": described(brief), "notable": [TYPE]}


def _properties(text: str) -> list[dict[str, str]]:
    return [
        {"id": one.id, "name": one.name, "description": one.description}
        for one in PROPERTIES
        if text in folded(f"{one.id}\n{one.name}")
    ]


def _types(text: str) -> list[dict[str, str]]:
    return [TYPE] if text in folded(TYPE["name"]) else []


OURS: Mapping[str, Callable[[str], list[dict[str, str]]]] = {"property": _properties, "type": _types}


def _of_ours(kind: str, prefix: str) -> list[dict[str, str]]:
    """Those whose id or name has the text in it; without a text all."""
    return OURS[kind](folded(prefix))
