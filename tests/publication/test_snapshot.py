"""Streams: everything at one moment, ended by a count, and nothing left behind however they end."""

import json
from time import sleep
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from psycopg import Connection
from psycopg.pq import TransactionStatus
from psycopg.rows import TupleRow
from pytest_django import Settings

from accounts.actions import issue_key
from accounts.keys import caller_of
from publication.api import streams
from publication.api.slots import ProcessSlots, slot_numbers
from publication.models import PublishedRecord
from sources.vocabulary import Audience
from tests.accounts.conftest import make_partner, make_user
from tests.cast import Cast
from tests.publication.conftest import Get
from tests.publication.published import person_body, put
from tests.publication.publishing import PublicClient

HERE = caller_of("127.0.0.1")
ODD = 'back\\slash "quote" \\N \\. tab\t line\n return\r nul\u0001 sep\u2028 Ала 🕊 \\u0041'


@pytest.fixture
def committed(committed_db: None, settings: Settings) -> Client:
    """A client that asks over the reader's own connection."""
    settings.PUBLISHED_ALIAS = "published"
    return Client()


def lines(response: Any) -> list[Any]:
    return [json.loads(line) for line in response.getvalue().split(b"\n")[:-1]]


def state() -> TransactionStatus:
    """Of the connection that the streams of this thread use."""
    found: TransactionStatus = connections["published"].connection.info.transaction_status
    return found


def much(rows: int = 60) -> None:
    """More than fits into one chunk, or into the buffers on the way."""
    for number in range(rows):
        put(person_body(f"p{number}", statements=[{"wording": f"{number}" * 100_000}]))


def test_everything_is_there_once_by_kind_and_id(client: Client, get: Get, cast: Cast) -> None:
    *records, end = lines(client.get("/api/v1/snapshot"))
    listed = {kind: get(f"{kind}s")["results"] for kind in ("document", "event", "person")}
    assert records == [{"kind": kind, "body": body} for kind, bodies in listed.items() for body in bodies]
    assert end == {"end": True, "count": len(records), "position": get("persons")["position"]}


def test_one_kind_can_be_asked_for(client: Client, cast: Cast) -> None:
    *records, end = lines(client.get("/api/v1/snapshot?kind=event"))
    assert ([record["kind"] for record in records], end["count"]) == (["event"], 1)


def test_an_empty_publication_is_one_line(client: Client, db: None) -> None:
    assert lines(client.get("/api/v1/snapshot")) == [{"end": True, "count": 0, "position": 0}]


def test_whatever_is_in_a_body_arrives_as_it_was(client: PublicClient, db: None) -> None:
    client.publishing = False
    put(person_body("odd", name=ODD))
    (record, _end) = lines(client.get("/api/v1/snapshot"))
    assert record["body"] == client.get("/api/v1/persons/odd").json()
    assert record["body"]["name"] == ODD
    (body, _end) = client.get("/api/v1/persons.ndjson").getvalue().splitlines()
    assert body == client.get("/api/v1/persons/odd").content


def test_only_what_is_for_the_asker_is_there(client: PublicClient, db: None) -> None:
    client.publishing = False
    put(person_body("partners"), audience=Audience.PARTNER)
    assert lines(client.get("/api/v1/snapshot"))[-1]["count"] == 0


@pytest.mark.parametrize("address", ["snapshot", "persons.ndjson", "persons.csv"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_nobody_stores_what_may_have_been_cut_off(client: Client, db: None, address: str, method: str) -> None:
    response: Any = getattr(client, method)(f"/api/v1/{address}", headers={"if-none-match": "*"})
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert "ETag" not in response
    assert "Content-Length" not in response


def test_a_stream_sees_one_moment(committed: Client) -> None:
    much()
    response: Any = committed.get("/api/v1/snapshot")
    parts = iter(response.streaming_content)
    begun = next(parts)
    PublishedRecord.objects.all().delete()
    put(person_body("late"))
    *records, end = [json.loads(line) for line in (begun + b"".join(parts)).splitlines()]
    assert (len(records), end) == (60, {"end": True, "count": 60, "position": 60})


def test_a_client_that_goes_away_frees_everything_at_once(
    committed: Client, reader_connection: Connection[TupleRow]
) -> None:
    much()
    for address in ("snapshot", "persons.ndjson"):
        response: Any = committed.get(f"/api/v1/{address}")
        next(iter(response.streaming_content))
        assert state() == TransactionStatus.ACTIVE
        assert not free(reader_connection)
        response.close()
        assert state() == TransactionStatus.IDLE
        assert free(reader_connection)
    assert committed.get("/api/v1/persons?limit=1").status_code == 200


def test_a_stream_that_nobody_reads_frees_everything_too(
    committed: Client, reader_connection: Connection[TupleRow]
) -> None:
    much()
    response = committed.get("/api/v1/snapshot")
    response.close()
    assert (state(), free(reader_connection)) == (TransactionStatus.IDLE, True)


def test_a_stream_read_to_its_end_frees_everything(committed: Client, reader_connection: Connection[TupleRow]) -> None:
    put(person_body("ala"))
    assert len(lines(committed.get("/api/v1/snapshot"))) == 2
    assert (state(), free(reader_connection)) == (TransactionStatus.IDLE, True)


def test_the_connections_limit_holds_again_after_a_stream(committed: Client) -> None:
    lines(committed.get("/api/v1/snapshot"))
    with connections["published"].cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('transaction_isolation')")
        assert cursor.fetchone() == ("15s", "read committed")


def test_a_third_stream_at_once_is_refused(committed: Client, reader_connection: Connection[TupleRow]) -> None:
    numbers = slot_numbers("stream", HERE, streams.FOR_EACH)
    for held in (1, 2):
        reader_connection.execute("SELECT pg_advisory_lock(%s)", [numbers[held - 1]])
        response = committed.get("/api/v1/snapshot")
        assert response.status_code == (429 if held == 2 else 200)
        response.close()
    assert response["Retry-After"] == "60"
    assert state() == TransactionStatus.IDLE
    assert committed.get("/api/v1/persons.csv").status_code == 429
    assert committed.get("/api/v1/persons").status_code == 200
    assert committed.head("/api/v1/snapshot").status_code == 200


def test_a_process_streams_only_so_many_at_once(committed: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    _key, token = issue_key(partner=make_partner(), label="feed", actor=make_user())
    partner = {"authorization": f"Bearer {token}"}
    slots = ProcessSlots(2)
    monkeypatch.setattr(streams, "IN_THIS_PROCESS", slots)
    held = slots.take(keyed=False)
    assert held
    assert committed.get("/api/v1/snapshot").status_code == 503
    for _ in range(3):
        assert len(lines(committed.get("/api/v1/snapshot", headers=partner))) == 1
    assert slots.take(keyed=True)
    assert committed.get("/api/v1/snapshot", headers=partner).status_code == 503
    held.release()
    assert len(lines(committed.get("/api/v1/snapshot"))) == 1


def test_half_of_the_places_are_for_those_with_a_key() -> None:
    slots = ProcessSlots(4)
    without = [slots.take(keyed=False) for _ in range(3)]
    assert [one is None for one in without] == [False, False, True]
    assert [slots.take(keyed=True) is None for _ in range(3)] == [False, False, True]
    for _ in range(2):  # again is nothing
        assert without[0]
        without[0].release()
    assert [slots.take(keyed=False) is None for _ in range(2)] == [False, True]


def test_a_stream_that_takes_too_long_ends_without_its_last_line(
    committed: Client, monkeypatch: pytest.MonkeyPatch, reader_connection: Connection[TupleRow]
) -> None:
    much()
    monkeypatch.setattr(streams, "LONGEST", 0.0)
    text = committed.get("/api/v1/snapshot").getvalue()
    assert b'"end":true' not in text
    assert free(reader_connection)
    monkeypatch.undo()
    assert lines(committed.get("/api/v1/snapshot"))[-1]["end"]


def test_a_slow_reader_does_not_pin_the_database(
    committed: Client, monkeypatch: pytest.MonkeyPatch, reader_connection: Connection[TupleRow]
) -> None:
    """The server waits for whoever does not read; neither cancelling nor its own time limits end that."""
    much()
    monkeypatch.setattr(streams, "LONGEST", 0.3)
    slots = ProcessSlots(2)
    monkeypatch.setattr(streams, "IN_THIS_PROCESS", slots)
    response: Any = committed.get("/api/v1/snapshot")
    parts = iter(response.streaming_content)
    begun = next(parts)
    until_free(reader_connection)
    assert [slots.take(keyed=False) is None for _ in range(2)] == [False, True]  # the process's place is free as well
    assert b'"end":true' not in begun + b"".join(parts)
    response.close()
    monkeypatch.undo()
    assert lines(committed.get("/api/v1/snapshot"))[-1]["end"]


def test_a_broken_connection_ends_the_stream_and_not_the_next_one(
    committed: Client, owner_connection: Connection[TupleRow]
) -> None:
    much()
    response: Any = committed.get("/api/v1/snapshot")
    parts = iter(response.streaming_content)
    begun = next(parts)
    process = connections["published"].connection.info.backend_pid
    owner_connection.execute("SELECT pg_terminate_backend(%s)", [process])
    assert b'"end":true' not in begun + b"".join(parts)
    response.close()
    assert lines(committed.get("/api/v1/snapshot"))[-1]["end"]


def free(reader: Connection[TupleRow]) -> bool:
    """Whether nobody from here streams at the moment."""
    return all(_taken_and_given(reader, number) for number in slot_numbers("stream", HERE, streams.FOR_EACH))


def until_free(reader: Connection[TupleRow]) -> None:
    for _ in range(100):
        if free(reader):
            return
        sleep(0.1)
    pytest.fail("the stream still holds its slot")


def _taken_and_given(reader: Connection[TupleRow], number: int) -> bool:
    with reader.transaction():
        found = reader.execute("SELECT pg_try_advisory_xact_lock(%s)", [number]).fetchone()
    assert found
    return bool(found[0])
