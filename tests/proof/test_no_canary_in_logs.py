"""What was searched for, who was meant and with which key: in no log line and in no error page, whatever goes wrong.

Real web servers are asked, with their real logging, and everything that they write is read when they have ended: one
that opens both doors, and two of which each opens one.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from itertools import product
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from psycopg import Connection
from psycopg.conninfo import make_conninfo
from psycopg.rows import TupleRow

from accounts.models import User
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
    *(f"/api/v1/reconcile{place}" for place in (f"?{CANARY}={CANARY}", f"/suggest/entity?prefix={quote(NAME)}")),
    *(f"/api/v1/reconcile/{place}{CANARY}" for place in ("preview?id=", "1.0/suggest/property?prefix=", "suggest/")),
    *(f"/admin/{quote(NAME)}", f"/admin/people/person/{CANARY}/change/?q={quote(NAME)}"),
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
SERVERS = {
    "granian": (("granian", "both"),),
    "runserver": (("runserver", "both"),),
    "apart": (("granian", "public"), ("granian", "staff")),
}
"""Which servers run side by side: by which program, and which doors each opens."""
ANSWERED = {
    "both": {200, 204, 302, 400, 401, 403, 404, 405, 415},
    "public": {200, 204, 400, 401, 404, 405, 415},
    "staff": {200, 302, 400, 403, 404, 405},
}
"""The statuses that everything that is asked leads to, where all is well."""
TAKEN_AWAY = ("publication_publishedrecord", "people_name")
"""Without these no list can be read, and nobody be searched for in the admin."""
METHODS = ("GET", "HEAD", "POST", "TRACE", "OPTIONS")
MATCH, RECONCILE = "/api/v1/match", "/api/v1/reconcile"
SENT = (
    *(f'{{"queries": [{{"id": "{name}", "name": "{name}", "names": ["{name} {name}"]}}]}}' for name in (CANARY, NAME)),
    *(f'{{"queries": [{{"name": "{NAME}", "born": "{CANARY}", "{CANARY}": 1}}]}}', f'{{"{NAME}": [', f"name={CANARY}"),
)
"""What is sent to the one address that takes names."""
BATCHES = (
    *(
        f'{{"{name}": {{"query": "{name}", "properties": [{{"pid": "{name}", "v": "{name}"}}]}}}}'
        for name in (CANARY, NAME)
    ),
    *(
        f'{{"{CANARY}": {{"nmae": "{NAME}"}}}}',
        f'{{"ids": ["{CANARY}"], "properties": [{{"id": "{NAME}"}}]}}',
        f"{NAME}{{",
    ),
)
FORMS = tuple(f"{field}={quote(batch)}" for field in ("queries", "extend", CANARY) for batch in BATCHES)
"""What is sent to the other, and asked for there."""
UNCOUNTED = {"VOLIA_ANONYMOUS_PER_MINUTE": "1000000"}
"""Nobody is refused for asking so often, or less would be tried."""
PATIENCE = 60.0
Page = tuple[str, str, int, bytes]
"""How, where, the status, and what the page said."""


class Served:
    """A web server on a port of its own; ``log``, once it has ended, is all that it wrote."""

    def __init__(self, port: int, serve: str) -> None:
        self.port = port
        self.serve = serve
        self.log = ""

    def ask(
        self, path: str, *, method: str = "GET", headers: dict[str, str] | None = None, sent: str | None = None
    ) -> Page:
        """One request; the path goes out as it is."""
        asking = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            asking.request(method, path, sent.encode() if sent else None, headers=headers or {})
            answer = asking.getresponse()
            return method, path, answer.status, answer.read() + str(answer.getheaders()).encode()
        finally:
            asking.close()


@contextmanager
def served(together: str, **variables: str) -> Iterator[list[Served]]:
    """The servers while they run; they start at the same time."""
    with ExitStack() as running:
        started = [_start(running, entry, serve, variables) for entry, serve in SERVERS[together]]
        for server, process in started:
            _wait(server, process)
        yield [server for server, _process in started]


def _start(
    running: ExitStack, entry: str, serve: str, variables: Mapping[str, str]
) -> tuple[Served, "subprocess.Popen[bytes]"]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server = Served(probe.getsockname()[1], serve)
    # Not a pipe: nobody reads it meanwhile, and a server stops where it is full.
    written = running.enter_context(TemporaryFile("w+"))  # noqa: SIM115 - the stack closes it
    process = running.enter_context(
        subprocess.Popen(
            [sys.executable, *ENTRIES[entry], str(server.port)],
            cwd=REPOSITORY,
            env={**os.environ, **variables, "VOLIA_SERVE": serve},
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    )
    running.callback(_end, server, process, written)
    return server, process


def _end(server: Served, process: "subprocess.Popen[bytes]", written: IO[str]) -> None:
    process.terminate()
    process.wait()
    written.seek(0)
    server.log = written.read()


def _wait(server: Served, process: "subprocess.Popen[bytes]") -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and process.poll() is None:
        with suppress(ConnectionError):
            if server.ask("/healthz")[2] == 200:
                return
        time.sleep(0.1)
    raise AssertionError(process.poll())


@pytest.fixture
def databases(committed_db: None) -> dict[str, str]:
    """The test's database, for a server without budgets, with somebody hidden in it who must not be told of."""
    make_cast()
    HoldFactory.create(person=PersonFactory.create(slug=CANARY, called=NAME), reason=CANARY)
    publish_everything()
    name = connection.settings_dict["NAME"]
    known = {url: make_conninfo(os.environ[url], dbname=name) for url in ("DATABASE_URL", "PUBLISHED_DATABASE_URL")}
    return {**known, **UNCOUNTED}


def betrayed(text: str) -> list[str]:
    """The lines that say anything of what was asked."""
    spelled = (NAME.encode().decode("latin-1"), NAME.encode("unicode_escape").decode("ascii"), quote(NAME))
    secrets = (CANARY, NAME, *spelled, CURSOR, "aanarek")
    return [line for line in text.splitlines() if any(secret.lower() in line.lower() for secret in secrets)]


@pytest.fixture
def signed_in(databases: dict[str, str]) -> str:
    """The cookie of somebody who may see everything."""
    client = Client()
    client.force_login(User.objects.create_superuser("administrator"))
    return f"sessionid={client.cookies['sessionid'].value}"


def ask_everything(server: Served, cookie: str) -> list[Page]:
    """Every address plainly, with every header and signed in, and some with every method."""
    asked = [(path, "GET", headers) for path in ADDRESSES for headers in (*HEADERS, {"Cookie": cookie})]
    some = (*ADDRESSES[::3], *(path for path in ADDRESSES if path.startswith("/admin/")))
    asked += [(path, method, HEADERS[1]) for path in some for method in METHODS]
    pages = []
    for path, method, headers in asked:
        with suppress(HTTPException, ConnectionError):
            pages.append(server.ask(path, method=method, headers=dict(headers)))
    posted = [*product((MATCH, f"{RECONCILE}/1.0/match"), SENT, ("application/json", f"text/{CANARY}"))]
    posted += [*product((RECONCILE,), FORMS, ("application/x-www-form-urlencoded",))]
    for (path, sent, kind), headers in product(posted, HEADERS):
        with suppress(HTTPException, ConnectionError):
            told = {**headers, "Content-Type": kind}
            pages.append(server.ask(path, method="POST", headers=told, sent=sent))
    for form in FORMS:
        with suppress(HTTPException, ConnectionError):
            pages.append(server.ask(f"{RECONCILE}?{form}"))
    return pages


@contextmanager
def taken_away(owner: Connection[TupleRow]) -> Iterator[None]:
    """Tables that the program cannot do without have other names meanwhile."""
    for table in TAKEN_AWAY:
        owner.execute(f"ALTER TABLE {table} RENAME TO {table}_elsewhere")
    try:
        yield
    finally:
        for table in TAKEN_AWAY:
            owner.execute(f"ALTER TABLE {table}_elsewhere RENAME TO {table}")


@pytest.mark.parametrize("together", SERVERS)
def test_nothing_of_what_was_asked_is_logged_and_nothing_of_it_is_shown_where_the_program_fails(
    together: str, databases: dict[str, str], signed_in: str, owner_connection: Connection[TupleRow]
) -> None:
    with served(together, **databases, ALLOWED_HOSTS="127.0.0.1") as servers:
        pages = {server.serve: ask_everything(server, signed_in) for server in servers}
        with taken_away(owner_connection):
            after = {server.serve: ask_everything(server, signed_in) for server in servers}
    for server in servers:
        statuses = {status for _method, _path, status, _body in pages[server.serve]}
        assert statuses == ANSWERED[server.serve], server.serve
        failed = [page for page in after[server.serve] if page[2] == 500]
        assert failed, server.serve
        assert "Error" in server.log
        assert not betrayed(server.log), betrayed(server.log)[:5]
        assert not [page for page in failed if CANARY in page[3].decode().partition('"instance"')[0]]


@pytest.mark.parametrize("together", SERVERS)
def test_nothing_is_logged_or_shown_where_the_database_is_away(
    together: str, databases: dict[str, str], signed_in: str
) -> None:
    urls = databases.keys() - UNCOUNTED.keys()
    away = {**UNCOUNTED, **{url: make_conninfo(databases[url], host="/nonexistent") for url in urls}}
    # Who opens both doors stands for a public side without its database, and has the staff's to start with.
    known = away if together == "apart" else {**away, "DATABASE_URL": databases["DATABASE_URL"]}
    with served(together, **known) as servers:
        pages = {server.serve: ask_everything(server, signed_in) for server in servers}
    for server in servers:
        failed = [page for page in pages[server.serve] if page[2] in {500, 503}]
        assert failed, server.serve
        assert not betrayed(server.log), betrayed(server.log)[:5]
        assert not [page for page in failed if CANARY in page[3].decode().partition('"instance"')[0]]
