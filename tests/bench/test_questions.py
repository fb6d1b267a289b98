"""What is asked is spread over the whole list and says what its answer must hold."""

import json
import os

import pytest

from bench.contest import BY_ID, DEEP_PAGE, FIRST_PAGE, Row, contest, deep_place, deep_row, joined, shuffled
from bench.errors import NotMeasuredError
from bench.load import Figure
from bench.questions import (
    FLAT,
    Place,
    Subject,
    ask_details,
    ask_matches,
    ask_pages,
    ask_peer_pages,
    ask_unchanged,
    walk,
)
from bench.results import Measured
from bench.servers import Server
from bench.streaming import stream_snapshot
from bench.trivial import answer
from tests.bench.test_load import answering

SOMEBODY = Subject(id="2f2c1d0e-0000-4000-8000-000000000001", slug="maria")
PLACES = [Place(cursor=f"c{n}=" if n else "", first=f"id-{n}", before=n * 100) for n in range(10)]


def test_a_detail_by_slug_must_hold_the_id() -> None:
    (ask,) = ask_details([SOMEBODY], {"Authorization": "Bearer x"}, by="slug")

    assert ask.message.startswith(b"GET /api/v1/persons/maria HTTP/1.1\r\n")
    assert ask.contains == SOMEBODY.id.encode()


def test_a_page_must_hold_the_person_that_comes_first_there() -> None:
    (ask,) = ask_pages(PLACES[1:2], {}, form=FLAT)

    assert ask.message.startswith(b"GET /api/v1/persons?limit=50&fields=brief&cursor=c1%3D HTTP/1.1\r\n")
    assert ask.contains == b"id-1"


def test_names_are_matched_ten_at_a_time_and_somebody_must_be_found() -> None:
    asks = ask_matches([f"Imia {n}" for n in range(25)], {})

    assert [json.loads(ask.message.partition(b"\r\n\r\n")[2])["queries"][9]["name"] for ask in asks] == [
        "Imia 9",
        "Imia 19",
    ]
    assert asks[0].contains in b'{"results":[{"id":"0","candidates":[{"id":"x"'


def test_the_peer_is_asked_with_a_cursor_of_its_own() -> None:
    (ask,) = ask_peer_pages([SOMEBODY], whole=True)

    assert ask.message.startswith(b"GET /persons?cursor=cD0yZjJjMWQwZS0w")
    assert b"&whole HTTP/1.1" in ask.message


def test_the_deep_page_lies_half_a_million_rows_in_or_halfway() -> None:
    assert (deep_row(1_000_000), deep_row(1_000)) == (500_000, 500)
    assert deep_place(PLACES, persons=1_000).before == 500
    assert deep_place(PLACES, persons=10_000).before == 900


def test_pages_are_asked_for_in_another_order_than_that_of_the_list() -> None:
    places = [Place(cursor="x", first=first, before=0) for first in ("1-3", "2-2", "3-1")]

    assert [place.first for place in shuffled(places)] == ["3-1", "2-2", "1-3"]


def test_rows_of_one_name_are_measured_side_by_side_and_take_turns() -> None:
    def run(connections: int, seconds: float) -> Figure:
        return Figure(rate=connections, p50=seconds, p99=0)

    pairs = ((DEEP_PAGE, "ours"), (BY_ID, "limit"), (BY_ID, "ours"), (FIRST_PAGE, "ours"))
    rows = joined(Row(name=name, runs={who: run}) for name, who in pairs)
    told: list[Measured] = []
    done = contest(rows, rounds=2, seconds=5, tell=told.append)

    assert told == done
    assert [(one.row, one.who) for one in done if one.connections == 1] == [
        *((BY_ID, "limit"), (BY_ID, "ours"), (FIRST_PAGE, "ours"), (DEEP_PAGE, "ours")),
        *((BY_ID, "ours"), (BY_ID, "limit"), (FIRST_PAGE, "ours"), (DEEP_PAGE, "ours")),
    ]
    assert {one.figure.p50 for one in done} == {5}


def test_a_walk_tells_how_to_get_to_each_page_and_who_comes_first_there() -> None:
    pages = [{"results": [{"id": "a"}, {"id": "b"}], "next": "x="}, {"results": [{"id": "c"}], "next": None}]
    with answering(*(answer(json.dumps(page).encode()) for page in pages)) as address:
        places = walk(address, {}, persons=3)

    assert places == [Place(cursor="", first="a", before=0), Place(cursor="x=", first="c", before=2)]


def test_without_an_etag_there_is_no_304_to_measure() -> None:
    with answering(answer(b"{}")) as address, pytest.raises(NotMeasuredError, match="ETag None"):
        ask_unchanged(address, ["/a"], {})


@pytest.mark.parametrize("body", [b'{}\n{}\n{"end": true, "count": 3}\n', b"{}\n{}\n"])
def test_a_snapshot_without_the_right_last_line_is_no_measurement(body: bytes) -> None:
    with answering(answer(body)) as address, pytest.raises(NotMeasuredError, match="gave 200"):
        stream_snapshot(Server(address=address, process=os.getpgrp()), {})


def test_a_whole_snapshot_is_counted_and_the_memory_of_the_server_told() -> None:
    with answering(answer(b'{}\n{}\n{"end": true, "count": 2, "position": 7}\n')) as address:
        streamed = stream_snapshot(Server(address=address, process=os.getpgrp()), {})

    assert streamed.rows == 2
    assert streamed.peak >= streamed.before > 10
