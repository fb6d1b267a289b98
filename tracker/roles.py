"""The three roles of the database: owner migrates, staff keeps the record, reader reads what was published.

Everything here is plain SQL that an administrator can read, and run by hand where our login may not.
"""

from dataclasses import dataclass
from typing import LiteralString

import psycopg
from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg.sql import SQL, Composable, Identifier

OWNER = "volia_owner"
STAFF = "volia_staff"
READER = "volia_reader"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that must hold: a query with a row when it does, and the statements that bring it about."""

    holds: LiteralString
    statements: tuple[LiteralString, ...]


ROLE_STEPS = (
    Step(
        holds="SELECT 1 FROM pg_roles WHERE rolname = 'volia_owner'",
        statements=("CREATE ROLE volia_owner LOGIN",),
    ),
    Step(
        holds="SELECT 1 FROM pg_roles WHERE rolname = 'volia_staff'",
        statements=("CREATE ROLE volia_staff LOGIN",),
    ),
    Step(
        holds="SELECT 1 FROM pg_roles WHERE rolname = 'volia_reader'",
        statements=("CREATE ROLE volia_reader LOGIN",),
    ),
)

# The owner makes and drops the databases of test runs, sessions in them included; elsewhere an administrator decides.
PRIVATE_STEP = Step(
    holds="SELECT 1 FROM pg_roles WHERE rolname = 'volia_owner' AND rolcreatedb"
    " AND pg_has_role(oid, 'pg_signal_backend', 'MEMBER')",
    statements=("ALTER ROLE volia_owner CREATEDB", "GRANT pg_signal_backend TO volia_owner"),
)

# Everybody may make large objects unless told otherwise, the reader too. Each database has its own list of rights.
NO_LARGE_OBJECTS = Step(
    holds="SELECT 1 WHERE NOT EXISTS ("
    "SELECT FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner))) AS entry"
    " WHERE proname IN ('lo_creat', 'lo_create', 'lo_from_bytea') AND entry.grantee = 0)",
    statements=("REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC",),
)

MEMBER_STEPS = (
    Step(
        holds="SELECT 1 WHERE pg_has_role({login}, 'volia_owner', {membership})",
        statements=("GRANT volia_owner TO {login_name}",),
    ),
    Step(
        holds="SELECT 1 WHERE pg_has_role({staff_login}, 'volia_staff', {membership})",
        statements=("GRANT volia_staff TO {staff_login_name}",),
    ),
    # Staff may look through the reader's eyes, whose rights are a part of theirs; never the other way round.
    Step(
        holds="SELECT 1 WHERE pg_has_role('volia_staff', 'volia_reader', {membership})",
        statements=("GRANT volia_reader TO volia_staff",),
    ),
)

DATABASE_STEPS = (
    Step(
        holds="SELECT 1 WHERE has_database_privilege('volia_owner', {database}, 'CREATE')"
        " AND has_schema_privilege('volia_owner', 'public', 'CREATE')",
        statements=(
            "GRANT CREATE, CONNECT, TEMPORARY ON DATABASE {database_name} TO volia_owner",
            "GRANT CREATE, USAGE ON SCHEMA public TO volia_owner",
        ),
    ),
    Step(
        holds="SELECT 1 WHERE has_database_privilege('volia_staff', {database}, 'CONNECT')"
        " AND has_database_privilege('volia_staff', {database}, 'TEMPORARY')"
        " AND has_schema_privilege('volia_staff', 'public', 'USAGE')"
        " AND has_database_privilege('volia_reader', {database}, 'CONNECT')",
        statements=(
            "GRANT CONNECT, TEMPORARY ON DATABASE {database_name} TO volia_staff",
            "GRANT USAGE ON SCHEMA public TO volia_staff",
            "GRANT CONNECT ON DATABASE {database_name} TO volia_reader",
        ),
    ),
    # What the owner makes from now on is open to staff (no TRUNCATE, TRIGGER or REFERENCES) and to nobody else.
    Step(
        holds="SELECT 1 FROM pg_default_acl, aclexplode(defaclacl) AS entry"
        " WHERE defaclrole = 'volia_owner'::regrole AND entry.grantee = 'volia_staff'::regrole"
        " AND entry.privilege_type = 'EXECUTE'",
        statements=(
            """ALTER DEFAULT PRIVILEGES FOR ROLE volia_owner
               GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO volia_staff""",
            "ALTER DEFAULT PRIVILEGES FOR ROLE volia_owner GRANT USAGE ON SEQUENCES TO volia_staff",
            "ALTER DEFAULT PRIVILEGES FOR ROLE volia_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
            "ALTER DEFAULT PRIVILEGES FOR ROLE volia_owner GRANT EXECUTE ON FUNCTIONS TO volia_staff",
        ),
    ),
)


class RolesMissingError(Exception):
    """This login may not make the roles; an administrator has to."""

    def __init__(self, statements: list[str]) -> None:
        self.statements = statements
        lines = "\n".join(f"{statement};" for statement in statements)
        super().__init__(
            "The database is not ready for Volia, and this login may not make it so. "
            f"An administrator of the server has to run, in this database:\n\n{lines}\n"
        )


def ensure_roles(connection: Connection[TupleRow], *, staff_login: str = "") -> None:
    """Make roles, memberships and grants of the connected database where missing; a second call changes nothing.

    ``staff_login`` is the login of DATABASE_URL, which must be able to take on the staff role; the login of
    ``connection`` (autocommit) must be able to take on the owner's. Raises RolesMissingError.
    """
    names = _names(connection, staff_login)
    # Memberships and grants can only be looked up once the roles exist.
    later_steps = (*MEMBER_STEPS, *DATABASE_STEPS)
    try:
        _carry_out(connection, ROLE_STEPS, names)
    except RolesMissingError as refusal:
        later = [SQL(text).format(**names).as_string(connection) for step in later_steps for text in step.statements]
        raise RolesMissingError([*refusal.statements, *dict.fromkeys(later)]) from refusal
    _carry_out(connection, later_steps, names)


def ensure_private_database(connection: Connection[TupleRow], name: str) -> None:
    """Make the roles, and a database that the owner owns, in our own cluster (superuser, autocommit)."""
    _carry_out(connection, (*ROLE_STEPS, PRIVATE_STEP), _names(connection, ""))
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        connection.execute(SQL("CREATE DATABASE {} OWNER volia_owner").format(Identifier(name)))
        # Nobody but our roles has business there; they are given what they need by ensure_roles().
        connection.execute(SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(Identifier(name)))


def forbid_large_objects(connection: Connection[TupleRow]) -> None:
    """Take from everybody what nobody needs, in the connected database of our own cluster (superuser, autocommit)."""
    _carry_out(connection, (NO_LARGE_OBJECTS,), _names(connection, ""))


def _names(connection: Connection[TupleRow], staff_login: str) -> dict[str, Composable]:
    login = connection.info.user
    # From 16 on a membership may lack the right to SET ROLE, which is what Django's assume_role does.
    membership = "SET" if connection.info.server_version >= 160000 else "MEMBER"
    database = connection.info.dbname
    return {
        "login": SQL("{}").format(login),
        "login_name": Identifier(login),
        "staff_login": SQL("{}").format(staff_login or login),
        "staff_login_name": Identifier(staff_login or login),
        "membership": SQL("{}").format(membership),
        "database": SQL("{}").format(database),
        "database_name": Identifier(database),
    }


def _carry_out(connection: Connection[TupleRow], steps: tuple[Step, ...], names: dict[str, Composable]) -> None:
    missing = [
        SQL(statement).format(**names)
        for step in steps
        if not connection.execute(SQL(step.holds).format(**names)).fetchone()
        for statement in step.statements
    ]
    try:
        with connection.transaction():
            for statement in missing:
                connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege as refusal:
        raise RolesMissingError([statement.as_string(connection) for statement in missing]) from refusal
