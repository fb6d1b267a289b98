"""The reader has exactly its rights: what is missing is granted, what it gathered is found and taken back."""

from collections.abc import Iterator

import psycopg
import pytest
from django.apps import apps
from django.db import connection, connections
from psycopg import Connection
from psycopg.rows import TupleRow

from publication.reading import READABLE
from tracker.reader import grant_reader, too_little, too_much

MODELS = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
UNREADABLE = [*sorted({model._meta.db_table for model in MODELS} - set(READABLE)), "django_migrations"]


@pytest.mark.parametrize("table", UNREADABLE)
def test_the_reader_with_its_own_login_reads_no_table_of_the_record(
    reader_connection: Connection[TupleRow], table: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader_connection.execute(f"SELECT count(*) FROM {table}".encode())


@pytest.mark.parametrize("table", READABLE)
def test_the_reader_reads_what_was_published_and_changes_none_of_it(
    reader_connection: Connection[TupleRow], table: str
) -> None:
    reader_connection.execute(f"SELECT * FROM {table}".encode())
    for statement in ("DELETE FROM {}", "TRUNCATE {}", "INSERT INTO {} DEFAULT VALUES"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader_connection.execute(statement.format(table).encode())


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE volia_staff",
        "SET ROLE volia_owner",
        "SET SESSION AUTHORIZATION volia_staff",
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SELECT pg_read_file('PG_VERSION')",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT nextval('sources_history_id_seq')",
    ],
)
def test_the_reader_can_not_rise(reader_connection: Connection[TupleRow], statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader_connection.execute(statement.encode())


def test_djangos_own_connection_is_the_reader_by_login(committed_db: None) -> None:
    with connections["published"].cursor() as cursor:
        cursor.execute("SELECT session_user, current_user, current_database()")
        assert cursor.fetchone() == ("volia_reader", "volia_reader", connection.settings_dict["NAME"])
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("volia_reader",)


def test_a_statement_is_prepared_at_its_second_use(committed_db: None) -> None:
    with connections["published"].cursor() as cursor:
        for number in range(3):
            cursor.execute("SELECT %s::int + 41", [number])
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%+ 41'")
        assert cursor.fetchone() == (1,)


@pytest.fixture
def owner(committed_db: None, owner_connection: Connection[TupleRow]) -> Iterator[Connection[TupleRow]]:
    """The owner, in a transaction that is undone, so that nothing given to the reader stays."""
    with owner_connection.transaction(force_rollback=True):
        yield owner_connection


GATHERED = [
    ("GRANT SELECT ON people_person TO volia_reader", "people_person"),
    ("GRANT SELECT (slug) ON people_person TO volia_reader", "people_person"),
    ("GRANT INSERT ON publication_change TO volia_reader", "publication_change"),
    ("GRANT UPDATE (position) ON publication_counter TO volia_reader", "publication_counter"),
    ("GRANT USAGE ON SEQUENCE sources_history_id_seq TO volia_reader", "sources_history_id_seq"),
    ("CREATE VIEW peep AS SELECT * FROM people_person; GRANT SELECT ON peep TO volia_reader", "peep"),
    (
        """CREATE FUNCTION peep() RETURNS bigint SECURITY DEFINER LANGUAGE sql AS 'SELECT count(*) FROM people_person';
           GRANT EXECUTE ON FUNCTION peep() TO volia_reader""",
        "peep()",
    ),
    ("CREATE SCHEMA nook; GRANT CREATE ON SCHEMA nook TO volia_reader", "schema nook"),
]


@pytest.mark.parametrize(("statement", "name"), GATHERED)
def test_what_the_reader_gathered_is_found_and_taken_back(
    owner: Connection[TupleRow], statement: str, name: str
) -> None:
    owner.execute(statement.encode())
    assert too_much(owner) == [name]
    grant_reader(owner)
    assert too_much(owner) == []


def test_what_everybody_was_given_is_found(owner: Connection[TupleRow]) -> None:
    owner.execute("GRANT SELECT ON people_person TO PUBLIC")
    assert too_much(owner) == ["people_person"]


def test_what_is_missing_is_found_and_given(owner: Connection[TupleRow]) -> None:
    owner.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM volia_reader")
    assert set(too_little(owner)) == set(READABLE)
    grant_reader(owner)
    assert too_little(owner) == []


def test_a_future_grant_by_default_is_taken_back(owner: Connection[TupleRow]) -> None:
    owner.execute("ALTER DEFAULT PRIVILEGES FOR ROLE volia_owner GRANT SELECT ON TABLES TO volia_reader")
    grant_reader(owner)
    owner.execute("CREATE TABLE later (id int)")
    assert too_much(owner) == []
