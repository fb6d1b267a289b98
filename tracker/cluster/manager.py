"""One private PostgreSQL for a checkout, shared by all who need it at the moment; the last one out stops it."""

import os
from pathlib import Path
from typing import Self
from urllib.parse import quote

import psycopg

from tracker.cluster.binaries import find_binaries
from tracker.cluster.locks import alone, is_last, open_lock, share
from tracker.cluster.places import SLUG, places_for
from tracker.cluster.server import PORT, Server, reachable
from tracker.roles import OWNER, READER, STAFF, ensure_private_database, ensure_roles, forbid_large_objects


class Cluster:
    """Context manager: inside it the server runs, with the roles and the database ``volia`` made.

    Raises ClusterError with a sentence for the user.
    """

    def __init__(self, checkout: Path) -> None:
        self.checkout = checkout
        self._server: Server | None = None
        self._users = -1

    def __enter__(self) -> Self:
        forget_other_servers()
        places = places_for(self.checkout)
        with alone(places.gate, places.account):
            # Asked again: whoever held the gate before us may have made the data.
            major = places_for(self.checkout).major
            binaries = reachable(find_binaries(major, places.base), places)
            server = Server(places, binaries)
            self._users = open_lock(places.users, places.account)
            try:
                share(self._users)
                server.make()
                server.start()
                self._prepare(server)
            except BaseException:
                self._leave(server)
                raise
        self._server = server
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            with alone(self._server.places.gate, self._server.places.account):
                self._leave(self._server)

    def _leave(self, server: Server) -> None:
        try:
            if is_last(self._users):
                server.stop()
            else:
                server.leave()
        finally:
            os.close(self._users)

    def _prepare(self, server: Server) -> None:
        with psycopg.connect(server.administrator, autocommit=True) as connection:
            ensure_private_database(connection, SLUG)
        # Databases of test runs are copies of template1.
        for database in ("template1", SLUG):
            with psycopg.connect(server.administrator, dbname=database, autocommit=True) as connection:
                forbid_large_objects(connection)
        with psycopg.connect(server.administrator, dbname=SLUG, autocommit=True) as connection:
            ensure_roles(connection)

    @property
    def server(self) -> Server:
        """The running server; raises RuntimeError outside the ``with`` block."""
        if self._server is None:
            message = "the cluster is not entered"
            raise RuntimeError(message)
        return self._server

    def url(self, role: str) -> str:
        """The connection URL of one of our roles."""
        return f"postgresql://{role}@{quote(str(self.server.places.socket), safe='')}:{PORT}/{SLUG}"

    def environment(self) -> dict[str, str]:
        """What a program needs to find the server."""
        return {
            "DATABASE_URL": self.url(STAFF),
            "OWNER_DATABASE_URL": self.url(OWNER),
            "PUBLISHED_DATABASE_URL": self.url(READER),
        }


def forget_other_servers() -> None:
    """Drop libpq's own variables (PGSERVICE, PGOPTIONS …), which would bend our connections and our child's."""
    for name in [name for name in os.environ if name.startswith("PG")]:
        del os.environ[name]
