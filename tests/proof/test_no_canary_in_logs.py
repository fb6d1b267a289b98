"""What was searched for, who was meant and with which key: in no log line and in no error page, whatever goes wrong.

A real web server is asked, with its real logging, and everything that it writes is read when it has ended.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from urllib.parse import quote

import pytest
from django.db import connection
from psycopg import Connection
from psycopg.conninfo import make_conninfo
from psycopg.rows import TupleRow

from tests.cast import make_cast
from tests.factories import HoldFactory, PersonFactory
from tests.publication.publishing import publish_everything
from tests.tracker.checkouts import REPOSITORY

CANARY = "kanarek"
NAME = "Канарэйка"
CURSOR = "a2FuYXJlay1rYW5hcmVrLQ"
"""Reads like a cursor: the canary in base64, three times over."""
TOKEN = f"volia_{CANARY}aaaaa_{CANARY}{'b' * 49}"
ENTRIES = {
    "granian": ("-m", "tracker.webserver", "--workers", "1", "--port"),
    "runserver": ("manage.py", "runserver", "--noreload"),
}
ADDRESSES = (
    *(f"/api/v1/persons?q={CANARY}", f"/api/v1/persons?q={quote(NAME)}", f"/api/v1/persons?{CANARY}={CANARY}"),
    *(f"/api/v1/persons/{CANARY}", f"/api/v1/persons/{CANARY}-zmora", f"/api/v1/events/{CANARY}.json"),
    *(f"/api/v1/persons/{quote(NAME)}", f"/api/v1/persons?event={CANARY}&document={CANARY}", f"/api/v1/{CANARY}"),
    *(
        f"/api/v1/persons?cursor={CURSOR}",
        f"/api/v1/persons?cursor={CANARY}",
        f"/api/v1/documents.csv?publisher={CANARY}",
    ),
    *(f"/api/v1/persons?key={TOKEN}", f"/api/v1/persons/{TOKEN}", f"/api/v1/changes?after={CANARY}"),
    *(
        f"/api/v1/statistics?country={CANARY}",
        f"/api/v1/snapshot?kind={CANARY}",
        f"/{CANARY}",
        f"/admin/{CANARY}?q={CANARY}",
    ),
    *(
        f"/api/v1/persons/%00{CANARY}",
        f"/api/v1/persons?q=%00{CANARY}",
        f"/api/v1/persons?q=%ff{CANARY}",
        f"//{CANARY}",
    ),
    *("/admin/people/person/?q=" + CANARY, f"/static/{CANARY}.css", f"/api/v1/persons?fields={CANARY}&ids={CANARY}"),
)
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Authorization": f"Bearer {TOKEN}"},
    {
        "Authorization": f"{CANARY} {NAME}".encode().decode("latin-1"),
        "If-None-Match": f'"{CANARY}"',
        "Accept": f"text/{CANARY}",
    },
    {"Host": f"{CANARY}.example", "Origin": f"https://{CANARY}.example", "Cookie": f"sessionid={CANARY}"},
    {
        "X-Forwarded-For": CANARY,
        "Referer": f"http://127.0.0.1/?q={CANARY}",
        "User-Agent": CANARY,
        "X-Request-Id": CANARY,
    },
)
METHODS = ("GET", "HEAD", "POST", "TRACE", "OPTIONS")
PATIENCE = 60.0
Page = tuple[str, str, int, bytes]
"""How, where, the status, and what the page said."""


class Served:
    """A web server on a port of its own."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.log = ""

    def ask(self, path: str, *, method: str = "GET", headers: dict[str, str] | None = None) -> Page:
        """One request; the path goes out as it is."""
        asking = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            asking.request(method, path, headers=headers or {})
            answer = asking.getresponse()
            return method, path, answer.status, answer.read() + str(answer.getheaders()).encode()
        finally:
            asking.close()


@contextmanager
def served(entry: str, **variables: str) -> Iterator[Served]:
    """The server while it runs; its ``log`` is there when it has ended."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server = Served(probe.getsockname()[1])
    command = [sys.executable, *ENTRIES[entry], str(server.port)]
    with subprocess.Popen(
        command,
        cwd=REPOSITORY,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            _wait(server, process)
            yield server
        finally:
            process.terminate()
            server.log = process.communicate()[0]


def _wait(server: Served, process: "subprocess.Popen[str]") -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and process.poll() is None:
        with suppress(ConnectionError):
            if server.ask("/healthz")[2] == 200:
                return
        time.sleep(0.1)
    raise AssertionError(process.poll())


@pytest.fixture
def databases(committed_db: None) -> dict[str, str]:
    """The test's database, for a server of its own, with somebody hidden in it who must not be told of."""
    make_cast()
    HoldFactory.create(person=PersonFactory.create(slug=CANARY, called=NAME), reason=CANARY)
    publish_everything()
    name = connection.settings_dict["NAME"]
    return {url: make_conninfo(os.environ[url], dbname=name) for url in ("DATABASE_URL", "PUBLISHED_DATABASE_URL")}


def betrayed(text: str) -> list[str]:
    """The lines that say anything of what was asked."""
    secrets = (CANARY, NAME, NAME.encode().decode("latin-1"), quote(NAME), CURSOR, "aanarek")
    return [line for line in text.splitlines() if any(secret.lower() in line.lower() for secret in secrets)]


def ask_everything(server: Served) -> list[Page]:
    """Every address plainly and with every header, and some with every method."""
    asked = [(path, "GET", headers) for path in ADDRESSES for headers in HEADERS]
    asked += [(path, method, HEADERS[1]) for path in ADDRESSES[::3] for method in METHODS]
    pages = []
    for path, method, headers in asked:
        with suppress(HTTPException, ConnectionError):
            pages.append(server.ask(path, method=method, headers=dict(headers)))
    return pages


@pytest.mark.parametrize("entry", ENTRIES)
def test_nothing_of_what_was_asked_is_logged(entry: str, databases: dict[str, str]) -> None:
    with served(entry, **databases, ALLOWED_HOSTS="127.0.0.1") as server:
        pages = ask_everything(server)
    assert {200, 400, 401, 404, 405} <= {status for _method, _path, status, _body in pages}
    assert not [page for page in pages if page[2] >= 500]
    assert not betrayed(server.log), betrayed(server.log)[:5]


@pytest.mark.parametrize("entry", ENTRIES)
def test_nothing_is_logged_or_shown_where_the_program_fails(
    entry: str, databases: dict[str, str], owner_connection: Connection[TupleRow]
) -> None:
    owner_connection.execute("ALTER TABLE publication_publishedrecord RENAME TO taken_away")
    try:
        with served(entry, **databases) as server:
            pages = ask_everything(server)
    finally:
        owner_connection.execute("ALTER TABLE taken_away RENAME TO publication_publishedrecord")
    assert "Error" in server.log
    failed = [page for page in pages if page[2] == 500]
    assert failed
    assert not betrayed(server.log), betrayed(server.log)[:5]
    assert not [page for page in failed if CANARY in page[3].decode().partition('"instance"')[0]]


@pytest.mark.parametrize("entry", ENTRIES)
def test_nothing_is_logged_or_shown_where_the_database_is_away(entry: str, databases: dict[str, str]) -> None:
    nowhere = make_conninfo(databases["PUBLISHED_DATABASE_URL"], host="/nonexistent")
    with served(entry, **{**databases, "PUBLISHED_DATABASE_URL": nowhere}) as server:
        pages = ask_everything(server)
    assert [page for page in pages if page[2] == 503]
    assert not betrayed(server.log), betrayed(server.log)[:5]
