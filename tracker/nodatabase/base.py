"""PostgreSQL in everything but connecting, so that models, lookups and migrations are judged as they will run."""

from typing import Any, Never

from django.db.backends.postgresql.base import DatabaseWrapper as PostgresqlWrapper
from django.db.utils import OperationalError


class NoDatabaseError(OperationalError):
    """DATABASE_URL is not set. Start through ./manage.py, or through ``python -m tracker.cluster -- COMMAND``."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class DatabaseWrapper(PostgresqlWrapper):
    """Refuses to connect, and says what to do."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Never:  # noqa: ARG002 - Django's signature
        """Raise NoDatabaseError."""
        raise NoDatabaseError
