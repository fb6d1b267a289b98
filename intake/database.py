"""The one connection of an import: statements composed of named parts, run on Django's default database."""

from collections.abc import Sequence
from typing import Any, LiteralString

from django.db import connection
from psycopg import Cursor
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal


def compose(template: LiteralString, **parts: Composable) -> Composed:
    """A statement with its named parts filled in."""
    return SQL(template).format(**parts)


def listed(parts: Sequence[Composable], between: LiteralString = ", ") -> Composed:
    """Parts one after the other."""
    return SQL(between).join(parts)


def run(statement: Composable) -> int:
    """Execute a statement; returns how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string())
        return int(cursor.rowcount)


def fetch(statement: Composable) -> list[tuple[Any, ...]]:
    """The rows that a query gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string())
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def copy_lines(table: str, columns: Sequence[str], block: bytes) -> None:
    """Append rows in COPY's text format, NULL spelled as :data:`NULL`."""
    statement = compose(
        "COPY {table} ({columns}) FROM STDIN WITH (NULL {null})",
        table=Identifier(table),
        columns=listed([Identifier(column) for column in columns]),
        null=Literal(NULL),
    )
    with connection.cursor() as cursor:
        below: Cursor[Any] = cursor.cursor
        with below.copy(statement) as copy:
            copy.write(block)


NULL = "\x02"
"""A character that no value holds, so that NULL needs no backslash."""
