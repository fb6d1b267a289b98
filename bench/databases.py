"""Databases on the server at hand: made from an empty, migrated one and dropped at the end, or kept under a name."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import psycopg
from psycopg import Connection
from psycopg.conninfo import make_conninfo
from psycopg.rows import TupleRow
from psycopg.sql import SQL, Identifier

from bench.errors import NoServerError
from bench.processes import run

CHECKOUT = Path(__file__).resolve().parent.parent
PREFIX = "bench_"
KEPT = "kept_"
"""A database whose name begins so stays until it is dropped by name."""
URLS = ("DATABASE_URL", "OWNER_DATABASE_URL")
READER_URL = "PUBLISHED_DATABASE_URL"


def is_alive(process: str) -> bool:
    """Whether a process with this id runs."""
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Databases:
    """Databases ``bench_<process>_<name>``; context manager that drops them, and those that a killed run left behind.

    Raises NoServerError.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        staff = environment.get(URLS[0], "")
        self._urls = {URLS[0]: staff, URLS[1]: environment.get(URLS[1]) or staff}
        if not staff:
            raise NoServerError
        reader = environment.get(READER_URL)
        if reader:
            self._urls[READER_URL] = reader
        self._prefix = f"{PREFIX}{os.getpid()}_"

    def __enter__(self) -> Self:
        self._drop_all()
        try:
            with self._connect() as owner:
                owner.execute(SQL("CREATE DATABASE {}").format(Identifier(self._prefix + "empty")))
            self._migrate("empty")
        except BaseException:
            self._drop_all()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._drop_all()

    def environment(self, name: str) -> dict[str, str]:
        """What a program needs to work in this database."""
        return {variable: make_conninfo(url, dbname=self._full(name)) for variable, url in self._urls.items()}

    @contextmanager
    def made(self, name: str) -> Iterator[None]:
        """An empty, migrated database for the time of a block."""
        self._make(name)
        try:
            yield
        finally:
            self.drop(name)

    def keep(self, name: str) -> bool:
        """Have a migrated database whose name begins with ``kept_``, which stays; whether it was there before."""
        with self._connect() as owner:
            there = owner.execute("SELECT FROM pg_database WHERE datname = %s", [self._full(name)]).rowcount > 0
        if there:
            self._migrate(name)
        else:
            self._make(name)
        return there

    def drop(self, name: str) -> None:
        """Drop a database, whoever is at work in it; nothing happens where it is not there."""
        self._drop(self._full(name))

    @contextmanager
    def opened(self, name: str) -> Iterator[Connection[TupleRow]]:
        """A connection to the database as its owner, autocommit."""
        with self._connect(self._full(name)) as owner:
            yield owner

    def _full(self, name: str) -> str:
        return (PREFIX if name.startswith(KEPT) else self._prefix) + name

    def _make(self, name: str) -> None:
        empty, new = Identifier(self._full("empty")), Identifier(self._full(name))
        with self._connect() as owner:
            # Copied as files, which writes out everything that is still in memory: each run starts from the same rest.
            owner.execute(SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(new, empty))

    def _migrate(self, name: str) -> None:
        command = [sys.executable, "manage.py", "prepare_database", "--verbosity=0"]
        run(command, environment=self.environment(name), folder=CHECKOUT)

    @contextmanager
    def _connect(self, name: str | None = None) -> Iterator[Connection[TupleRow]]:
        with psycopg.connect(make_conninfo(self._urls[URLS[1]], dbname=name), autocommit=True) as owner:
            owner.execute("SET ROLE volia_owner")
            yield owner

    def _drop(self, name: str) -> None:
        # A killed importer's session may still be at work. The owner may not end a session of staff; staff may.
        with psycopg.connect(self._urls[URLS[0]], autocommit=True) as staff:
            staff.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = %s AND usename = current_user",
                [name],
            )
        with self._connect() as owner:
            owner.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))

    def _drop_all(self) -> None:
        with self._connect() as owner:
            found = owner.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]).fetchall()
        for (name,) in found:
            process = name.removeprefix(PREFIX).split("_")[0]
            if process.isdecimal() and (name.startswith(self._prefix) or not is_alive(process)):
                self._drop(name)
