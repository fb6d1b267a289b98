"""The reader, logged in with its own credentials, reads five tables, calls one function, and reaches nothing else.

The walk is over the database's own catalogue, so that a table that nobody thought of fails here. What PostgreSQL lets
every login do and nobody can take away (its own session, sizes and counts of rows, advisory locks) is not tried.
"""

from typing import LiteralString

import psycopg
import pytest
from django.db import connection
from psycopg import Connection
from psycopg.errors import InsufficientPrivilege
from psycopg.rows import TupleRow
from psycopg.sql import SQL, Identifier

from accounts.actions import issue_key
from accounts.keys import parse_token
from accounts.models import Partner, User
from publication.reading import EXECUTABLE, READABLE
from sources.history import acting
from tests.cast import make_cast
from tests.factories import PersonFactory
from tests.publication.publishing import publish_everything

Reader = Connection[TupleRow]
CANARY = "Kanarejka"
# Tables, partitioned ones, views, materialised views and foreign tables; partitions, toast and all schemas included.
RELATIONS: LiteralString = """
SELECT n.nspname, c.relname, c.relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
ORDER BY 1, 2
"""
COLUMNS: LiteralString = """
SELECT table_schema, table_name, column_name FROM information_schema.columns
WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
"""
OURS: LiteralString = """
SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND has_function_privilege(current_user, p.oid, 'EXECUTE')
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
"""
WRITES: tuple[LiteralString, ...] = (
    "INSERT INTO {} DEFAULT VALUES",
    "DELETE FROM {}",
    "TRUNCATE {}",
    "SELECT 1 FROM {} FOR UPDATE",
    "SELECT 1 FROM {} FOR KEY SHARE",
    "LOCK TABLE {} IN ROW SHARE MODE",
    "LOCK TABLE {} IN SHARE MODE",
    "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE",
    "COPY {} FROM STDIN",
    "ALTER TABLE {} RENAME TO other",
    "DROP TABLE {}",
    "CREATE INDEX ON {} ((1))",
    "COMMENT ON TABLE {} IS 'mine'",
    "REINDEX TABLE {}",
)
SECRETS = (
    *("pg_authid", "pg_shadow", "pg_statistic", "pg_user_mapping", "pg_largeobject", "pg_hba_file_rules"),
    *("pg_file_settings", "pg_statistic_ext_data", "pg_backend_memory_contexts", "pg_shmem_allocations"),
)


@pytest.fixture
def relations(owner_connection: Reader) -> list[tuple[str, str, str]]:
    """Schema, name and kind of everything that holds rows."""
    return owner_connection.execute(RELATIONS).fetchall()


def may(reader: Reader, statement: LiteralString, *names: str) -> bool:
    """Whether a statement gets through, in a transaction that is undone."""
    with reader.transaction(force_rollback=True):
        try:
            with reader.transaction():
                reader.execute(SQL(statement).format(Identifier(*names)))
        except InsufficientPrivilege:
            return False
        except (
            psycopg.errors.WrongObjectType,
            psycopg.errors.ObjectNotInPrerequisiteState,
            psycopg.errors.FeatureNotSupported,
        ):
            # No such thing can be done to a view, or to pg_database_owner, whoever asks.
            return False
    return True


def test_it_selects_from_the_five_and_from_nothing_else_that_there_is(
    reader_connection: Reader, relations: list[tuple[str, str, str]]
) -> None:
    readable = [name for schema, name, _ in relations if may(reader_connection, "SELECT FROM {}", schema, name)]
    assert readable == list(READABLE)
    assert len(relations) > 50


def test_no_single_column_is_open_either(reader_connection: Reader, owner_connection: Reader) -> None:
    columns = owner_connection.execute(COLUMNS).fetchall()
    read = "SELECT {0} FROM {1}.{2} LIMIT 0"
    found = set()
    for schema, table, column in columns:
        try:
            reader_connection.execute(SQL(read).format(Identifier(column), Identifier(schema), Identifier(table)))
        except InsufficientPrivilege:
            continue
        found.add(table)
    assert found == set(READABLE)


@pytest.mark.parametrize("statement", WRITES)
def test_it_writes_changes_and_locks_nothing_anywhere(
    reader_connection: Reader, relations: list[tuple[str, str, str]], statement: LiteralString
) -> None:
    tables = [(schema, name) for schema, name, kind in relations if kind != "S"]
    assert [names for names in tables if may(reader_connection, statement, *names)] == []


def test_it_updates_no_column_of_what_it_reads(reader_connection: Reader, owner_connection: Reader) -> None:
    for schema, table, column in owner_connection.execute(COLUMNS).fetchall():
        update = SQL("UPDATE {0} SET {1} = {1}").format(Identifier(schema, table), Identifier(column))
        with pytest.raises((InsufficientPrivilege, psycopg.errors.ObjectNotInPrerequisiteState)):
            reader_connection.execute(update)


@pytest.mark.parametrize("statement", ["SELECT nextval({!r})", "SELECT setval({!r}, 1)", "SELECT currval({!r})"])
def test_no_sequence_moves_or_tells(
    reader_connection: Reader, relations: list[tuple[str, str, str]], statement: str
) -> None:
    sequences = [f"{schema}.{name}" for schema, name, kind in relations if kind == "S"]
    assert sequences
    for name in sequences:
        with pytest.raises(InsufficientPrivilege):
            reader_connection.execute(statement.format(name).encode())


def test_of_functions_of_ours_it_calls_those_that_are_named_and_no_others(reader_connection: Reader) -> None:
    assert [name for (name,) in reader_connection.execute(OURS).fetchall()] == list(EXECUTABLE)


def test_it_becomes_nobody_else(reader_connection: Reader) -> None:
    names = [name for (name,) in reader_connection.execute("SELECT rolname FROM pg_roles").fetchall()]
    assert {"volia_owner", "volia_staff", "pg_read_all_data"} <= set(names)
    for name in set(names) - {"volia_reader"}:
        for statement in ("SET ROLE {}", "SET SESSION AUTHORIZATION {}", "GRANT {} TO volia_reader"):
            assert not may(reader_connection, statement, name), (statement, name)


@pytest.mark.parametrize("view", SECRETS)
def test_of_the_server_it_learns_no_secrets(reader_connection: Reader, view: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        reader_connection.execute(SQL("SELECT * FROM pg_catalog.{}").format(Identifier(view)))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE TABLE pg_catalog.mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE VIEW mine AS SELECT 1",
        "CREATE TEMPORARY VIEW mine AS SELECT 1",
        "CREATE SEQUENCE mine",
        "CREATE SCHEMA mine",
        "CREATE DATABASE mine",
        "CREATE ROLE mine",
        "CREATE EXTENSION dblink",
        "CREATE EXTENSION citext",
        "CREATE LANGUAGE mine HANDLER plpgsql_call_handler",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION pg_temp.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)",
        "CREATE TYPE mine AS (id int)",
        "CREATE PUBLICATION mine",
        "CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION admit()",
        "SELECT pg_create_physical_replication_slot('mine')",
        "ALTER ROLE volia_reader SUPERUSER",
        "ALTER ROLE volia_reader CREATEDB",
        "ALTER ROLE volia_reader BYPASSRLS",
        "ALTER ROLE volia_staff PASSWORD 'mine'",
        "ALTER SYSTEM SET log_statement = 'all'",
        "ALTER DATABASE postgres SET work_mem = '1GB'",
        "ALTER FUNCTION admit SECURITY INVOKER",
        "SET session_replication_role = replica",
        "SET log_statement = 'all'",
        "SET SESSION AUTHORIZATION DEFAULT; SET ROLE volia_owner",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "COPY (SELECT 1) TO '/dev/null'",
        "COPY publication_change FROM '/dev/null'",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT pg_read_binary_file('PG_VERSION')",
        "SELECT pg_ls_dir('.')",
        "SELECT pg_stat_file('PG_VERSION')",
        "SELECT pg_ls_waldir()",
        "SELECT lo_creat(-1)",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'filling the disk')",
        "SELECT lo_import('/dev/null')",
        "SELECT lo_export(1, '/dev/null')",
        "SELECT pg_reload_conf()",
        "SELECT pg_switch_wal()",
        "SELECT pg_stat_reset()",
        "SELECT pg_rotate_logfile()",
        "CHECKPOINT",
        "LOAD 'auto_explain'",
    ],
)
def test_it_makes_nothing_and_does_not_reach_the_machine(reader_connection: Reader, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        reader_connection.execute(statement.encode())


def test_what_others_ask_and_what_stands_in_their_columns_is_not_told(
    committed_db: None, reader_connection: Reader, owner_connection: Reader
) -> None:
    for number in range(30):
        PersonFactory.create(slug=f"{CANARY}-{number % 3}".lower() + f"-{number}", called=CANARY)
    owner_connection.execute("ANALYZE people_name")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT '{CANARY}'")
    for question in ("SELECT s::text FROM pg_stat_activity s", "SELECT s::text FROM pg_stats s"):
        told = [row[0] for row in reader_connection.execute(question).fetchall()]
        assert told
        assert [text for text in told if CANARY in text and question not in text] == []


def test_a_change_of_the_search_path_brings_admit_nowhere_else(reader_connection: Reader) -> None:
    row = reader_connection.execute(
        "SELECT proconfig, prosecdef, proowner::regrole::text FROM pg_proc WHERE proname = 'admit'"
    ).fetchone()
    assert row == (["search_path=pg_catalog, pg_temp"], True, "volia_owner")


@pytest.fixture
def token(committed_db: None) -> str:
    """Of a key, in a register that has something in every table that a life fills."""
    with acting(actor="test:cast"):
        make_cast()
    publish_everything()
    _key, token = issue_key(partner=Partner.objects.create(name="Friends"), label="one", actor=User.objects.create())
    return token


def _rows(owner: Reader, relations: list[tuple[str, str, str]]) -> dict[str, object]:
    """What every table holds, and which transaction wrote it."""
    ask: LiteralString = "SELECT count(*), md5(string_agg(t::text || xmin::text, '' ORDER BY ctid)) FROM {} t"
    return {
        name: owner.execute(SQL(ask).format(Identifier(schema, name))).fetchone()
        for schema, name, kind in relations
        if kind == "r" and schema == "public"
    }


def test_through_admit_it_counts_requests_and_notes_the_hour_of_a_key_and_writes_nothing_else(
    reader_connection: Reader, owner_connection: Reader, relations: list[tuple[str, str, str]], token: str
) -> None:
    known = parse_token(token)
    assert known
    before = _rows(owner_connection, relations)
    call = "SELECT refusal, audience FROM admit(%s::text, %s::bytea, %s::bytea, %s::int, %s::int)"
    assert reader_connection.execute(call, [*known, b"a" * 16, 1, 60]).fetchone() == ("", 1)
    for key, digest in (("", b""), (known[0], b"another"), ("nobody", known[1])):
        for cost in (1, -1, 2_147_483_647):
            reader_connection.execute(call, [key, digest, b"a" * 16, cost, 60])
    after = _rows(owner_connection, relations)
    assert {name for name in after if after[name] != before[name]} == {"accounts_throttle", "accounts_partnerkey"}
    changed = "SELECT revoked, per_minute, audience, last_used IS NOT NULL FROM accounts_partnerkey"
    assert owner_connection.execute(changed).fetchall() == [(None, 600, 1, True)]
