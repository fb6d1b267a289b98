"""Holding an answer back until something changes, without a transaction and without many doing so at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from django.db import connections

from publication.api.admission import Asker
from publication.api.slots import ProcessSlots, slot_numbers
from publication.reading import alias

PAUSE = 1.0  # seconds
IN_THIS_PROCESS = ProcessSlots(2)
"""Whoever waits keeps a thread busy."""
POSITION = "SELECT coalesce(max(position), 0) FROM publication_counter WHERE audience = %s"


def wait_for_change(asker: Asker, audience: int, after: int, seconds: int) -> bool:
    """Wait until there is a change after the position; False when time is over, or others wait already."""
    if not seconds:
        return False
    with _only_one(asker) as free:
        until = monotonic() + seconds
        while free and (left := until - monotonic()) > 0:
            sleep(min(PAUSE, left))
            if _position(audience) > after:
                return True
    return False


def _position(audience: int) -> int:
    with connections[alias()].cursor() as cursor:
        cursor.execute(POSITION, [audience])
        found: int = cursor.fetchone()[0]
    return found


@contextmanager
def _only_one(asker: Asker) -> Iterator[bool]:
    """Whether this asker, in whatever process, and this process may wait; held until the end of the block.

    The lock is the session's, not a transaction's; it goes with the connection if that breaks.
    """
    slot = IN_THIS_PROCESS.take(keyed=bool(asker.key_id))
    if slot is None:
        yield False
        return
    try:
        (number,) = slot_numbers("wait", asker.name, 1)
        if not _lock("pg_try_advisory_lock", number):
            yield False
            return
        try:
            yield True
        finally:
            _lock("pg_advisory_unlock", number)
    finally:
        slot.release()


def _lock(function: str, number: int) -> bool:
    with connections[alias()].cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [number])
        found: bool = cursor.fetchone()[0]
    return found
