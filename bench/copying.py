"""The yardstick of the import: PostgreSQL's own COPY of the rows that an import left, record and history.

Constraints and indexes are on, foreign keys too; our triggers (history, versions, quotes) are off. COPY's text format,
one transaction, one connection, as the import has them.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg.sql import SQL, Identifier

ROOMS = ("sources", "people")
"""Tables of these rooms hold the record and its history; what the import keeps for itself is left out."""
HISTORY = "sources_history"
BLOCK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Copied:
    """Seconds that a COPY took, table by table, and for the checks at commit."""

    tables: dict[str, float]
    commit: float

    @property
    def seconds(self) -> float:
        """All of it."""
        return sum(self.tables.values()) + self.commit


def count_rows(connection: Connection[TupleRow]) -> dict[str, int]:
    """How many rows each table of the record and the history has."""
    counts = {}
    for table in _tables(connection):
        found = connection.execute(SQL("SELECT count(*) FROM {}").format(Identifier(table))).fetchone()
        counts[table] = int(found[0]) if found else 0
    return counts


def export(connection: Connection[TupleRow], folder: Path) -> list[Path]:
    """Write each table that has rows to a file named after it."""
    folder.mkdir()
    files = [folder / table for table, rows in count_rows(connection).items() if rows]
    for path in files:
        with (
            path.open("wb") as file,
            connection.cursor().copy(SQL("COPY {} TO STDOUT").format(Identifier(path.name))) as copy,
        ):
            for block in copy:
                file.write(block)
    return files


def load(connection: Connection[TupleRow], files: Iterable[Path]) -> Copied:
    """Fill the tables from such files, in one transaction; what was in them is removed first, untimed."""
    paths = list(files)
    _make_ready(connection)
    seconds = {}
    with connection.transaction():
        for path in paths:
            began = time.perf_counter()
            _load_one(connection, path)
            seconds[path.name] = time.perf_counter() - began
        began = time.perf_counter()
    return Copied(tables=seconds, commit=time.perf_counter() - began)


def _load_one(connection: Connection[TupleRow], path: Path) -> None:
    with (
        path.open("rb") as file,
        connection.cursor().copy(SQL("COPY {} FROM STDIN").format(Identifier(path.name))) as copy,
    ):
        while block := file.read(BLOCK):
            copy.write(block)


def _make_ready(connection: Connection[TupleRow]) -> None:
    tables = [Identifier(table) for table in _tables(connection)]
    connection.execute(SQL("TRUNCATE {} CASCADE").format(SQL(", ").join(tables)))
    for table in tables:
        connection.execute(SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table))


def _tables(connection: Connection[TupleRow]) -> list[str]:
    found = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND split_part(tablename, '_', 1) = ANY (%s)"
        " ORDER BY tablename",
        [list(ROOMS)],
    )
    return [name for (name,) in found]
