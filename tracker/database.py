"""Which database, as whom: DATABASE_URL, OWNER_DATABASE_URL and VOLIA_ROLE turned into Django's settings."""

import os
from collections.abc import Mapping
from typing import Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.conninfo import conninfo_to_dict

from tracker.roles import OWNER, STAFF

ROLES = {"staff": STAFF, "owner": OWNER}
DJANGO_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


class WrongEnvironmentError(Exception):
    """A variable of the environment is of no use; its value is not repeated, for it may be secret."""


def database_settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """The ``default`` entry of DATABASES; raises WrongEnvironmentError.

    Without DATABASE_URL the entry names a backend that explains itself when it is used.
    """
    word = environment.get("VOLIA_ROLE", "staff")
    if word not in ROLES:
        message = "VOLIA_ROLE must be 'staff', 'owner' or not set."
        raise WrongEnvironmentError(message)
    url = environment.get("DATABASE_URL", "")
    if not url:
        return {"ENGINE": "tracker.nodatabase", "NAME": "none"}
    if word == "owner":
        url = environment.get("OWNER_DATABASE_URL") or url
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **_connection(url, ROLES[word]),
    }


def _connection(url: str, role: str) -> dict[str, Any]:
    # libpq's own reader: URL parsers do not decode a socket folder in the host's place (%2Fpath%2Fs).
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.ProgrammingError:
        message = "DATABASE_URL or OWNER_DATABASE_URL is not a PostgreSQL connection string."
        raise WrongEnvironmentError(message) from None
    if "dbname" not in parts:
        message = "DATABASE_URL and OWNER_DATABASE_URL must name a database."
        raise WrongEnvironmentError(message)
    known = {DJANGO_NAMES[name]: parts.pop(name) for name in DJANGO_NAMES if name in parts}
    return {**known, "OPTIONS": {**parts, "assume_role": role}}


def act_as(connection: BaseDatabaseWrapper, role: str) -> None:
    """Let a connection of Django's go on as ``owner`` or ``staff``, in the database that it has at the moment."""
    connection.close()
    wanted = database_settings({**os.environ, "VOLIA_ROLE": role})
    connection.settings_dict.update({**wanted, "NAME": connection.settings_dict["NAME"]})
