"""The reader has exactly its rights: what is missing is granted, what it gathered is found and taken back."""

from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from psycopg import Connection
from psycopg.rows import TupleRow

from publication.reading import READABLE
from tracker.database import act_as
from tracker.reader import grant_reader, too_little, too_much
from tracker.roles import RolesMissingError


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


def test_a_login_that_may_not_is_shown_the_sql(committed_db: None, owner_connection: Connection[TupleRow]) -> None:
    owner_connection.execute("REVOKE SELECT ON publication_change FROM volia_reader")
    connection.ensure_connection()
    try:
        with pytest.raises(RolesMissingError, match="GRANT SELECT ON TABLE publication_change TO volia_reader;"):
            grant_reader(connection.connection)  # as staff
    finally:
        grant_reader(owner_connection)


def test_the_command_says_what_it_can_not_take_back(committed_db: None, owner_connection: Connection[TupleRow]) -> None:
    owner_connection.execute("GRANT SELECT ON people_person TO PUBLIC")
    act_as(connection, "owner")
    try:
        with pytest.raises(CommandError, match="by hand: people_person"):
            call_command("grant_reader")
    finally:
        act_as(connection, "staff")
        owner_connection.execute("REVOKE SELECT ON people_person FROM PUBLIC")


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
