"""``prepare_database`` makes any PostgreSQL ready, twice as well as once, or says what is missing."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import Connection
from psycopg.conninfo import make_conninfo
from psycopg.rows import TupleRow
from psycopg.sql import SQL, Identifier

from tracker.database import act_as


@pytest.fixture
def empty_database(
    committed_db: None, owner_connection: Connection[TupleRow], monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A database of its own, as DATABASE_URL and as Django's connection (owner, as for the command line)."""
    usual = connection.settings_dict["NAME"]
    name = f"{usual}_empty"
    owner_connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    for variable in ("DATABASE_URL", "OWNER_DATABASE_URL"):
        usual_url = os.environ.get(variable) or os.environ["DATABASE_URL"]
        monkeypatch.setenv(variable, make_conninfo(usual_url, dbname=name))
    connection.close()
    connection.settings_dict["NAME"] = name
    act_as(connection, "owner")
    yield name
    connection.close()
    connection.settings_dict["NAME"] = usual
    monkeypatch.undo()
    act_as(connection, "staff")
    owner_connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def tables_and_grants() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY relname"
        )
        return list(cursor.fetchall())


def test_an_empty_database_is_made_ready_and_a_second_time_changes_nothing(
    empty_database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("prepare_database", verbosity=1)
    assert capsys.readouterr().out.endswith("The database is ready.\n")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database(), count(*) > 0 FROM django_migrations")
        assert cursor.fetchone() == ("volia_staff", empty_database, True)
    first = tables_and_grants()
    act_as(connection, "owner")
    call_command("prepare_database", verbosity=0)
    assert tables_and_grants() == first
    assert capsys.readouterr().out == ""


def test_an_older_server_is_refused_before_anything_is_made(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.management.commands.prepare_database.OLDEST_MAJOR", 99)
    with pytest.raises(CommandError, match="older than PostgreSQL 99"):
        call_command("prepare_database")
    assert tables_and_grants() == []


def test_a_server_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("DATABASE_URL", "OWNER_DATABASE_URL"):
        monkeypatch.setenv(variable, "host=/nonexistent dbname=x")
    with pytest.raises(CommandError, match="The database does not answer"):
        call_command("prepare_database")


def test_a_login_that_may_not_is_shown_the_sql(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with psycopg.connect(os.environ["OWNER_DATABASE_URL"], autocommit=True) as owner:
        owner.execute(SQL("GRANT CONNECT ON DATABASE {} TO volia_reader").format(Identifier(empty_database)))
    monkeypatch.setenv("OWNER_DATABASE_URL", make_conninfo(os.environ["DATABASE_URL"], user="volia_reader"))
    with pytest.raises(CommandError, match='GRANT volia_owner TO "volia_reader";'):
        call_command("prepare_database")
