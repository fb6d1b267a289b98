"""Each parameter of the lists, and what is refused."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from publication.api.filters import DocumentFilter, EventFilter, PersonFilter
from tests.cast import Cast, make_cast
from tests.factories import DetentionFactory, NameFactory, PersonFactory, PlaceFactory, ReleaseFactory, cite
from tests.publication.conftest import Get, slugs
from tests.publication.published import person_body, put
from tests.publication.publishing import PublicClient, publish_everything

HELD, OUT, DISPUTED = "alesia-vydumka", "mikola-kazka", "taisia-prydumka"

PERSONS = [
    ("", [HELD, OUT, DISPUTED]),
    ("status=detained", [HELD]),
    ("status=released", [OUT, DISPUTED]),
    ("status=died_in_custody", []),
    ("status=released&status_on=2021-03-02", []),
    ("status=last_known_detained&status_on=2021-03-02", [OUT]),
    ("country=BY", [OUT, DISPUTED]),
    ("country=PL", []),
    ("destination=UA", [OUT]),
    ("destination=BY", []),
    ("event=by-2021-03-03", [OUT, DISPUTED]),
    ("event=nowhere", []),
    ("released_after=2021-03-03", [OUT, DISPUTED]),
    ("released_after=2021-03-04", []),
    ("released_before=2021-03-03", [OUT, DISPUTED]),
    ("released_before=2021-03-02", []),
    ("conflicting=true", [OUT, DISPUTED]),
    ("conflicting=false", [HELD]),
    ("document=legend", [OUT, DISPUTED]),
    ("document=fable", [HELD, OUT, DISPUTED]),
    ("q=kazka", [OUT]),
    ("q=KÁSKA", [OUT]),
    ("q=Utajeny", []),
    ("q=nobody", []),
    ("status=released&destination=UA&q=mik", [OUT]),
]
EVENTS = [("", True), ("kind=release", True), ("kind=talks", False), ("country=BY", True), ("country=PL", False)]
EVENTS += [("released_after=2021-03-03", True), ("released_after=2021-03-04", False), ("conflicting=true", True)]
EVENTS += [("released_before=2021-03-02", False), ("document=legend", True), ("q=3 march", True), ("q=april", False)]
REFUSED = [
    ("persons?colour=red", "colour", "unknown"),
    ("persons?status=happy", "status", "invalid_choice"),
    ("persons?status=released&status_on=yesterday", "status_on", "invalid"),
    ("persons?status_on=2021-03-03", "status_on", "alone"),
    ("persons?status=", "status", "empty"),
    ("persons?changed_since=-1", "changed_since", "invalid"),
    ("persons?changed_since=99999999999999999", "changed_since", "invalid"),
    ("persons?total=about", "total", "invalid_choice"),
    ("persons.csv?total=exact", "total", "combined"),
    ("persons.csv?fields=name", "fields", "combined"),
    ("persons.csv?known_at=2021-03-03", "known_at", "combined"),
    ("persons?fields=name,nmae", "fields", "fields"),
    ("events?fields=detentions", "fields", "fields"),
    ("persons?known_at=2021-02-30", "known_at", "invalid"),
    ("persons?known_at=2021-03-03T10:00:00", "known_at", "invalid"),
    ("persons?known_at=2021-03-03&q=a", "q", "combined"),
    ("documents?language=e_n", "language", "invalid"),
    ("changes?after=x", "after", "invalid"),
    ("changes?wait=31", "wait", "range"),
    ("changes?limit=1001", "limit", "range"),
    ("snapshot?kind=tally", "kind", "invalid_choice"),
    ("statistics?from=2021-03-04&to=2021-03-03", "to", "range"),
    ("statistics?country=by", "country", "invalid_choice"),
    ("persons?country=XX", "country", "invalid_choice"),
    ("persons?country=by", "country", "invalid_choice"),
    ("persons?event=a/b", "event", "invalid"),
    ("persons?released_after=2021-02-30", "released_after", "invalid"),
    ("persons?conflicting=1", "conflicting", "invalid_choice"),
    ("persons?ids=1,2", "ids", "ids"),
    ("persons?ids=", "ids", "empty"),
    ("persons?limit=0", "limit", "range"),
    ("persons?limit=1001", "limit", "range"),
    ("persons?limit=ten", "limit", "invalid"),
    ("persons?cursor=abc", "cursor", "cursor"),
    ("persons?q=a&limit=101", "limit", "range"),
    ("persons?q=a&cursor=AAAAAAAAAAAAAAAAAAAAAA", "cursor", "combined"),
    ("persons?q=a&total=exact", "total", "combined"),
    ("persons.csv?q=a&total=exact", "total", "combined"),
    ("persons.ndjson?q=a&limit=101", "limit", "range"),
    ("persons?q=a%00b", "q", "null_characters_not_allowed"),
    ("persons?q=%20", "q", "empty"),
    ("persons?q=%CC%81", "q", "empty"),
    ("persons?q=" + 201 * "a", "q", "max_length"),
    ("persons?limit=1&limit=2", "limit", "repeated"),
    ("persons?format=csv", "format", "unknown"),
    ("events?status=released", "status", "unknown"),
    ("documents?event=x", "event", "unknown"),
    ("persons/mikola-kazka?fields=nmae", "fields", "fields"),
    ("persons/mikola-kazka?limit=1", "limit", "unknown"),
    ("docs?x=1", "x", "unknown"),
]


@pytest.mark.parametrize(("asked", "expected"), PERSONS)
def test_persons(get: Get, cast: Cast, asked: str, expected: list[str]) -> None:
    assert slugs(get(f"persons?{asked}")) == expected


@pytest.mark.parametrize(("asked", "found"), EVENTS)
def test_events(get: Get, cast: Cast, asked: str, found: bool) -> None:
    assert slugs(get(f"events?{asked}")) == (["by-2021-03-03"] if found else [])


def test_documents(get: Get, cast: Cast) -> None:
    cite(cast.fable, "publisher", str(cast.fable.publisher_id))
    cite(cast.fable, "language", "en")
    assert slugs(get("documents?q=tellers")) == ["fable"]
    assert slugs(get("documents?publisher=daily-fable")) == ["fable"]
    assert slugs(get("documents?language=en")) == ["fable"]
    assert slugs(get("documents?language=be")) == []


def test_ids_and_events_by_id(get: Get, cast: Cast) -> None:
    ids = f"{cast.held.pk},{cast.released.pk},{cast.embargoed.pk},{cast.event.pk}"
    assert slugs(get(f"persons?ids={ids}")) == [HELD, OUT]
    assert slugs(get(f"persons?event={cast.event.pk}")) == [OUT, DISPUTED]
    assert slugs(get(f"persons?document={cast.legend.pk}")) == [OUT, DISPUTED]


def test_a_country_is_also_where_somebody_was_held(get: Get, cast: Cast) -> None:
    detention = DetentionFactory.create(place=PlaceFactory.create(country="GE"), person=PersonFactory.create(slug="x"))
    assert slugs(get("persons?country=GE")) == []
    cite(detention, "place", str(detention.place_id))
    assert slugs(get("persons?country=GE")) == ["x"]


def test_partial_dates_are_found_by_any_day_they_may_mean(get: Get, db: None) -> None:
    cite(ReleaseFactory.create(person=PersonFactory.create(slug="spring"), date="2021-03"), "date", "2021-03")
    assert slugs(get("persons?released_after=2021-03-31")) == ["spring"]
    assert slugs(get("persons?released_before=2021-03-01")) == ["spring"]
    assert slugs(get("persons?released_after=2021-04-01")) == []


@pytest.mark.parametrize(("address", "name", "code"), REFUSED)
def test_what_is_not_understood_is_refused_by_name(
    client: Client, cast: Cast, address: str, name: str, code: str
) -> None:
    response = client.get(f"/api/v1/{address}")
    problem: Any = response.json()
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert [(fault["pointer"], fault["code"]) for fault in problem["errors"]] == [(f"/query/{name}", code)]
    assert all(fault["message"] for fault in problem["errors"])


def test_no_sentence_repeats_what_was_given(client: Client, db: None) -> None:
    words = {"status": "kanarejka", "country": "kanarejka", "q": 200 * "kanarejka", "fields": "kanarejka"}
    words |= dict.fromkeys(
        ("ids", "cursor", "limit", "status_on", "known_at", "total", "event", "kanarejka"), "kanarejka"
    )
    problem: Any = client.get("/api/v1/persons", {name: f"{word}/" for name, word in words.items()}).json()
    assert len(problem["errors"]) == len(words)
    assert "kanarejka" not in " ".join(fault["message"] for fault in problem["errors"]).lower()


def test_choices_are_named_where_they_are_few(client: Client, db: None) -> None:
    problem: Any = client.get("/api/v1/persons?status=happy&country=XX").json()
    sentences = {fault["pointer"]: fault["message"] for fault in problem["errors"]}
    assert "last_known_detained" in sentences["/query/status"]
    assert "schema" in sentences["/query/country"]


def test_faults_are_told_up_to_twenty(client: Client, db: None) -> None:
    problem: Any = client.get("/api/v1/persons?" + "&".join(f"x{number}=1" for number in range(1000))).json()
    assert len(problem["errors"]) == 20


def test_all_faults_are_told_at_once(client: Client, db: None) -> None:
    problem: Any = client.get("/api/v1/persons?colour=red&limit=0&status=happy").json()
    assert {fault["pointer"] for fault in problem["errors"]} == {"/query/colour", "/query/limit", "/query/status"}


def test_every_filter_is_tried_here() -> None:
    tried = {part.split("=")[0] for asked, _ in (*PERSONS, *EVENTS) for part in asked.split("&")}
    tried |= {"ids", "changed_since", "publisher", "language"}
    declared = {name for filters in (PersonFilter, EventFilter, DocumentFilter) for name in filters.base_filters}
    assert declared - {""} <= tried


def test_what_changed_since_a_position(client: PublicClient, get: Get, db: None) -> None:
    client.publishing = False
    positions = [put(person_body(slug)) for slug in ("first", "second")]
    assert slugs(get("persons?changed_since=0")) == ["first", "second"]
    assert slugs(get(f"persons?changed_since={positions[0]}")) == ["second"]
    assert slugs(get(f"persons?changed_since={positions[1]}")) == []


def test_a_text_is_looked_for_as_it_stands(get: Get, db: None) -> None:
    named("half", "100%_sure\\")
    assert slugs(get("persons?q=100%25_")) == ["half"]
    assert slugs(get("persons?q=%25sur")) == []
    assert slugs(get("persons?q=0__s")) == []
    assert slugs(get("persons?q=ure%5C")) == ["half"]


def test_the_readers_own_connection_answers_the_same(committed_db: None, settings: Settings) -> None:
    """Its parameters are bound and its statements prepared by the server, unlike those of the other tests here."""
    cast = make_cast()
    publish_everything()
    settings.PUBLISHED_ALIAS = "published"
    client = Client()
    for asked, expected in PERSONS:
        for again in range(2):
            assert slugs(client.get(f"/api/v1/persons?{asked}").json()) == expected, (asked, again)
    for asked, found in EVENTS:
        assert slugs(client.get(f"/api/v1/events?{asked}").json()) == (["by-2021-03-03"] if found else []), asked
    assert slugs(client.get(f"/api/v1/persons?ids={cast.held.pk},{cast.released.pk}").json()) == [HELD, OUT]
    assert slugs(client.get("/api/v1/documents?publisher=daily-fable&changed_since=0&language=en").json()) == []


def named(slug: str, name: str) -> None:
    """A person of that name."""
    person = PersonFactory.create(slug=slug)
    cite(NameFactory.create(person=person, text=name))
