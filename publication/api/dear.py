"""Questions that cost the database much: few of them at a time in each process, and none for long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from publication.api.admission import Asker
from publication.api.problems import Crowded
from publication.api.slots import ProcessSlots
from publication.reading import alias

IN_THIS_PROCESS = ProcessSlots(2)
"""Threads and processors must remain for what is answered at once."""
LONGEST = 3_000  # milliseconds
# Each question asks for other keys, and a plan that knows them costs half of one that was made for any.
BY_INDEX = "; SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_custom_plan"


@contextmanager
def dear_cursor(asker: Asker, *, by_index: bool = False) -> Iterator[CursorWrapper]:
    """A cursor for a question that may cost much. :raises Crowded: at once, when others are asking such questions.

    ``by_index``: not to be answered by reading whole tables, as ``sources.lookups`` has it.
    Whoever names a key was admitted with it: a place is kept for them that nobody without one can take.
    """
    slot = IN_THIS_PROCESS.take(keyed=bool(asker.key_id))
    if slot is None:
        raise Crowded
    try:
        connection = connections[alias()]
        # Inside somebody else's transaction (a test's) the limit must not outlive the question.
        nested = connection.in_atomic_block
        with transaction.atomic(using=alias()), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {LONGEST}{BY_INDEX if by_index else ''}")
            yield cursor
            if nested:
                transaction.set_rollback(True, using=alias())
    finally:
        slot.release()
