"""One statement over the connection of staff, and what it answers."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from sources.lookups import as_array


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
    return as_array(value) if isinstance(value, list) and value and isinstance(value[0], UUID) else value
