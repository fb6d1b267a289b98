"""The yardstick copies exactly what was there, with our triggers off and the database's own rules on."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import Connection
from psycopg.rows import TupleRow

from bench.copying import HISTORY, count_rows, export, load
from bench.databases import PREFIX, Databases

PERSON = (
    "INSERT INTO people_person (id, audience, version, slug, sort_key, gender, born, died, note)"
    " VALUES (gen_random_uuid(), 2, 1, 'olha-vydumana', '', '', '', '', '')"
)
NAME = (
    "INSERT INTO people_name (id, audience, version, text, kind, language, script, romanisation, preferred, person_id)"
    " SELECT gen_random_uuid(), 2, 1, 'Olha Vydumana', 'as_printed', '', 'Latn', '', true, id FROM people_person"
)
RENAMED = "people_renamedperson"
"""A trigger marks whoever has another name now; the mark is copied like any row."""


@pytest.fixture(scope="module")
def databases() -> Iterator[Databases]:
    with Databases(os.environ) as made:
        yield made


@pytest.fixture(scope="module")
def exported(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One person with one name, and the two rows of history that came of them."""
    with databases.made("import"), databases.opened("import") as connection:
        connection.execute("SELECT set_config('volia.actor', 'test', false)")
        connection.execute(PERSON)
        connection.execute(NAME)
        return export(connection, tmp_path_factory.mktemp("rows") / "tables")


@pytest.fixture
def target(databases: Databases) -> Iterator[Connection[TupleRow]]:
    with databases.made("copy"), databases.opened("copy") as connection:
        yield connection


def test_tables_with_rows_are_exported(exported: list[Path]) -> None:
    assert [path.name for path in exported] == ["people_name", "people_person", RENAMED, HISTORY]


def test_the_same_rows_arrive_and_no_trigger_adds_history(
    exported: list[Path], target: Connection[TupleRow], tmp_path: Path
) -> None:
    copied = load(target, exported)

    assert {table: rows for table, rows in count_rows(target).items() if rows} == {
        "people_name": 1,
        "people_person": 1,
        RENAMED: 1,
        HISTORY: 2,
    }
    assert set(copied.tables) == {"people_name", "people_person", RENAMED, HISTORY}
    assert copied.seconds == pytest.approx(sum(copied.tables.values()) + copied.commit)
    again = export(target, tmp_path / "again")
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in exported]


def test_what_was_there_is_removed_first(exported: list[Path], target: Connection[TupleRow]) -> None:
    load(target, exported)
    load(target, exported)

    assert count_rows(target)["people_person"] == 1


def test_foreign_keys_stay_on(exported: list[Path], target: Connection[TupleRow]) -> None:
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        load(target, [path for path in exported if path.name == "people_name"])


def test_a_database_is_gone_after_its_block(databases: Databases) -> None:
    with databases.made("brief"):
        assert _names(databases, "_brief") == 1
    assert _names(databases, "_brief") == 0


def test_a_session_that_staff_left_behind_does_not_keep_a_database(databases: Databases) -> None:
    """As of an importer that was killed in the middle of a long statement."""
    with databases.made("held"):
        session = psycopg.connect(databases.environment("held")["DATABASE_URL"])
    assert _names(databases, "_held") == 0
    with pytest.raises(psycopg.OperationalError):
        session.execute("SELECT 1")
    session.close()


def _names(databases: Databases, ending: str) -> int:
    with databases.opened("empty") as connection:
        pattern = f"{PREFIX}{os.getpid()}{ending}"
        found = connection.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [pattern]).fetchone()
    return int(found[0]) if found else 0
