"""Test database: made and migrated by the owner, used by the tests as staff, so that a missing grant shows."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import Connection
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import TupleRow
from psycopg.sql import SQL, Identifier
from pytest_django.plugin import DjangoDbBlocker

from tracker.database import act_as
from tracker.nodatabase.base import NoDatabaseError
from tracker.roles import OWNER, ensure_roles

# Otherwise every test client would read all static files at its first request.
settings.WHITENOISE_AUTOREFRESH = True

PREFIX = "test_volia_"
# Filled by migrate, not by tests.
KEPT_TABLES = (
    *("django_migrations", "django_content_type", "auth_permission"),
    *("auth_group", "auth_group_permissions"),
)


@contextmanager
def _as_owner(database: str | None = None) -> Iterator[Connection[TupleRow]]:
    url = os.environ.get("OWNER_DATABASE_URL") or os.environ.get("DATABASE_URL")
    if not url:
        raise NoDatabaseError
    with psycopg.connect(url, autocommit=True, dbname=database) as owner:
        owner.execute(SQL("SET ROLE {}").format(Identifier(OWNER)))
        yield owner


def _is_alive(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _drop(owner: Connection[TupleRow], name: str) -> None:
    # Without FORCE, which fails where an autovacuum worker is at work; a plain drop sends that one away by itself.
    owner.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))


def _drop_leftovers(owner: Connection[TupleRow]) -> None:
    found = owner.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]).fetchall()
    for (name,) in found:
        process = name.removeprefix(PREFIX).partition("_")[0]
        if process.isdigit() and not _is_alive(process):
            _drop(owner, name)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One database for this run, named after its process so that two runs never meet."""
    name = f"{PREFIX}{os.getpid()}"
    with _as_owner() as owner:
        _drop_leftovers(owner)
        _drop(owner, name)
        owner.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        # Nothing of a test has to survive a power cut.
        owner.execute(SQL("ALTER DATABASE {} SET synchronous_commit = off").format(Identifier(name)))
        owner.execute(SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(Identifier(name)))
    with _as_owner(name) as owner:
        ensure_roles(owner, staff_login=str(conninfo_to_dict(os.environ["DATABASE_URL"]).get("user") or ""))
    with django_db_blocker.unblock():
        for alias, known in settings.DATABASES.items():
            known["NAME"] = connections[alias].settings_dict["NAME"] = name
        act_as(connection, "owner")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("grant_reader", verbosity=0)
        act_as(connection, "staff")
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    with _as_owner() as owner:
        _drop(owner, name)


@pytest.fixture
def owner_connection(django_db_setup: None) -> Iterator[Connection[TupleRow]]:
    """A psycopg connection to the test database as its owner (autocommit), for what staff may not do."""
    with _as_owner(connection.settings_dict["NAME"]) as owner:
        yield owner


@pytest.fixture
def reader_connection(django_db_setup: None) -> Iterator[Connection[TupleRow]]:
    """A psycopg connection to the test database, logged in as the reader (autocommit): it sees what was committed.

    Django's own is there as well: ``connections["published"]``, for tests with ``committed_db``.
    """
    database = connection.settings_dict["NAME"]
    with psycopg.connect(os.environ["PUBLISHED_DATABASE_URL"], autocommit=True, dbname=database) as reader:
        yield reader


@pytest.fixture
def committed_db(django_db_blocker: DjangoDbBlocker, owner_connection: Connection[TupleRow]) -> Iterator[None]:
    """Database access with real commits, for tests of concurrency and constraints at commit; tables are emptied after.

    Stands in for ``transactional_db``, whose flush needs TRUNCATE, which the staff role has not. A thread that
    queries closes its own connection.
    """
    with django_db_blocker.unblock():
        try:
            yield
        finally:
            connections.close_all()
            _empty_tables(owner_connection)


def _empty_tables(owner: Connection[TupleRow]) -> None:
    tables = owner.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = %s AND tablename <> ALL (%s)",
        [OWNER, list(KEPT_TABLES)],
    ).fetchall()
    if tables:
        names = SQL(", ").join(Identifier(name) for (name,) in tables)
        owner.execute(SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))
