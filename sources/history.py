"""Who acts, and why: told to the database once per transaction, and asked for by the trigger ``record_history``."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

SETTINGS = ("volia.actor", "volia.reason", "volia.request")


@contextmanager
def acting(*, actor: str, reason: str = "", request_id: str = "") -> Iterator[None]:
    """Run a block in one transaction in which ``actor`` (``user:<id>``, ``import:seeds``) writes the record.

    The settings are local to the transaction; an outer ``acting`` is in force again afterwards.
    :raises ValueError: when no actor is given.
    """
    if not actor:
        message = "who acts must be named: actor is empty"
        raise ValueError(message)
    with transaction.atomic():
        before = _current()
        _tell((actor, reason, request_id))
        yield
        _tell(before)


def _current() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in SETTINGS))
        return tuple(cursor.fetchone())


def _tell(values: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS), values)
