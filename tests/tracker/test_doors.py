"""The public's door knows no staff: no session is read, no query goes over their connection, no cookie is set."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Never

import pytest
from django.db import connections
from django.test import Client

from accounts.models import User
from tests.tracker.checkouts import REPOSITORY, environment

PUBLIC = [
    "/",
    "/healthz",
    "/nothing",
    "/api/v1/persons",
    "/api/v1/persons/nobody",
    "/api/v1/events",
    "/api/v1/documents",
    "/api/v1/changes",
    "/api/v1/statistics",
    "/api/v1/schema",
    "/api/v1/docs",
    "/api/v1/nothing",
    "/api/v1/persons/",
    "/static/publication/home.css",
]


class AskedAsStaff(AssertionError):
    """A public address asked the staff's connection."""


@contextmanager
def staff_connection_closed() -> Iterator[None]:
    def refuse(*_: object) -> Never:
        raise AskedAsStaff

    connections["default"].close()
    with connections["default"].execute_wrapper(refuse):
        yield


@pytest.fixture
def staff(committed_db: None) -> Client:
    """A client that is signed in as an administrator, and has used the admin."""
    client = Client()
    client.force_login(User.objects.create_superuser("editor"))
    assert client.get("/admin/").status_code == 200
    assert client.cookies["sessionid"].value
    return client


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
def test_a_public_address_asks_nothing_as_staff_and_sets_no_cookie(staff: Client, method: str, path: str) -> None:
    with staff_connection_closed():
        answer = staff.generic(method, path)
    b"".join(answer)  # a file is closed when it was read
    assert answer.status_code < 500, answer.content
    assert not answer.cookies
    assert "cookie" not in answer.headers.get("Vary", "").lower()
    assert len(answer.headers["X-Request-Id"]) == 32


def test_the_test_above_can_fail(staff: Client) -> None:
    with staff_connection_closed(), pytest.raises(AskedAsStaff):
        staff.get("/admin/")


def test_a_staff_cookie_changes_no_byte_of_a_public_answer(staff: Client) -> None:
    for path in ("/", "/api/v1/persons", "/api/v1/nothing"):
        assert staff.get(path).content == Client().get(path).content


def test_the_admin_keeps_its_sessions_and_its_guard_against_forgery(staff: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = staff.cookies
    assert strict.post("/admin/logout/").status_code == 403
    answer = staff.get("/admin")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/admin/")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_the_staff_side_refuses_what_no_browser_sends_whoever_asks(staff: Client, method: str) -> None:
    for client, path in product((staff, Client()), ("/admin/", "/admin/people/person/add/", "/admin/login/", "/admin")):
        answer = client.generic(method, path)
        assert (answer.status_code, answer.headers.get("Allow")) == (405, "GET, HEAD, POST, OPTIONS"), path
        assert not answer.cookies
    assert staff.generic("OPTIONS", "/admin/").status_code == 200
    assert Client().generic(method, "/nothing").status_code == 404


def test_an_address_for_programs_is_never_mended(client: Client) -> None:
    assert client.get("/api/v1/nothing").status_code == 404
    assert "Content-Length" in client.get("/api/v1/nothing").headers


LOOK = """
import django; django.setup()
from django.conf import settings
from django.test import Client
client = Client(SERVER_NAME="localhost")
print(settings.DATABASES["default"]["ENGINE"], *[client.get(path).status_code for path in {paths}])
print(*sorted({{name.rsplit(".", 1)[1] for name in settings.MIDDLEWARE}}))
"""


def look(*paths: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", LOOK.format(paths=paths)],
        cwd=REPOSITORY,
        env=environment(DJANGO_SETTINGS_MODULE="tracker.settings", **variables),
        capture_output=True,
        text=True,
        check=False,
    )


NOWHERE = "host=/nonexistent dbname=volia user=volia_reader"


def test_the_public_process_alone_has_no_admin_no_sessions_and_no_connection_to_the_record() -> None:
    # Even where the staff's connection is in the environment, it is not taken.
    done = look("/", "/healthz", "/admin/", VOLIA_SERVE="public", PUBLISHED_DATABASE_URL=NOWHERE, DATABASE_URL=NOWHERE)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "tracker.nodatabase 200 200 404",
        "ContentPolicy PageAddresses RequestId SecurityMiddleware WhiteNoiseMiddleware XFrameOptionsMiddleware",
    ]


def test_the_staff_process_alone_has_no_public_addresses() -> None:
    done = look("/", "/healthz", "/api/v1/persons", "/admin/login/", VOLIA_SERVE="staff")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("tracker.nodatabase 404 200 404 200\n")


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"VOLIA_SERVE": "public"}, "VOLIA_SERVE=public needs PUBLISHED_DATABASE_URL."),
        ({"VOLIA_SERVE": "everything"}, "VOLIA_SERVE must be one of both, staff, public, or not set."),
    ],
)
def test_a_process_that_could_not_serve_is_refused_at_start(variables: dict[str, str], sentence: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tracker.webserver"],
        cwd=REPOSITORY,
        env=environment(**variables),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, f"{sentence}\n")
