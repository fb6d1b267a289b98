"""Numbers of people: equal to a recount in plain Python of the bodies that everybody can read."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from publication.api import statistics
from publication.api.admission import Asker
from publication.columns import ALWAYS
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.publication.conftest import Get
from tests.publication.published import person_body, put
from tests.publication.publishing import PublicClient

HELD = {"detained", "last_known_detained"}
Body = dict[str, Any]


def with_timeline(slug: str, *moves: tuple[str | None, str]) -> Body:
    """A person whose status changed so, day by day."""
    body = person_body(slug)
    timeline = [{"value": value, "since": day, "from": day} for day, value in moves]
    return {**body, "status": {**body["status"], "value": moves[-1][1], "timeline": timeline}}


def status_on(body: Body, day: date) -> str:
    """Read from a body as anybody would."""
    found = ""
    for one in body["status"]["timeline"]:
        if (date.fromisoformat(one["from"]) if one["from"] else ALWAYS) <= day:
            found = one["value"]
    return found


def recounted(persons: list[Body], day: date) -> tuple[int, int]:
    """How many were held and how many were released on that day."""
    statuses = [status_on(body, day) for body in persons]
    return sum(status in HELD for status in statuses), statuses.count("released")


def told(by_day: list[Any], day: date) -> tuple[int, int]:
    """What the series says of a day."""
    found = (0, 0)
    for one in by_day:
        if (date.fromisoformat(one["day"]) if one["day"] else ALWAYS) <= day:
            found = (one["held"], one["released"])
    return found


def check(numbers: Any, persons: list[Body], events: list[Body]) -> None:
    """Compare everything with the bodies."""
    days = {date.fromisoformat(one["from"]) for body in persons for one in body["status"]["timeline"] if one["from"]}
    for day in {ALWAYS, *days, *(day - timedelta(days=1) for day in days), date.max}:
        assert told(numbers["by_day"], day) == recounted(persons, day), day
    assert numbers["persons"] == len(persons)
    assert numbers["by_status"] == Counter(body["status"]["value"] for body in persons)
    modes = [{one["mode"]["value"] for one in body["releases"] if one["mode"]} - {None} for body in persons]
    assert numbers["by_mode"] == Counter(mode for found in modes for mode in found)
    legs = [{leg["country"] for one in body["releases"] for leg in one["destinations"]} - {None} for body in persons]
    assert numbers["by_destination"] == Counter(country for found in legs for country in found)
    named = {body["id"]: (body["name"], body["url"], len(body["members"])) for body in events}
    assert {one["id"]: (one["name"], one["url"], one["named"]) for one in numbers["events"]} == named
    for body in events:
        (claimed,) = (one["claimed"] for one in numbers["events"] if one["id"] == body["id"])
        assert [one["value"] for one in claimed] == [one["count"] and one["count"]["value"] for one in body["tallies"]]


def test_a_recount_of_the_seeds_comes_to_the_same(client: PublicClient, get: Get, db: None) -> None:
    call_command("import_seeds", verbosity=0)
    persons = get("persons?limit=1000")["results"]
    client.publishing = False
    numbers = get("statistics")
    check(numbers, persons, get("events?limit=1000")["results"])
    assert persons
    assert numbers["position"] == get("persons")["position"]


def test_a_recount_of_one_country_comes_to_the_same(get: Get, cast: Cast) -> None:
    persons, events = (get(f"{kind}?country=BY")["results"] for kind in ("persons", "events"))
    check(get("statistics?country=BY"), persons, events)
    assert get("statistics?country=PL")["persons"] == 0


def test_people_are_counted_and_not_what_happened_to_them(client: PublicClient, get: Get, db: None) -> None:
    client.publishing = False
    moves = [(None, "unknown"), ("2020-01-01", "detained"), ("2020-02-01", "released"), ("2020-03-01", "detained")]
    persons = [
        with_timeline("twice", *moves, ("2020-04-01", "released")),
        with_timeline("other", (None, "detained"), ("2020-02-01", "last_known_detained"), ("2020-02-01", "released")),
        with_timeline("died", (None, "last_known_detained"), ("2020-03-01", "died_in_custody")),
        with_timeline("known", (None, "released")),
    ]
    for body in persons:
        put(body)
    assert get("statistics")["by_day"] == [
        {"day": None, "held": 2, "released": 1},
        {"day": "2020-01-01", "held": 3, "released": 1},
        {"day": "2020-02-01", "held": 1, "released": 3},
        {"day": "2020-03-01", "held": 1, "released": 2},
        {"day": "2020-04-01", "held": 0, "released": 3},
    ]
    check(get("statistics"), persons, [])


def test_a_stretch_begins_with_what_was_before(client: PublicClient, get: Get, db: None) -> None:
    client.publishing = False
    put(with_timeline("a", (None, "unknown"), ("2020-01-01", "detained"), ("2020-02-01", "released")))
    put(with_timeline("b", (None, "detained"), ("2020-03-01", "released")))
    assert get("statistics?from=2020-01-15&to=2020-02-15")["by_day"] == [
        {"day": "2020-01-15", "held": 2, "released": 0},
        {"day": "2020-02-01", "held": 1, "released": 1},
    ]
    assert get("statistics?to=2019-12-31")["by_day"] == [{"day": None, "held": 1, "released": 0}]
    assert get("statistics?from=2021-01-01")["by_day"] == [{"day": "2021-01-01", "held": 0, "released": 2}]
    assert get("statistics?from=2020-03-01")["by_day"] == [{"day": "2020-03-01", "held": 0, "released": 2}]
    assert get("statistics?from=0001-01-01&to=0001-01-02")["by_day"] == [{"day": None, "held": 1, "released": 0}]


def test_a_stretch_before_anything_is_known_is_empty_until_then() -> None:
    known = [{"day": "2020-01-01", "held": 1, "released": 0}, {"day": "2020-02-01", "held": 0, "released": 0}]
    known += [{"day": "2020-03-01", "held": 2, "released": 0}]
    assert statistics.stretch(known, date(2019, 1, 1), date(2019, 12, 31)) == []
    assert statistics.stretch(known, date(2019, 1, 1), date(2020, 1, 31)) == known[:1]
    assert statistics.stretch(known, date(2020, 2, 15), None) == known[2:]
    assert statistics.stretch(known, None, None) == known


def test_numbers_are_of_what_the_asker_may_read(client: PublicClient, get: Get, db: None) -> None:
    client.publishing = False
    put(with_timeline("a", (None, "detained")), audience=Audience.PARTNER)
    assert get("statistics")["persons"] == 0


def test_numbers_are_worked_out_once_for_each_position(
    client: PublicClient, get: Get, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.publishing = False
    done = []

    def counted(audience: int, country: str | None, asker: Asker) -> statistics.Numbers:
        done.append(country)
        return work_out(audience, country, asker)

    work_out = statistics.work_out
    monkeypatch.setattr(statistics, "work_out", counted)
    put(with_timeline("a", (None, "detained")))
    assert get("statistics") == get("statistics")
    assert len(done) == 1
    put(with_timeline("b", (None, "detained")))
    assert get("statistics")["persons"] == 2
    assert [get(f"statistics?from=2020-01-{day}&to=2021-01-{day}")["persons"] for day in range(10, 30)] == [2] * 20
    assert get("statistics?country=BY")["persons"] == 0
    assert done == [None, None, "BY"]


def test_who_holds_the_numbers_is_told_so(client: Client, cast: Cast) -> None:
    tag = client.get("/api/v1/statistics")["ETag"]
    assert client.get("/api/v1/statistics", headers={"if-none-match": tag}).status_code == 304
    assert client.get("/api/v1/statistics?country=BY", headers={"if-none-match": tag}).status_code == 200


def test_a_database_that_was_put_back_is_not_taken_for_the_one_before(client: PublicClient, get: Get, db: None) -> None:
    """Another history may come to the same position."""
    client.publishing = False
    with transaction.atomic():
        put(with_timeline("a", (None, "detained")), moment="2025-03-01T12:00:00Z")
        before = {address: client.get(f"/api/v1/{address}") for address in ("statistics", "persons")}
        transaction.set_rollback(True)
    put(with_timeline("b", (None, "released")), moment="2025-03-01T12:00:01Z")
    for address, held in before.items():
        response = client.get(f"/api/v1/{address}", headers={"if-none-match": held["ETag"]})
        assert (response.status_code, response.json()["position"]) == (200, held.json()["position"])
        assert response["ETag"] != held["ETag"]
    assert get("statistics")["by_status"] == {"released": 1}
