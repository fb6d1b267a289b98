"""The numbered system checks find a database that would betray us silently."""

import pytest
from django.core.checks import run_checks
from django.db import connection, connections
from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg.sql import SQL, Identifier

from tracker.checks import CHECKS, READER_CHECKS, check_databases, failed_checks
from tracker.database import act_as


def ids(errors: object) -> list[str]:
    return [error.id for error in errors]  # type: ignore[attr-defined]  # any iterable of errors


def test_our_own_database_passes(db: None) -> None:
    assert ids(failed_checks(connection)) == []
    assert [message for message in run_checks(databases=["default"]) if (message.id or "").startswith("volia")] == []


def test_no_database_is_asked_unless_it_is_named() -> None:
    assert check_databases(databases=None) == []


def test_numbers_are_not_used_twice() -> None:
    numbers = [error.id for _, error in dict([*CHECKS, *READER_CHECKS]).items()]
    assert len(set(numbers)) == len(numbers)


def test_a_database_without_trigrams_of_cyrillic_is_found(
    committed_db: None, owner_connection: Connection[TupleRow]
) -> None:
    usual = connection.settings_dict["NAME"]
    blind = f"{usual}_blind"
    owner_connection.execute(SQL("CREATE DATABASE {} TEMPLATE template0 LOCALE 'C'").format(Identifier(blind)))
    try:
        connection.close()
        connection.settings_dict["NAME"] = blind
        act_as(connection, "owner")
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION pg_trgm")
        assert ids(failed_checks(connection)) == ["volia.E002"]
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        act_as(connection, "staff")
        owner_connection.execute(SQL("DROP DATABASE {}").format(Identifier(blind)))


def test_running_with_the_owners_rights_is_found(committed_db: None) -> None:
    try:
        act_as(connection, "owner")
        assert ids(failed_checks(connection)) == []  # migrations may
        connection.settings_dict["OPTIONS"]["assume_role"] = None
        connection.close()
        assert ids(failed_checks(connection)) == ["volia.E003"]
    finally:
        act_as(connection, "staff")


def test_an_older_server_is_found(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.checks.OLDEST_MAJOR", 99)
    assert ids(check_databases(databases=["default"])) == ["volia.E001"]


def test_a_reader_who_reads_too_much_is_found_on_both_connections(
    committed_db: None, owner_connection: Connection[TupleRow]
) -> None:
    owner_connection.execute("GRANT SELECT (slug) ON people_person TO volia_reader")
    try:
        assert ids(check_databases(databases=["default"])) == ["volia.E005"]
        assert ids(check_databases(databases=["published"])) == ["volia.E005"]
    finally:
        owner_connection.execute("REVOKE SELECT (slug) ON people_person FROM volia_reader")
    assert check_databases(databases=["default", "published"]) == []


def test_a_reader_who_can_not_read_is_found(committed_db: None, owner_connection: Connection[TupleRow]) -> None:
    owner_connection.execute("REVOKE SELECT ON publication_change FROM volia_reader")
    try:
        assert ids(check_databases(databases=["published"])) == ["volia.E006"]
    finally:
        owner_connection.execute("GRANT SELECT ON publication_change TO volia_reader")


@pytest.mark.parametrize(
    "changes", [{"USER": "volia_staff"}, {"HOST": "/nonexistent"}, {"USER": "volia_owner", "OPTIONS": {}}]
)
def test_a_published_connection_that_is_not_the_readers_is_found(
    committed_db: None, monkeypatch: pytest.MonkeyPatch, changes: dict[str, object]
) -> None:
    published = connections["published"]
    published.close()
    monkeypatch.setattr(published, "settings_dict", {**published.settings_dict, **changes})
    try:
        assert "volia.E006" in ids(check_databases(databases=["published"]))
    finally:
        published.close()
