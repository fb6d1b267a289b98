"""One statement over the connection of staff, and what it answers."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection

UUID_HEX = attrgetter("hex")


def ask(sql: str, parameters: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of the answer."""
    if isinstance(parameters, Mapping):
        written: Any = {name: _written(value) for name, value in parameters.items()}
    else:
        written = [_written(value) for value in parameters]
    with connection.cursor() as cursor:
        cursor.execute(sql, written)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _written(value: Any) -> Any:
    """A list of ids as PostgreSQL reads an array: the driver looks at each id's type, and takes six times as long."""
    if isinstance(value, list) and value and isinstance(value[0], UUID):
        return f"{{{','.join(map(UUID_HEX, value))}}}"
    return value
