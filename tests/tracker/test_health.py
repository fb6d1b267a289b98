"""/healthz and /readyz tell a supervisor what it needs, and a stranger nothing."""

import json
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from psycopg import Connection
from psycopg.rows import TupleRow

from tracker import health


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    """Nothing is known from the test before, or left for the next."""
    health._reasons.cache_clear()
    yield
    health._reasons.cache_clear()


def test_healthz_answers_without_a_database(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (200, b"ok\n", "no-store")


@pytest.mark.django_db(databases=["default", "published"])
def test_readyz_is_200_on_a_migrated_database(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, json.loads(answer.content)) == (200, {"ready": True, "reasons": []})
    assert answer.headers["Cache-Control"] == "no-store"


def test_readyz_is_503_while_a_migration_is_missing(
    committed_db: None, owner_connection: Connection[TupleRow], client: Client
) -> None:
    taken = "DELETE FROM django_migrations WHERE app = 'sessions' RETURNING app, name, applied"
    rows = owner_connection.execute(taken).fetchall()
    try:
        answer = client.get("/readyz")
    finally:
        for row in rows:
            owner_connection.execute("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", row)
    assert (answer.status_code, json.loads(answer.content)["reasons"]) == (503, ["Migrations are missing."])


def test_readyz_is_503_without_a_word_about_where_the_database_is(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("connection to server at secret-host failed")

    monkeypatch.setattr("tracker.health.failed_checks", fail)
    answer = client.get("/readyz")
    reasons = ["The database does not answer.", "The published connection does not answer."]
    assert (answer.status_code, json.loads(answer.content)["reasons"]) == (503, reasons)


def test_readyz_is_503_where_nothing_public_can_be_read(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DATABASES", {"default": settings.DATABASES["default"]})
    answer = client.get("/readyz")
    sentence = "Nothing public can be read: PUBLISHED_DATABASE_URL is not set."
    assert (answer.status_code, json.loads(answer.content)["reasons"]) == (503, [sentence])
    monkeypatch.setattr(settings, "SERVE", "staff")
    health._reasons.cache_clear()
    assert client.get("/readyz").status_code == 200


def test_readyz_of_a_public_process_asks_the_reader_alone(
    committed_db: None, owner_connection: Connection[TupleRow], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "FOR_STAFF", False)
    monkeypatch.delattr("tracker.health.MigrationExecutor")
    assert client.get("/readyz").status_code == 200
    health._reasons.cache_clear()
    owner_connection.execute("GRANT SELECT ON people_person TO volia_reader")
    try:
        answer = client.get("/readyz")
    finally:
        owner_connection.execute("REVOKE SELECT ON people_person FROM volia_reader")
    reasons = ["The role volia_reader may read or change what was never published."]
    assert (answer.status_code, json.loads(answer.content)["reasons"]) == (503, reasons)


@pytest.mark.django_db(databases=["default", "published"])
def test_readyz_is_503_when_the_disk_is_nearly_full(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "LEAST_DISK", 2**70)
    answer = client.get("/readyz")
    assert (answer.status_code, json.loads(answer.content)["reasons"]) == (503, ["The disk is nearly full."])


@pytest.mark.django_db(databases=["default", "published"])
def test_readyz_asks_once_for_all_who_ask_at_the_same_time(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(health, "monotonic", lambda: now)
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr(settings, "LEAST_DISK", 2**70)
    now += 1.9
    assert client.get("/readyz").status_code == 200
    now += 0.2
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_writing_methods_are_refused(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/healthz", "/admin/login/"])
def test_every_answer_carries_the_security_headers(db: None, client: Client, path: str) -> None:
    headers = client.get(path).headers
    directives = {part.strip() for part in headers["Content-Security-Policy"].split(";")}
    assert directives == {
        "default-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert len(headers["X-Request-Id"]) == 32
