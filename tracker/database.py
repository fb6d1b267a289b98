"""Which databases, as whom: three connection strings and VOLIA_ROLE turned into Django's settings."""

import os
from collections.abc import Mapping
from typing import Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import conninfo_to_dict

from tracker.environment import WrongEnvironmentError
from tracker.roles import OWNER, STAFF

ROLES = {"staff": STAFF, "owner": OWNER}
DJANGO_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
PUBLISHED = "published"
"""The alias of the reader's connection."""

ENGINE = "django.db.backends.postgresql"
NO_DATABASE: dict[str, Any] = {"ENGINE": "tracker.nodatabase", "NAME": "none"}
PLANNING = "-c jit=off -c random_page_cost=1.1"
"""How statements are planned, before what the connection string says itself: ours are short and their rows lie spread
over solid-state disks. Compiling a plan just in time took longer than most statements; reading a table whole for a
thousand rows took longer than an index once tables passed a few hundred thousand rows."""
READING_LIMIT = 15_000  # milliseconds for one statement; what streams for longer sets its own for its transaction


def database_settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """The ``default`` entry of DATABASES; without DATABASE_URL a backend that explains itself when it is used.

    :raises WrongEnvironmentError: when a variable is of no use.
    """
    word = environment.get("VOLIA_ROLE", "staff")
    if word not in ROLES:
        message = "VOLIA_ROLE must be 'staff', 'owner' or not set."
        raise WrongEnvironmentError(message)
    name, url = "DATABASE_URL", environment.get("DATABASE_URL", "")
    if not url:
        return dict(NO_DATABASE)
    if word == "owner" and environment.get("OWNER_DATABASE_URL"):
        name, url = "OWNER_DATABASE_URL", environment["OWNER_DATABASE_URL"]
    django, options = _connection(name, url)
    return {
        "ENGINE": ENGINE,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **django,
        "OPTIONS": {**options, "assume_role": ROLES[word]},
    }


def published_settings(environment: Mapping[str, str], *, needed: bool = False) -> dict[str, Any] | None:
    """The ``published`` entry of DATABASES, for the reader; None without PUBLISHED_DATABASE_URL.

    It logs in as the reader and assumes no role, for what was SET can be RESET. Statements are prepared at their second
    use, which needs parameters that are bound by the server.
    :raises WrongEnvironmentError: when the variable is of no use, or needed and not there.
    """
    url = environment.get("PUBLISHED_DATABASE_URL", "")
    if needed and not url:
        message = "VOLIA_SERVE=public needs PUBLISHED_DATABASE_URL."
        raise WrongEnvironmentError(message)
    if not url:
        return None
    django, options = _connection("PUBLISHED_DATABASE_URL", url)
    options["options"] = f"{options['options']} -c statement_timeout={READING_LIMIT}"
    return {
        "ENGINE": ENGINE,
        # Asking each time whether the connection still lives would be a second query for each request. One that was
        # cut (restart, failover) fails one request, and is made anew for the next.
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": False,
        **django,
        "OPTIONS": {"connect_timeout": "3", **options, "server_side_binding": True, "prepare_threshold": 1},
    }


def _connection(name: str, url: str) -> tuple[dict[str, str], dict[str, Any]]:
    # libpq's own reader: URL parsers do not decode a socket folder in the host's place (%2Fpath%2Fs).
    try:
        parts = {part: str(value) for part, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.ProgrammingError:
        message = f"{name} is not a PostgreSQL connection string."
        raise WrongEnvironmentError(message) from None
    if "dbname" not in parts:
        message = f"{name} must name a database."
        raise WrongEnvironmentError(message)
    parts["options"] = f"{PLANNING} {parts.get('options', '')}".rstrip()
    return {DJANGO_NAMES[part]: parts.pop(part) for part in DJANGO_NAMES if part in parts}, parts


def act_as(connection: BaseDatabaseWrapper, role: str) -> None:
    """Let a connection of Django's go on as ``owner`` or ``staff``, in the database that it has at the moment."""
    connection.close()
    wanted = database_settings({**os.environ, "VOLIA_ROLE": role})
    connection.settings_dict.update({**wanted, "NAME": connection.settings_dict["NAME"]})
