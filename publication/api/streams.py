"""Answers of any length: one transaction that sees one moment, COPY out of it, lines as they come, and a last line.

The last line gives the count; an answer without it was cut off. A slow reader must not pin the database: a stream ends
after ten minutes whatever happens, an asker has two at most, and a client that goes away frees everything at once.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Timer
from time import monotonic
from typing import Any

import psycopg
from django.db import connections, transaction
from django.db.backends.postgresql.psycopg_any import mogrify
from django.db.backends.utils import CursorWrapper
from django.http import StreamingHttpResponse

from publication.api.admission import Asker
from publication.api.headers import UNSTORED
from publication.api.negotiation import Format
from publication.api.problems import TooManyStreams, Unavailable
from publication.api.rows import FILTER
from publication.api.slots import ProcessSlots, Slot, slot_numbers
from publication.reading import alias

logger = logging.getLogger(__name__)

LONGEST = 600.0  # seconds
CHUNK = 64 * 1024  # bytes, about
FOR_EACH = 2
"""Streams at a time for one key, or for one address without a key; whichever process serves them."""
IN_THIS_PROCESS = ProcessSlots(4)
"""A stream keeps a thread busy; some must remain for short answers."""
TAKE_SLOT = """SELECT CASE WHEN pg_try_advisory_xact_lock(%s) THEN true ELSE pg_try_advisory_xact_lock(%s) END"""
POSITION = "SELECT coalesce(max(position), 0) FROM publication_counter WHERE audience = %s"
Row = tuple[bytes, ...]


@dataclass(frozen=True, kw_only=True)
class Wording:
    """How rows become lines: ``line`` is given the columns of one, each as the bytes of its text."""

    head: bytes
    line: Callable[[Row], bytes]
    end: Callable[[int, int], bytes]


class Stream:
    """Opened at once, so that a refusal is still one; then iterated once, and closed whatever happens."""

    def __init__(self, select: str, parameters: dict[str, Any], wording: Wording, *, asker: Asker) -> None:
        """Begin to read what ``select`` with its ``parameters``, ``audience`` among them, gives; only texts, no NULL.

        :raises TooManyStreams: when the asker has two already. :raises Unavailable: when this process has too many.
        """
        self._wording = wording
        with ExitStack() as opening:
            slot = opening.enter_context(_one_of_this_process(asker))
            cursor = opening.enter_context(_one_moment())
            _take_slot(cursor, asker.name)
            cursor.execute(POSITION, [parameters["audience"]])
            self.position: int = cursor.fetchone()[0]
            opening.enter_context(_cut_off_after(LONGEST, slot))
            copy = _composed(cursor, f"COPY ({select}) TO STDOUT (FORMAT binary)", parameters)
            self._rows = opening.enter_context(cursor.copy(copy))
            self._held = opening.pop_all()

    def __iter__(self) -> Iterator[bytes]:
        """Chunks of whole lines. Where reading fails or takes too long they end without the last line."""
        until, count = monotonic() + LONGEST, 0
        chunk, size, line = [self._wording.head], 0, self._wording.line
        try:
            for row in self._rows.rows():
                text = line(row)
                chunk.append(text)
                size += len(text)
                count += 1
                if size >= CHUNK:
                    yield b"".join(chunk)
                    chunk, size = [], 0
                    if monotonic() > until:
                        return
        except psycopg.Error as error:
            logger.warning("A stream was cut off: %s", type(error).__name__)
            return
        self.close()
        yield b"".join([*chunk, self._wording.end(count, self.position)])

    def close(self) -> None:
        """Give back the connection, whatever is left to be read. Again is nothing."""
        # COPY stops reading only when it is told that something came between.
        self._held.__exit__(GeneratorExit, GeneratorExit(), None)


def _composed(cursor: CursorWrapper, sql: str, parameters: dict[str, Any]) -> str:
    """The statement as COPY takes it, without parameters.

    What was asked for, names among it, goes into settings of the transaction, which are bound: the server shows
    statements to its administrators and may log them. Our own values are literals.
    """
    asked = [name for name, value in parameters.items() if name.startswith(FILTER) and isinstance(value, str | list)]
    for name in asked:
        kind = "text[]" if isinstance(parameters[name], list) else "text"
        cursor.execute(f"SELECT set_config('volia.{name}', %s::{kind}::text, true)", [parameters[name]])
        sql = sql.replace(f"%({name})s", f"(SELECT current_setting('volia.{name}')::{kind})")
    return mogrify(sql, parameters, connections[alias()])


def streamed(stream: Iterable[bytes], wanted: Format, headers: dict[str, str]) -> StreamingHttpResponse:
    """The answer that a stream is; an empty one for HEAD, which says nothing of its length.

    Nobody stores it: a part of it would pass for the whole.
    """
    return StreamingHttpResponse(stream, content_type=wanted.content_type, headers={**headers, **UNSTORED})


@contextmanager
def _one_of_this_process(asker: Asker) -> Iterator[Slot]:
    slot = IN_THIS_PROCESS.take(keyed=bool(asker.key_id))
    if slot is None:
        raise Unavailable
    try:
        yield slot
    finally:
        slot.release()


@contextmanager
def _one_moment() -> Iterator[CursorWrapper]:
    """A cursor in a transaction that sees one moment, and leaves nothing behind when it ends."""
    connection = connections[alias()]
    # Inside somebody else's transaction (a test's) the moment is that one's.
    nested = connection.in_atomic_block
    with transaction.atomic(using=alias()), connection.cursor() as cursor:
        try:
            if not nested:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
            yield cursor
        finally:
            transaction.set_rollback(True, using=alias())


def _take_slot(cursor: CursorWrapper, holder: bytes) -> None:
    """Hold one of the holder's slots until the transaction ends. :raises TooManyStreams: when none is free."""
    cursor.execute(TAKE_SLOT, slot_numbers("stream", holder, FOR_EACH))
    if not cursor.fetchone()[0]:
        raise TooManyStreams(headers={"Retry-After": "60"})


@contextmanager
def _cut_off_after(seconds: float, slot: Slot) -> Iterator[None]:
    """Break the connection after a time: neither a timeout nor a cancelling ends a server's wait for a slow client.

    The thread may go on to wait for that client; its slot is another's then.
    """
    wire = socket.socket(fileno=os.dup(connections[alias()].connection.fileno()))

    def cut_off() -> None:
        slot.release()
        wire.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, cut_off)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        wire.close()
