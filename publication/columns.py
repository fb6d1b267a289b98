"""What bodies can be asked by: the columns of ``PublishedRecord``, taken from the finished body and from nothing else.

So a filter, a count or a search can never find what the body does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from people.naming.keys import KEYS_VERSION, keys_of
from publication.folding import folded
from publication.rendering.naming import NAME_WITHHELD
from publication.vocabulary import Kind
from sources.dates import PartialDate

BRIEF: dict[Kind, tuple[str, ...]] = {
    Kind.PERSON: ("id", "slug", "url", "name", "status", "gender", "born", "died"),
    Kind.EVENT: ("id", "slug", "url", "name", "kind", "country", "date", "state"),
    Kind.DOCUMENT: ("id", "slug", "url", "name", "publisher", "kind", "language", "published"),
}
"""The small members of a body, which lists can give without reading it."""
ALWAYS = date.min
"""The day of a status that holds as far back as anybody knows."""
OPEN_FIRST, OPEN_LAST = date.min, date.max
"""Days of a release that are open to one side."""


KeysOf: TypeAlias = Callable[[list[str]], list[int]]
"""``people.naming.keys.keys_of``, or what comes to the same."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """One value for each column that is filled from a body; empty where the kind has no such thing."""

    slug: str
    name: str
    status: str = ""
    type: str = ""
    language: str = ""
    countries: list[str] = field(default_factory=list)
    destinations: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)
    released_first: date | None = None
    released_last: date | None = None
    conflicting: bool = False
    standing_days: list[date] = field(default_factory=list)
    standings: list[str] = field(default_factory=list)
    named: int | None = None
    claimed: list[dict[str, Any]] | None = None
    search: str = ""
    name_texts: list[str] = field(default_factory=list)
    name_keys: list[int] = field(default_factory=list)
    keys_version: int = KEYS_VERSION


def columns_of(kind: Kind, body: Any, written: bytes, *, keys: KeysOf = keys_of) -> Columns:
    """The columns of a body of any kind; ``written`` is the same body as bytes.

    It is conflicting where sources contradict one another on any value. No quote can look like that member: its own
    quotation marks are escaped.
    """
    conflicting = b'"conflicting":true' in written
    match kind:
        case Kind.PERSON:
            return _of_person(body, conflicting=conflicting, keys=keys)
        case Kind.EVENT:
            return _of_event(body, conflicting=conflicting)
        case Kind.DOCUMENT:
            return _of_document(body, conflicting=conflicting)


def brief_of(kind: Kind, body: Mapping[str, Any]) -> dict[str, Any]:
    """The small members of a body."""
    return {member: body[member] for member in BRIEF[kind]}


def documents_of(body: Mapping[str, Any]) -> set[str]:
    """The ids of the documents that a body quotes."""
    return {cited["document"]["id"] for cited in body["citations"].values()}


def _of_person(body: Any, *, conflicting: bool, keys: KeysOf) -> Columns:
    """A person's countries: their nationalities, where they were held, and the countries of their events.

    Nobody is searched for by the words that stand for a withheld name.
    """
    held = [_value(detention["place"]) for detention in body["detentions"]]
    releases = body["releases"]
    first, last = _bounds(release["date"] for release in releases)
    timeline = body["status"]["timeline"]
    names = _names(body)
    return Columns(
        slug=body["slug"],
        name=body["name"],
        status=body["status"]["value"],
        countries=_known(
            *(nationality["country"] for nationality in body["nationalities"]),
            *(place and place["country"] for place in held),
            *(_value(release["country"]) for release in releases),
        ),
        destinations=_known(*(leg["country"] for release in releases for leg in release["destinations"])),
        events=_keys(release["event"] for release in releases),
        documents=_keys(cited["document"] for cited in body["citations"].values()),
        modes=_known(*(_value(release["mode"]) for release in releases)),
        released_first=first,
        released_last=last,
        conflicting=conflicting,
        standing_days=[date.fromisoformat(one["from"]) if one["from"] else ALWAYS for one in timeline],
        standings=[one["value"] for one in timeline],
        search=_folded(*names),
        name_texts=names,
        name_keys=keys(names),
    )


def _of_event(body: Any, *, conflicting: bool) -> Columns:
    """The date of an event is the day of the release."""
    first, last = _bounds([body["date"]])
    return Columns(
        slug=body["slug"],
        name=body["name"],
        type=_value(body["kind"]) or "",
        countries=_known(_value(body["country"])),
        destinations=_known(*(leg["country"] for group in body["groups"] for leg in group["destinations"])),
        documents=_keys(cited["document"] for cited in body["citations"].values()),
        modes=_known(_value(body["mode"])),
        released_first=first,
        released_last=last,
        conflicting=conflicting,
        named=len(body["members"]),
        claimed=[_claimed(tally) for tally in body["tallies"]],
        search=_folded(body["name"]),
    )


def _of_document(body: Any, *, conflicting: bool) -> Columns:
    """What a document shows of itself."""
    return Columns(
        slug=body["slug"],
        name=body["name"],
        type=_value(body["kind"]) or "",
        language=_value(body["language"]) or "",
        documents=_keys(cited["document"] for cited in body["citations"].values()),
        publishers=_keys([_value(body["publisher"])]),
        conflicting=conflicting,
        search=_folded(body["name"]),
    )


def _claimed(tally: Mapping[str, Any]) -> dict[str, Any]:
    """A question of number: what is counted, the editors' answer, and every other one that a source gives."""
    count = tally["count"]
    return {
        **{name: tally[name] for name in ("measure", "whom", "whom_country", "country")},
        "place": tally["place"] and tally["place"]["name"],
        "value": count and count["value"],
        "claims": [claim["value"] for claim in count.get("claims", ())] if count else [],
    }


def _names(body: Any) -> list[str]:
    """All names of a person, the one they are called by first; none where it is withheld."""
    texts = (body["name"], *(name["text"] for name in body["names"]))
    return [] if body["name"] == NAME_WITHHELD else list(dict.fromkeys(texts))


def _value(told: Any) -> Any:
    return told["value"] if told else None


def _known(*values: str | None) -> list[str]:
    return sorted({value for value in values if value})


def _keys(refs: Iterable[Any]) -> list[str]:
    return _known(*(key for ref in refs if ref for key in (ref["id"], ref["slug"])))


def _bounds(told: Iterable[Any]) -> tuple[date | None, date | None]:
    """The first and the last day that any of the dates may mean; nothing where none is known."""
    days = list(_days(told))
    return (min(first for first, _last in days), max(last for _first, last in days)) if days else (None, None)


def _days(told: Iterable[Any]) -> Iterator[tuple[date, date]]:
    for one in told:
        if one and one["value"]:
            day = PartialDate.parse(one["value"])
            if not day.is_none:
                yield day.earliest or OPEN_FIRST, day.latest or OPEN_LAST


def _folded(*texts: str) -> str:
    return "\n".join(dict.fromkeys(map(folded, texts)))
