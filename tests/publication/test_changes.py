"""The feed: everything once, in order, with a body only where it is of use, and held back on request."""

from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from psycopg import Connection
from psycopg.rows import TupleRow
from pytest_django import Settings

from accounts.actions import issue_key, revoke_key
from accounts.keys import caller_of
from publication.api import changes, waiting
from publication.api.slots import ProcessSlots, slot_numbers
from publication.models import Counter
from sources.vocabulary import Audience
from tests.accounts.conftest import make_partner, make_user
from tests.cast import Cast
from tests.publication.conftest import Get
from tests.publication.published import person_body, put, withdraw
from tests.publication.publishing import PublicClient

HERE = caller_of("127.0.0.1")


@pytest.fixture
def reading(client: PublicClient, db: None) -> PublicClient:
    """A client that reads what stands in the tables of the publication."""
    client.publishing = False
    return client


@pytest.fixture
def committed(committed_db: None, settings: Settings) -> Client:
    """A client that asks over the reader's own connection."""
    settings.PUBLISHED_ALIAS = "published"
    return Client()


def told(page: Any) -> list[tuple[int, str, str, bool]]:
    return [(one["position"], one["op"], one["id"], "body" in one) for one in page["changes"]]


def test_changes_come_in_order_and_only_the_present_body_is_told(reading: Client, get: Get) -> None:
    ala, bela = person_body("ala"), person_body("bela")
    for body in (ala, bela, {**ala, "name": "Ala"}):
        put(body)
    withdraw(bela)
    page = get("changes")
    assert told(page) == [
        (1, "upsert", ala["id"], False),
        (2, "upsert", bela["id"], False),
        (3, "upsert", ala["id"], True),
        (4, "withdraw", bela["id"], False),
    ]
    assert page["changes"][2]["body"] == get("persons/ala")
    assert set(page["changes"][3]) == {"position", "op", "kind", "id", "into", "at"}
    assert (page["next"], page["at_end"], page["position"]) == (4, True, 4)


def test_a_client_that_follows_page_by_page_comes_to_the_end(reading: Client, get: Get) -> None:
    for number in range(5):
        put(person_body(f"p{number}"))
    after, found = 0, []
    while True:
        page = get(f"changes?after={after}&limit=2")
        found += [one["position"] for one in page["changes"]]
        after = page["next"]
        if page["at_end"]:
            break
    assert (found, after) == ([1, 2, 3, 4, 5], 5)
    assert get("changes?after=5") == {"changes": [], "next": 5, "at_end": True, "position": 5}


def test_forgotten_and_coming_positions_ask_for_a_new_start(reading: Client) -> None:
    for number in range(4):
        put(person_body(f"p{number}"))
    Counter.objects.update(floor=2)
    statuses = {after: reading.get(f"/api/v1/changes?after={after}").status_code for after in range(6)}
    assert statuses == {0: 410, 1: 410, 2: 200, 3: 200, 4: 200, 5: 410}
    assert reading.get("/api/v1/changes").json()["type"] == "urn:volia:problem:resync-needed"


def test_each_audience_has_its_own_feed(reading: Client, get: Get) -> None:
    put(person_body("partners"), audience=Audience.PARTNER)
    put(person_body("public"))
    page = get("changes")
    assert (len(page["changes"]), page["position"]) == (1, 1)


def test_the_feed_leads_to_what_the_lists_give(get: Get, cast: Cast) -> None:
    page = get("changes")
    assert {one["kind"] for one in page["changes"]} == {"person", "event", "document"}
    assert all(one["into"] is None for one in page["changes"])
    known = {one["id"]: one["body"] for one in page["changes"] if "body" in one}
    listed = [body for kind in ("persons", "events", "documents") for body in get(kind)["results"]]
    assert known == {body["id"]: body for body in listed}


def test_waiting_ends_with_the_time(committed: Client) -> None:
    put(person_body("ala"))
    began = monotonic()
    response = committed.get("/api/v1/changes?after=1&wait=1")
    assert 1 <= monotonic() - began < 5
    assert response.json()["changes"] == []
    assert response["Cache-Control"] == "no-store"
    assert connections["published"].connection.info.transaction_status == 0


def test_waiting_ends_with_a_change(committed: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PAUSE", 0.05)

    def change() -> None:
        sleep(0.3)
        put(person_body("ala"))
        connection.close()

    with ThreadPoolExecutor() as pool:
        changing = pool.submit(change)
        began = monotonic()
        page = committed.get("/api/v1/changes?wait=20").json()
        changing.result()
    assert monotonic() - began < 15
    assert [one["position"] for one in page["changes"]] == [1]


def test_whoever_waits_already_is_answered_at_once(committed: Client, reader_connection: Connection[TupleRow]) -> None:
    (number,) = slot_numbers("wait", HERE, 1)
    reader_connection.execute("SELECT pg_advisory_lock(%s)", [number])
    began = monotonic()
    assert committed.get("/api/v1/changes?wait=5").json()["at_end"]
    assert monotonic() - began < 4
    reader_connection.execute("SELECT pg_advisory_unlock(%s)", [number])
    began = monotonic()
    assert committed.get("/api/v1/changes?wait=1").json()["at_end"]
    assert monotonic() - began >= 1
    assert reader_connection.execute("SELECT pg_try_advisory_lock(%s)", [number]).fetchone() == (True,)


def test_a_process_lets_only_so_many_wait(committed: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    slots = ProcessSlots(2)
    monkeypatch.setattr(waiting, "IN_THIS_PROCESS", slots)
    assert slots.take(keyed=False)
    began = monotonic()
    assert committed.get("/api/v1/changes?wait=5").json()["at_end"]
    assert monotonic() - began < 4
    assert slots.take(keyed=True)  # one is left for those with a key


def test_rights_that_end_while_waiting_have_ended(committed: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user()
    key, token = issue_key(partner=make_partner(), label="feed", actor=user)

    def meanwhile(*_: object) -> bool:
        put(person_body("ala"), audience=Audience.PARTNER)
        revoke_key(key, actor=user, reason="lost")
        return True

    monkeypatch.setattr(changes, "wait_for_change", meanwhile)
    response = committed.get("/api/v1/changes?wait=1", headers={"authorization": f"Bearer {token}"})
    assert response.status_code == 401
    assert "ala" not in response.text
