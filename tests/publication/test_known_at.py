"""What was published then, as far as whoever asks may read it today."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from publication.models import Alias, Change, PublishedBody, PublishedRecord
from publication.vocabulary import Kind
from sources.vocabulary import Audience
from tests.publication.conftest import Get
from tests.publication.published import person_body, put, withdraw
from tests.publication.publishing import PublicClient

DAYS = {"first": "2025-03-01", "second": "2025-03-02"}
History = dict[str, Any]


@pytest.fixture
def history(client: PublicClient, db: None) -> History:
    """Somebody who was published at noon of two days, as another one each time."""
    client.publishing = False
    body = person_body("ala")
    for name, day in DAYS.items():
        put({**body, "name": name}, moment=f"{day}T12:00:00Z")
    return body


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        ("2025-02-28", None),
        ("2025-03-01T11:59:59Z", None),
        ("2025-03-01T12:00:00Z", "first"),
        ("2025-03-01T14:00:00%2B02:00", "first"),
        ("2025-03-01T14:00:00.5%2B03:00", None),
        ("2025-03-01t12:00:00.999z", "first"),
        ("2025-03-01T23:59:60Z", "first"),
        ("2025-03-01", "first"),
        ("2025-03-02T11:59:59Z", "first"),
        ("2025-03-02", "second"),
        ("9999-12-31", "second"),
        ("9999-12-31T23:59:59-12:00", "second"),
        ("0001-01-01T00:00:00%2B23:59", None),
    ],
)
def test_a_record_is_as_it_was_then(client: Client, history: History, moment: str, name: str | None) -> None:
    response = client.get(f"/api/v1/persons/ala?known_at={moment}")
    assert response.status_code == (404 if name is None else 200)
    assert name is None or response.json()["name"] == name
    listed = client.get(f"/api/v1/persons?known_at={moment}").json()["results"]
    assert listed == ([] if name is None else [response.json()])


def test_what_was_then_tells_its_own_position_and_day(get: Get, history: History) -> None:
    body = get("persons/ala?known_at=2025-03-01")
    assert (body["position"], body["published_at"]) == (1, "2025-03-01T12:00:00Z")
    assert get("persons/ala")["position"] == 2


def test_then_has_a_tag_of_its_own(client: Client, history: History) -> None:
    then, now = (client.get(f"/api/v1/persons/ala{asked}")["ETag"] for asked in ("?known_at=2025-03-01", ""))
    assert then != now
    again = client.get("/api/v1/persons/ala?known_at=2025-03-01", headers={"if-none-match": then})
    assert again.status_code == 304


def test_fields_cut_what_was_then(get: Get, history: History) -> None:
    assert get("persons/ala?known_at=2025-03-01&fields=name") == {
        "id": history["id"],
        "url": history["url"],
        "name": "first",
    }
    brief = get("persons/ala?known_at=2025-03-01&fields=brief")
    assert (brief["name"], "names" in brief) == ("first", False)
    assert get("persons?known_at=2025-03-01&fields=brief")["results"] == [brief]


def test_between_two_publications_nothing_was_there(client: Client, history: History) -> None:
    withdraw(history, moment="2025-03-03T12:00:00Z")
    put({**history, "name": "third"}, moment="2025-03-04T12:00:00Z")
    assert client.get("/api/v1/persons/ala?known_at=2025-03-03").status_code == 404
    assert client.get("/api/v1/persons/ala?known_at=2025-03-04").json()["name"] == "third"
    assert client.get("/api/v1/persons/ala?known_at=2025-03-02").json()["name"] == "second"


def lose_record() -> None:
    PublishedRecord.objects.all().delete()


def lose_right() -> None:
    PublishedBody.objects.update(audiences=[int(Audience.PARTNER)])


def lose_body() -> None:
    first = Change.objects.get(position=1)
    PublishedBody.objects.filter(hash=first.hash).delete()


@pytest.mark.parametrize("lose", [lose_record, lose_right, lose_body])
def test_todays_rights_are_what_counts(client: Client, history: History, lose: Callable[[], None]) -> None:
    assert client.get("/api/v1/persons/ala?known_at=2025-03-01").status_code == 200
    lose()
    missing = client.get("/api/v1/persons/nobody?known_at=2025-03-01")
    response = client.get("/api/v1/persons/ala?known_at=2025-03-01")
    assert response.status_code == 404
    assert response.content == missing.content.replace(b"nobody", b"ala")
    assert client.get("/api/v1/persons?known_at=2025-03-01").json()["results"] == []


def test_what_stood_then_and_stands_now_needs_no_feed(client: PublicClient, db: None) -> None:
    client.publishing = False
    put(person_body("ala"), moment="2025-03-02T12:00:00Z", logged=False)
    assert client.get("/api/v1/persons/ala?known_at=2025-03-02").status_code == 200
    assert client.get("/api/v1/persons/ala?known_at=2025-03-01").status_code == 404


def test_merged_ids_lead_to_the_survivor_with_the_question(client: Client, history: History) -> None:
    key = person_body("x")["id"]
    Alias.objects.create(audience=Audience.PUBLIC, kind=Kind.PERSON, key=key, record=history["id"])
    response = client.get(f"/api/v1/persons/{key}?known_at=2025-03-01")
    assert response["Location"] == f"/api/v1/persons/{history['id']}?known_at=2025-03-01"
    assert client.get(response["Location"]).json()["name"] == "first"


def test_pages_streams_and_ids_of_then(client: Client, get: Get, history: History) -> None:
    for slug in ("bela", "cela"):
        put(person_body(slug), moment="2025-03-01T13:00:00Z")
    first = get("persons?known_at=2025-03-01&limit=2")
    rest = get(f"persons?known_at=2025-03-01&limit=2&cursor={first['next']}")
    found = sorted(body["name"] for body in (*first["results"], *rest["results"]))
    assert found == ["bela", "cela", "first"]
    (only,) = get(f"persons?known_at=2025-03-01&ids={history['id']}")["results"]
    assert only["name"] == "first"
    lines = client.get("/api/v1/persons.ndjson?known_at=2025-03-01").getvalue().splitlines()
    assert len(lines) == 4
    assert b'"count":3' in lines[-1]


def test_moments_are_told_apart_by_the_second(client: Client, history: History) -> None:
    now = timezone.now().replace(microsecond=999_999) - timedelta(seconds=5)
    put({**history, "name": "third"}, moment=now.isoformat())
    told = client.get("/api/v1/persons/ala").json()["published_at"]
    assert client.get(f"/api/v1/persons/ala?known_at={told}").json()["name"] == "third"
