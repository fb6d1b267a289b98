"""System checks of the databases; they run with ``check --database …``, ``migrate`` and ``prepare_database``."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import OperationalError

from tracker.cluster.binaries import OLDEST_MAJOR
from tracker.database import PUBLISHED
from tracker.reader import too_little, too_much
from tracker.roles import OWNER, READER, STAFF

HAS_TRIGRAM_EXTENSION = "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')"
MAKES_TRIGRAMS = "SELECT show_trgm('Иван') <> '{}'"
HAS_READER = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'volia_reader')"
LOGGED_IN_AS = "SELECT session_user"
MAJOR = "SELECT current_setting('server_version_num')::int / 10000"
MAY_TOO_MUCH = """
SELECT rolsuper OR rolbypassrls OR rolcreaterole OR pg_has_role(current_user, 'volia_owner', 'MEMBER')
FROM pg_roles WHERE rolname = current_user"""


def _ask(connection: BaseDatabaseWrapper, question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def server_is_new_enough(connection: BaseDatabaseWrapper) -> bool:
    """Whether the server is PostgreSQL 15 or newer."""
    return bool(_ask(connection, MAJOR) >= OLDEST_MAJOR)


def makes_trigrams(connection: BaseDatabaseWrapper) -> bool:
    """Whether pg_trgm sees letters in Cyrillic; true as well while a migration has yet to install pg_trgm."""
    return not _ask(connection, HAS_TRIGRAM_EXTENSION) or bool(_ask(connection, MAKES_TRIGRAMS))


def is_owners(connection: BaseDatabaseWrapper) -> bool:
    """Whether this connection assumes the owner's role, as migrations do."""
    return bool(connection.settings_dict["OPTIONS"].get("assume_role") == OWNER)


def acts_with_few_rights(connection: BaseDatabaseWrapper) -> bool:
    """Whether we run as neither owner nor superuser; migrations are exempt."""
    return is_owners(connection) or not _ask(connection, MAY_TOO_MUCH)


def reader_reads_only_what_was_published(connection: BaseDatabaseWrapper) -> bool:
    """Whether the reader's role can touch nothing but the publication, by whatever way; judged from any connection.

    True as well while there is no such role, and while migrations, which give it its rights at the end, are under way.
    """
    if is_owners(connection) or not _ask(connection, HAS_READER):
        return True
    return not too_much(connection)


def reads_as_the_reader(connection: BaseDatabaseWrapper) -> bool:
    """Whether we logged in as the reader itself, not as one who could drop that role again, and can read enough."""
    return _ask(connection, LOGGED_IN_AS) == READER and not too_little(connection)


Check = tuple[Callable[[BaseDatabaseWrapper], bool], Error]
READER_ALONE: Check = (
    reader_reads_only_what_was_published,
    Error(
        f"The role {READER} may read or change what was never published.",
        hint="./manage.py grant_reader takes back what the role was given; what PUBLIC was given, REVOKE by hand.",
        id="volia.E005",
    ),
)
NO_READER = Error(
    "The published connection does not answer, or is not the reader's.",
    hint=f"PUBLISHED_DATABASE_URL must log in as {READER} itself; ./manage.py grant_reader gives that role its rights.",
    id="volia.E006",
)
CHECKS: tuple[Check, ...] = (
    (
        server_is_new_enough,
        Error(
            f"The server is older than PostgreSQL {OLDEST_MAJOR}.",
            hint=f"Point DATABASE_URL at PostgreSQL {OLDEST_MAJOR} or newer.",
            id="volia.E001",
        ),
    ),
    (
        makes_trigrams,
        Error(
            "The database makes no trigrams of Cyrillic: every search for a Cyrillic name would silently find nothing.",
            hint="LC_CTYPE of the database must be C.UTF-8 or another UTF-8 locale, never C. It can not be changed: "
            "CREATE DATABASE … TEMPLATE template0 LOCALE 'C.UTF-8', then move the data.",
            id="volia.E002",
        ),
    ),
    (
        acts_with_few_rights,
        Error(
            "The program runs with the rights of the owner, or of a superuser.",
            hint=f"It must assume the role {STAFF}; run ./manage.py prepare_database.",
            id="volia.E003",
        ),
    ),
    READER_ALONE,
)
READER_CHECKS: tuple[Check, ...] = (
    (reads_as_the_reader, NO_READER),
    READER_ALONE,
)


def failed_checks(connection: BaseDatabaseWrapper) -> Iterator[Error]:
    """The errors of all checks that do not hold on this connection."""
    for holds, error in READER_CHECKS if connection.alias == PUBLISHED else CHECKS:
        if not holds(connection):
            yield error


def check_databases(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Run our checks on the named databases; one that does not answer is left to the command that needs it."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.settings_dict["ENGINE"] == "tracker.nodatabase":
            continue
        try:
            found += failed_checks(connection)
        except OperationalError as problem:
            silent = Error("The database does not answer.", hint=str(type(problem).__name__), id="volia.E004")
            found.append(NO_READER if alias == PUBLISHED else silent)
    return found
