"""What costs the database much is asked by few at a time, and for a short time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from psycopg.pq import TransactionStatus
from pytest_django import Settings

from accounts.actions import issue_key
from publication.api import dear, statistics
from tests.accounts.conftest import make_partner, make_user
from tests.publication.published import person_body, put

DEAR = ["persons?q=ala", "persons?total=exact", "persons?status=unknown&status_on=2020-01-01", "statistics"]
DEAR += ["persons?known_at=2030-01-01", "events?q=a", "documents?total=exact", "statistics?country=BY"]
CHEAP = [
    "persons",
    "persons/ala",
    "persons?status=unknown",
    "changes",
    "persons?known_at=2030-01-01&ids={id}",
    "events",
]
CHEAP += ["persons/ala?known_at=2030-01-01", "events.ndjson?q=ala"]
DEAR += ["persons.ndjson?q=ala", "persons.csv?q=ala", "reconcile/suggest/entity?prefix=ala"]
DEAR += ["reconcile?queries=%7B%22q0%22%3A%7B%22query%22%3A%22ala%22%7D%7D"]
CHEAP += ["reconcile", "reconcile/1.0/suggest/property?prefix=a", "reconcile/preview?id={id}"]


@pytest.fixture
def body() -> dict[str, Any]:
    return person_body("ala")


@pytest.fixture
def client(committed_db: None, settings: Settings, body: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Client:
    """Asks over the reader's own connection, of one record."""
    settings.PUBLISHED_ALIAS = "published"
    put(body)
    monkeypatch.setattr(statistics, "KEPT", statistics.Kept())
    return Client()


@pytest.fixture
def crowd(client: Client) -> Iterator[None]:
    """Others who ask such questions, with keys."""
    with crowding(keyed=True):
        yield


@contextmanager
def crowding(*, keyed: bool) -> Iterator[None]:
    """As many such questions as there can be at a time with a key, or without one."""
    taken = []
    while slot := dear.IN_THIS_PROCESS.take(keyed=keyed):
        taken.append(slot)
    yield
    for slot in taken:
        slot.release()


@pytest.fixture
def key(client: Client) -> dict[str, str]:
    """The header of a partner."""
    _key, token = issue_key(partner=make_partner(), label="dear", actor=make_user())
    return {"authorization": f"Bearer {token}"}


def ask(client: Client, address: str, headers: dict[str, str] | None = None) -> Any:
    response = client.get(f"/api/v1/{address}", headers=headers)
    response.close()
    return response


@pytest.mark.usefixtures("crowd")
def test_dear_questions_are_refused_while_others_ask_them(client: Client, body: dict[str, Any]) -> None:
    for address in DEAR:
        response = ask(client, address)
        assert (response.status_code, response["Retry-After"]) == (503, "5"), address
        assert response.json()["type"] == "urn:volia:problem:unavailable"
    for address in CHEAP:
        assert ask(client, address.format(**body)).status_code == 200, address


def test_a_crowd_without_keys_leaves_a_place_for_those_with_one(client: Client, key: dict[str, str]) -> None:
    with crowding(keyed=False):
        for address in DEAR:
            assert ask(client, address).status_code == 503, address
            assert ask(client, address, {"authorization": "Bearer volia_made_up"}).status_code == 401, address
            assert ask(client, address, key).status_code == 200, address
    for address in DEAR:
        assert ask(client, address).status_code == 200, address


def test_numbers_that_are_known_are_told_to_any_crowd(client: Client, request: pytest.FixtureRequest) -> None:
    tag = ask(client, "statistics")["ETag"]
    request.getfixturevalue("crowd")
    assert ask(client, "statistics?from=2020-01-01&to=2021-01-01").status_code == 200
    assert client.get("/api/v1/statistics", headers={"if-none-match": tag}).status_code == 304


def test_a_question_that_takes_too_long_is_ended_and_said_to_be_too_wide(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dear, "LONGEST", 50)
    monkeypatch.setattr(statistics, "STATISTICS", "SELECT 0, '', pg_sleep(20)::text")
    for _ in range(3):  # whoever is refused gives the place back
        response = ask(client, "statistics")
        assert response.status_code == 503
        assert "narrow" in response.json()["detail"]
    assert connections["published"].connection.info.transaction_status == TransactionStatus.IDLE
    with connections["published"].cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("15s",)
