"""Everything at once: our snapshot of all persons, and the limit of it, COPY of the same bodies."""

import http.client
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

from psycopg import Connection
from psycopg.pq import ExecStatus
from psycopg.rows import TupleRow

from bench.errors import NotMeasuredError
from bench.servers import Server

SNAPSHOT = "/api/v1/snapshot?kind=person"
COPY = b"""COPY (
  SELECT body FROM publication_publishedrecord record JOIN publication_publishedbody USING (hash)
  WHERE record.audience = 1 AND record.kind = 'person') TO STDOUT"""
BLOCK = 1 << 20
LOOK_EVERY = 0.25  # seconds


@dataclass(frozen=True, kw_only=True)
class Streamed:
    """Rows and seconds of a stream, and the MiB that the server held before it and at most while it ran."""

    rows: int
    seconds: float
    before: float = 0.0
    peak: float = 0.0

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds


def stream_snapshot(server: Server, headers: Mapping[str, str]) -> Streamed:
    """Read our whole snapshot. Raises NotMeasuredError where its last line does not say how many it was."""
    before = peak = server.memory()
    rows, last, looked = 0, b"", time.perf_counter()
    with closing(http.client.HTTPConnection(*server.address, timeout=60)) as line:
        began = time.perf_counter()
        line.request("GET", SNAPSHOT, headers=dict(headers))
        answer = line.getresponse()
        for block in _blocks(answer):
            rows += block.count(b"\n")
            last = (last + block)[-200:]
            if time.perf_counter() - looked > LOOK_EVERY:
                peak, looked = max(peak, server.memory()), time.perf_counter()
        seconds = time.perf_counter() - began
    rows -= 1
    trailer = last.rstrip(b"\n").rpartition(b"\n")[2].replace(b" ", b"")
    if answer.status != 200 or b'"end":true' not in trailer or f'"count":{rows}'.encode() not in trailer:
        raise NotMeasuredError(f"{SNAPSHOT} gave {answer.status} and {rows} rows, and ended with {last!r}")
    return Streamed(rows=rows, seconds=seconds, before=before, peak=max(peak, server.memory()))


def _blocks(answer: http.client.HTTPResponse) -> Iterator[bytes]:
    while block := answer.read1(BLOCK):
        yield block


def copy_bodies(connection: Connection[TupleRow]) -> Streamed:
    """Read the bodies by COPY, row by row as libpq hands them out, and look at none."""
    rows, began = 0, time.perf_counter()
    # Not psycopg's own loop: what it does for a row costs more than what PostgreSQL does.
    result = connection.pgconn.exec_(COPY)
    if result.status != ExecStatus.COPY_OUT:
        raise NotMeasuredError(f"COPY could not run: {connection.pgconn.get_error_message()}")
    while connection.pgconn.get_copy_data(0)[0] > 0:
        rows += 1
    seconds = time.perf_counter() - began
    while connection.pgconn.get_result():
        pass
    return Streamed(rows=rows, seconds=seconds)
