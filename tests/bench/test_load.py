"""The load asks what it is told to, notices a wrong answer, and counts what came."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bench.errors import NotMeasuredError
from bench.load import Address, Ask, figure, is_whole, put_under_load, request, wanted_bytes
from bench.trivial import answer, serve

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"


@contextmanager
def answering(*answers: bytes) -> Iterator[Address]:
    """A server on a free port that gives these answers in turn."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, args=(listening, answers))
        thread.start()
        try:
            yield listening.getsockname()
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def test_what_was_answered_is_counted_with_its_size() -> None:
    with answering(answer(b"x" * 10_240)) as address:
        told = put_under_load(address, [Ask(message=request("/a"))], connections=4, seconds=0.2)

    assert told.rate > 20
    assert 10 < told.kib < 10.2
    assert 0 < told.p50 <= told.p99
    assert told.cost > 0


def test_a_wrong_status_is_no_measurement() -> None:
    with (
        answering(answer(b"{}", "503 Service Unavailable")) as address,
        pytest.raises(NotMeasuredError, match=r"GET /a HTTP/1\.1 was answered by(?s:.*)503"),
    ):
        put_under_load(address, [Ask(message=request("/a"))], connections=1, seconds=0.2)


def test_another_record_is_no_measurement() -> None:
    asks = [Ask(message=request("/a"), contains=b"maria"), Ask(message=request("/b"), contains=b"ales")]
    with answering(answer(b"maria")) as address, pytest.raises(NotMeasuredError, match="GET /b"):
        put_under_load(address, asks, connections=1, seconds=0.2)


def test_answers_without_a_body_and_in_chunks_end_where_they_end() -> None:
    unchanged = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"
    asks = [Ask(message=request("/a"), status=304), Ask(message=request("/b"), contains=b"hello")]
    with answering(unchanged, CHUNKED) as address:
        assert put_under_load(address, asks, connections=1, seconds=0.1).rate > 10


@pytest.mark.parametrize(
    ("received", "wanted", "whole"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Len", -1, False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab", 42, False),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nab", 40, True),
        (CHUNKED[:-2], 0, False),
        (CHUNKED, 0, True),
        (b"HTTP/1.1 304 Not Modified\r\n\r\n", 29, True),
    ],
)
def test_an_answer_is_whole_when_all_of_it_came(received: bytes, wanted: int, *, whole: bool) -> None:
    assert wanted_bytes(received) == wanted
    assert is_whole(received, wanted) is whole


def test_the_median_and_the_slowest_hundredth_are_told_in_milliseconds() -> None:
    told = figure([number / 1000 for number in range(1, 201)], seconds=2)

    assert (told.rate, told.p50, told.p99) == (100, 100.5, 199)


def test_nothing_answered_is_no_measurement() -> None:
    with pytest.raises(NotMeasuredError, match="Nothing"):
        figure([], seconds=1)


def test_headers_go_along() -> None:
    assert b"\r\nAuthorization: Bearer x\r\n" in request("/a", {"Authorization": "Bearer x"})


def test_a_body_is_posted_with_its_length() -> None:
    sent = request("/a", {"X": "y"}, body=b"{}")
    assert sent.startswith(b"POST /a HTTP/1.1\r\n")
    assert sent.endswith(b"\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
