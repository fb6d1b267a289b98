"""The rights of the role volia_reader: granted, taken back and proven, as lists that an administrator can read.

What it may is named in ``publication.reading``; what PUBLIC may, and what belongs to an extension, is left alone.
"""

from typing import LiteralString

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg.sql import SQL

from publication.reading import EXECUTABLE, READABLE
from tracker.roles import READER, RolesMissingError

Asked = BaseDatabaseWrapper | Connection[TupleRow]
NAMES = {"readable": list(READABLE), "executable": list(EXECUTABLE)}

# Each question answers with statements to run: one for each right that is missing, or that nobody gave on purpose.
ROLE: tuple[LiteralString, ...] = (
    """SELECT CASE WHEN found.rolname IS NULL THEN 'CREATE' ELSE 'ALTER' END || ' ROLE volia_reader LOGIN'
       FROM (VALUES ('volia_reader')) AS wanted (name) LEFT JOIN pg_roles AS found ON found.rolname = wanted.name
       WHERE found.rolcanlogin IS DISTINCT FROM true""",
)
RIGHTS: tuple[LiteralString, ...] = (
    """SELECT format('GRANT CONNECT ON DATABASE %%I TO volia_reader', current_database())
       WHERE NOT has_database_privilege('volia_reader', current_database(), 'CONNECT')""",
    """SELECT 'GRANT USAGE ON SCHEMA public TO volia_reader'
       WHERE NOT has_schema_privilege('volia_reader', 'public', 'USAGE')""",
    """SELECT format('GRANT SELECT ON TABLE %%s TO volia_reader', oid::regclass) FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relname = ANY (%(readable)s)
       AND NOT has_table_privilege('volia_reader', oid, 'SELECT')""",
    """SELECT format('GRANT EXECUTE ON FUNCTION %%s TO volia_reader', oid::regprocedure) FROM pg_proc
       WHERE pronamespace = 'public'::regnamespace AND proname = ANY (%(executable)s)
       AND NOT has_function_privilege('volia_reader', oid, 'EXECUTE')""",
)
GATHERED: tuple[LiteralString, ...] = (
    """SELECT DISTINCT format('REVOKE %%s ON TABLE %%s FROM volia_reader', entry.privilege_type, pg_class.oid::regclass)
       FROM pg_class, aclexplode(relacl) AS entry
       WHERE entry.grantee = 'volia_reader'::regrole AND relkind <> 'S' AND NOT (entry.privilege_type = 'SELECT'
       AND relnamespace = 'public'::regnamespace AND relname = ANY (%(readable)s))""",
    """SELECT DISTINCT format('REVOKE ALL ON SEQUENCE %%s FROM volia_reader', pg_class.oid::regclass)
       FROM pg_class, aclexplode(relacl) AS entry WHERE entry.grantee = 'volia_reader'::regrole AND relkind = 'S'""",
    """SELECT DISTINCT format('REVOKE %%s (%%I) ON TABLE %%s FROM volia_reader',
              entry.privilege_type, attname, attrelid::regclass)
       FROM pg_attribute, aclexplode(attacl) AS entry WHERE entry.grantee = 'volia_reader'::regrole""",
    """SELECT DISTINCT format('REVOKE ALL ON ROUTINE %%s FROM volia_reader', pg_proc.oid::regprocedure)
       FROM pg_proc, aclexplode(proacl) AS entry WHERE entry.grantee = 'volia_reader'::regrole
       AND NOT (pronamespace = 'public'::regnamespace AND proname = ANY (%(executable)s))""",
    """SELECT DISTINCT format('REVOKE %%s ON SCHEMA %%I FROM volia_reader', entry.privilege_type, nspname)
       FROM pg_namespace, aclexplode(nspacl) AS entry WHERE entry.grantee = 'volia_reader'::regrole
       AND (nspname, entry.privilege_type) <> ('public', 'USAGE')""",
    """SELECT DISTINCT format('REVOKE %%s ON DATABASE %%I FROM volia_reader', entry.privilege_type, datname)
       FROM pg_database, aclexplode(datacl) AS entry WHERE entry.grantee = 'volia_reader'::regrole
       AND datname = current_database() AND entry.privilege_type <> 'CONNECT'""",
    """SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %%s %%sREVOKE ALL ON %%s FROM volia_reader',
              defaclrole::regrole,
              CASE WHEN defaclnamespace = 0 THEN '' ELSE format('IN SCHEMA %%s ', defaclnamespace::regnamespace) END,
              CASE defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
                                 WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END)
       FROM pg_default_acl WHERE EXISTS (
         SELECT FROM aclexplode(defaclacl) AS entry WHERE entry.grantee = 'volia_reader'::regrole)""",
    """SELECT format('REVOKE %%s FROM volia_reader', roleid::regrole) FROM pg_auth_members
       WHERE member = 'volia_reader'::regrole""",
    """SELECT 'ALTER ROLE volia_reader NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION'
       FROM pg_roles WHERE rolname = 'volia_reader'
       AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)""",
)

# Views and columns as well, by whichever way: to the role, to a role that it belongs to, to PUBLIC. A function without
# SECURITY DEFINER is no way: it reads with the caller's rights.
TOO_MUCH: LiteralString = """
WITH ours AS (
  SELECT oid, relkind, relnamespace = 'public'::regnamespace AND relname = ANY (%(readable)s) AS published
  FROM pg_class
  WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
  AND relnamespace::regnamespace::text !~ '^(pg_|information_schema$)'
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
)
SELECT oid::regclass::text FROM ours WHERE CASE relkind
  WHEN 'S' THEN has_sequence_privilege(%(role)s, oid, 'SELECT, USAGE, UPDATE')
  ELSE has_table_privilege(%(role)s, oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
    OR has_any_column_privilege(%(role)s, oid, 'INSERT, UPDATE, REFERENCES')
    OR NOT published AND has_any_column_privilege(%(role)s, oid, 'SELECT')
  END
UNION ALL
SELECT oid::regprocedure::text FROM pg_proc
WHERE prosecdef AND has_function_privilege(%(role)s, oid, 'EXECUTE')
AND NOT (pronamespace = 'public'::regnamespace AND proname = ANY (%(executable)s))
AND pronamespace::regnamespace::text !~ '^(pg_|information_schema$)'
AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')
UNION ALL
SELECT 'schema ' || nspname FROM pg_namespace WHERE has_schema_privilege(%(role)s, oid, 'CREATE') AND nspname !~ '^pg_'
UNION ALL
SELECT 'role ' || rolname FROM pg_roles WHERE rolname <> %(role)s AND pg_has_role(%(role)s, oid, 'MEMBER')
UNION ALL
SELECT 'the server' FROM pg_roles
WHERE rolname = %(role)s AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)
"""
TOO_LITTLE: LiteralString = """
SELECT name FROM unnest(%(readable)s::text[]) AS name
WHERE to_regclass('public.' || name) IS NULL OR NOT has_table_privilege(%(role)s, 'public.' || name, 'SELECT')
UNION ALL
SELECT name || '()' FROM unnest(%(executable)s::text[]) AS name
WHERE NOT EXISTS (SELECT FROM pg_proc WHERE proname = name AND pronamespace = 'public'::regnamespace
                  AND has_function_privilege(%(role)s, oid, 'EXECUTE'))
"""


def grant_reader(connection: Connection[TupleRow]) -> None:
    """Give the reader exactly its rights in the connected database, in one transaction; a second call changes nothing.

    ``connection`` acts as owner of the tables. Tables and functions that no migration has made yet are passed over.
    :raises RolesMissingError: with the statements for an administrator where this login may not run them.
    """
    missing: list[str] = []
    try:
        with connection.transaction():
            for questions in (ROLE, GATHERED, RIGHTS):
                missing = _asked(connection, questions)
                for statement in missing:
                    connection.execute(statement.encode())
                # Whoever has some right on a table but may not pass it on gets a warning, and nothing is granted.
                if missing and (left := _asked(connection, questions)):
                    raise RolesMissingError(left)
    except psycopg.errors.InsufficientPrivilege as refusal:
        raise RolesMissingError(missing) from refusal


def _asked(connection: Connection[TupleRow], questions: tuple[LiteralString, ...]) -> list[str]:
    return [row[0] for question in questions for row in connection.execute(SQL(question), NAMES).fetchall()]


def too_much(connection: Asked) -> list[str]:
    """What the reader may touch although it must not: names of tables, functions, schemas and roles."""
    return _names(connection, TOO_MUCH)


def too_little(connection: Asked) -> list[str]:
    """What the reader needs and can not use: names of tables and functions."""
    return _names(connection, TOO_LITTLE)


def _names(connection: Asked, question: LiteralString) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(question, {**NAMES, "role": READER})
        return sorted({row[0] for row in cursor.fetchall()})
