"""What would differ between two runs of the same story, made the same: random ids, and the clocks of Python and SQL."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from random import Random
from unittest.mock import patch

from django.utils import timezone
from psycopg import Connection
from psycopg.rows import TupleRow

from sources.history import acting
from tests import factories

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOW_IN_SQL = "clock_timestamp()"


@contextmanager
def seeded_ids(seed: str) -> Iterator[None]:
    """Random ids made inside follow from the seed, whatever was made before and elsewhere."""
    with patch.object(os, "urandom", Random(seed).randbytes):  # noqa: S311 - invented data, nothing secret
        yield


@contextmanager
def one_writer() -> Iterator[None]:
    """All factories inside write as one, in one transaction: telling the database who acts costs more than a row."""
    with acting(actor=factories.ACTOR), patch.object(factories, "acting", lambda **_: nullcontext()):
        yield


class Clock:
    """Stands still until it is moved on."""

    def __init__(self) -> None:
        self.now = START

    def move_on(self, **by: int) -> None:
        """To a later moment; ``by`` as ``timedelta`` has it."""
        self.now += timedelta(**by)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Whoever asks Django inside is told this moment."""
        with patch.object(timezone, "now", lambda: self.now):
            yield


@contextmanager
def stopped_budgets(owner: Connection[TupleRow]) -> Iterator[None]:
    """The function that counts requests reads a clock that stands still, so that no window ends between two answers."""
    row = owner.execute("SELECT pg_get_functiondef('admit'::regproc)").fetchone()
    assert row
    written: str = row[0]
    assert written.count(NOW_IN_SQL) == 1
    owner.execute(written.replace(NOW_IN_SQL, f"timestamptz '{START.isoformat()}'").encode())
    try:
        yield
    finally:
        owner.execute(written.encode())
