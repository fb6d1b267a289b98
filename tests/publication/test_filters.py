"""Each parameter of the lists, and what is refused."""

from typing import Any

import pytest
from django.test import Client

from publication.api.filters import KEEPS, DocumentFilter, EventFilter, PersonFilter
from tests.cast import Cast
from tests.factories import DetentionFactory, PersonFactory, PlaceFactory, ReleaseFactory, cite
from tests.publication.conftest import Get, slugs

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
    ("persons?status_on=yesterday", "status_on", "invalid"),
    ("persons?country=XX", "country", "invalid_choice"),
    ("persons?country=by", "country", "invalid_choice"),
    ("persons?event=a/b", "event", "invalid"),
    ("persons?released_after=2021-02-30", "released_after", "invalid"),
    ("persons?conflicting=1", "conflicting", "invalid_choice"),
    ("persons?ids=1,2", "ids", "ids"),
    ("persons?ids=", "ids", "ids"),
    ("persons?limit=0", "limit", "range"),
    ("persons?limit=1001", "limit", "range"),
    ("persons?limit=ten", "limit", "invalid"),
    ("persons?cursor=abc", "cursor", "cursor"),
    ("persons?q=a%00b", "q", "null_characters_not_allowed"),
    ("persons?limit=1&limit=2", "limit", "repeated"),
    ("persons?format=csv", "format", "unknown"),
    ("events?status=released", "status", "unknown"),
    ("documents?event=x", "event", "unknown"),
    ("persons/mikola-kazka?fields=name", "fields", "unknown"),
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


def test_all_faults_are_told_at_once(client: Client, db: None) -> None:
    problem: Any = client.get("/api/v1/persons?colour=red&limit=0&status=happy").json()
    assert {fault["pointer"] for fault in problem["errors"]} == {"/query/colour", "/query/limit", "/query/status"}


def test_every_filter_is_tried_here() -> None:
    tried = {part.split("=")[0] for asked, _ in (*PERSONS, *EVENTS) for part in asked.split("&")}
    tried |= {"ids", "limit", "cursor", "publisher", "language"}
    declared = {name for filters in (PersonFilter, EventFilter, DocumentFilter) for name in filters.base_filters}
    assert declared - {""} <= tried
    assert set(KEEPS) <= declared
