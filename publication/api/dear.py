"""Questions that cost the database much: few of them at a time in each process, and none for long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from publication.api.problems import Crowded
from publication.reading import alias

IN_THIS_PROCESS = BoundedSemaphore(2)
"""Threads and processors must remain for what is answered at once."""
LONGEST = 3_000  # milliseconds


@contextmanager
def dear_cursor() -> Iterator[CursorWrapper]:
    """A cursor for a question that may cost much. :raises Crowded: at once, when others are asking such questions."""
    if not IN_THIS_PROCESS.acquire(blocking=False):
        raise Crowded
    try:
        connection = connections[alias()]
        # Inside somebody else's transaction (a test's) the limit must not outlive the question.
        nested = connection.in_atomic_block
        with transaction.atomic(using=alias()), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {LONGEST}")
            yield cursor
            if nested:
                transaction.set_rollback(True, using=alias())
    finally:
        IN_THIS_PROCESS.release()
