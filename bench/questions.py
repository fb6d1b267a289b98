"""What is asked of the servers: details, pages and snapshots of one register, chosen evenly over all of it."""

import base64
import http.client
import json
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from psycopg import Connection
from psycopg.rows import TupleRow

from bench.errors import NotMeasuredError
from bench.load import Address, Ask, request
from sources.vocabulary import Audience

PERSONS = "/api/v1/persons"
MATCH = "/api/v1/match"
FLAT, WHOLE = "&fields=brief", ""
PAGE = 50
DEEPEST = 500_000
MOST_DETAILS, MOST_PAGES, MOST_TAGS = 50_000, 2_000, 500
NAMES_AT_ONCE, MOST_NAMES = 10, 5_000
"""In one request to /match, and altogether."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A person that partners may read."""

    id: str
    slug: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """Somewhere in a list: what gets there, the id of the first person there, and how many come before."""

    cursor: str
    first: str
    before: int


def published_persons(connection: Connection[TupleRow]) -> int:
    """How many persons partners may read."""
    counted = connection.execute(
        "SELECT count(*) FROM publication_publishedrecord WHERE audience = %s AND kind = 'person'", [Audience.PARTNER]
    ).fetchone()
    return int(counted[0]) if counted else 0


def some_persons(connection: Connection[TupleRow], most: int = MOST_DETAILS) -> list[Subject]:
    """At most so many persons that partners may see, in an order that has nothing to do with where they are stored.

    Where something is published, only what is.
    """
    source = "publication_publishedrecord WHERE audience = %(partner)s AND kind = 'person'"
    if not published_persons(connection):
        source = "people_person WHERE audience >= %(partner)s"
    found = connection.execute(
        f"SELECT id::text, slug FROM {source} ORDER BY md5(id::text) LIMIT %(most)s",  # noqa: S608 - two constants
        {"partner": Audience.PARTNER, "most": most},
    )
    return [Subject(id=key, slug=slug) for key, slug in found]


def ask_details(subjects: Sequence[Subject], headers: Mapping[str, str], *, by: str) -> list[Ask]:
    """Our details; ``by`` is ``id`` or ``slug``."""
    return [
        Ask(message=request(f"{PERSONS}/{getattr(subject, by)}", headers), contains=subject.id.encode())
        for subject in subjects
    ]


def ask_pages(places: Sequence[Place], headers: Mapping[str, str], *, form: str) -> list[Ask]:
    """Our pages of fifty from these places on; ``form`` is FLAT or WHOLE."""
    return [
        Ask(
            message=request(f"{PERSONS}?limit={PAGE}{form}&cursor={urllib.parse.quote(place.cursor)}", headers),
            contains=place.first.encode(),
        )
        for place in places
    ]


def first_page(headers: Mapping[str, str], *, form: str, first: str) -> Ask:
    """Our first page of fifty."""
    return Ask(message=request(f"{PERSONS}?limit={PAGE}{form}", headers), contains=first.encode())


def some_names(connection: Connection[TupleRow]) -> list[str]:
    """Names of persons that partners may read, each in the last of the spellings that its body tells."""
    found = connection.execute(
        "SELECT name_texts[cardinality(name_texts)] FROM publication_publishedrecord"
        " WHERE audience = %s AND kind = 'person' AND name_texts <> '{}' ORDER BY md5(id::text) LIMIT %s",
        [Audience.PARTNER, MOST_NAMES],
    )
    return [name for (name,) in found]


def ask_matches(names: Sequence[str], headers: Mapping[str, str]) -> list[Ask]:
    """Lists of ten names at a time, for the first of which somebody must be found."""
    lists = [names[at : at + NAMES_AT_ONCE] for at in range(0, len(names) - NAMES_AT_ONCE + 1, NAMES_AT_ONCE)]
    bodies = [json.dumps({"queries": [{"id": str(n), "name": name} for n, name in enumerate(one)]}) for one in lists]
    first_found = b'"results":[{"id":"0","candidates":[{"id":'
    return [Ask(message=request(MATCH, headers, body=body.encode()), contains=first_found) for body in bodies]


def ask_unchanged(address: Address, paths: Sequence[str], headers: Mapping[str, str]) -> list[Ask]:
    """The same again with the ETag that each of these paths gave: 304 is expected. Raises NotMeasuredError."""
    with closing(http.client.HTTPConnection(*address, timeout=60)) as line:
        tags = [_tag(line, path, headers) for path in paths]
    return [
        Ask(message=request(path, {**headers, "If-None-Match": tag}), status=304)
        for path, tag in zip(paths, tags, strict=True)
    ]


def _tag(line: http.client.HTTPConnection, path: str, headers: Mapping[str, str]) -> str:
    line.request("GET", path, headers={"Accept": "application/json", **headers})
    answer = line.getresponse()
    answer.read()
    tag = answer.getheader("ETag")
    if answer.status != 200 or not tag:
        raise NotMeasuredError(f"{path} was answered by {answer.status} and the ETag {tag}.")
    return tag


def walk(address: Address, headers: Mapping[str, str], *, persons: int) -> list[Place]:
    """Places all over our list, in its order; the first has no cursor. Raises NotMeasuredError.

    It is walked flat; cursors of a list are the same for flat and whole pages of any size.
    """
    limit = min(1000, max(PAGE, persons // MOST_PAGES))
    with closing(http.client.HTTPConnection(*address, timeout=60)) as line:
        return list(_places(line, headers, limit=limit))


def _places(line: http.client.HTTPConnection, headers: Mapping[str, str], *, limit: int) -> Iterator[Place]:
    cursor, before = "", 0
    while True:
        path = f"{PERSONS}?limit={limit}{FLAT}" + (f"&cursor={urllib.parse.quote(cursor)}" if cursor else "")
        page = _json(line, path, headers)
        if page["results"]:
            yield Place(cursor=cursor, first=page["results"][0]["id"], before=before)
        before += len(page["results"])
        cursor = page["next"]
        if not cursor:
            return


def _json(line: http.client.HTTPConnection, path: str, headers: Mapping[str, str]) -> Any:
    line.request("GET", path, headers={"Accept": "application/json", **headers})
    answer = line.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise NotMeasuredError(f"{path} was answered by {answer.status}: {body[:1000]!r}")
    return json.loads(body)


def ask_peer_details(subjects: Sequence[Subject]) -> list[Ask]:
    """The peer's details."""
    return [Ask(message=request(f"/persons/{one.id}"), contains=one.id.encode()) for one in subjects]


def ask_peer_pages(subjects: Sequence[Subject], *, whole: bool) -> list[Ask]:
    """The peer's pages of fifty after these persons; its cursor is DRF's own, ``p=`` and the last id in base 64."""
    form = "&whole" if whole else ""
    cursors = (base64.b64encode(f"p={subject.id}".encode()).decode() for subject in subjects)
    return [
        Ask(message=request(f"/persons?cursor={urllib.parse.quote(cursor)}{form}"), contains=b'"results":[')
        for cursor in cursors
    ]
