"""Refusals: one shape for all, and none that tells whether something is there."""

import logging
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.keys import new_id, new_secret, token_of
from publication.api import details, lists
from tests.cast import Cast
from tests.factories import PersonFactory
from tests.publication.publishing import PublicClient

MISSING = "00000000-0000-4000-8000-000000000000"
NOT_THERE = ["nobody", MISSING, "%00", "a.b", "x" * 200, "{" + MISSING + "}", "%ED%A0%80", "mikola%20kazka", "персона"]
MEMBERS = {"type", "title", "status", "detail", "instance", "errors"}


def told(response: Any, status: int) -> Any:
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    problem = response.json()
    assert set(problem) == MEMBERS
    assert problem["status"] == status
    return problem


@pytest.mark.parametrize("kind", ["persons", "events", "documents"])
@pytest.mark.parametrize("key", NOT_THERE)
def test_missing_and_malformed_keys_answer_alike(client: Client, cast: Cast, kind: str, key: str) -> None:
    problem = told(client.get(f"/api/v1/{kind}/{key}"), 404)
    assert problem["detail"] == told(client.get(f"/api/v1/{kind}/{MISSING}"), 404)["detail"]


def test_hidden_missing_and_malformed_keys_answer_alike_to_the_byte(client: Client, cast: Cast) -> None:
    internal = PersonFactory.create(slug="internal", audience=0)
    partner = PersonFactory.create(slug="partner", audience=1)
    keys = [cast.embargoed.slug, cast.embargoed.pk, internal.slug, internal.pk, partner.pk, MISSING, "nobody", "a.b"]
    answers = set()
    for key in keys:
        response = client.get(f"/api/v1/persons/{key}")
        headers = {
            name: value
            for name, value in response.items()
            if name not in {"Content-Length", "RateLimit", "X-Request-Id"}
        }
        answers.add((response.status_code, response.content.replace(str(key).encode(), b"KEY"), str(headers)))
    assert len(answers) == 1


@pytest.mark.parametrize("address", ["v1", "v1/", "v1/person", "v1/persons/", "v2/persons", "", "v1/persons/a/b"])
@pytest.mark.parametrize("method", ["get", "head", "post", "options", "trace"])
def test_other_addresses_are_problems_too(client: Client, db: None, address: str, method: str) -> None:
    response = getattr(client, method)(f"/api/{address}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "address", ["persons", "persons/x", "events.csv", "changes", "snapshot", "statistics", "schema", "docs"]
)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(client: Client, db: None, address: str, method: str) -> None:
    response = getattr(client, method)(f"/api/v1/{address}")
    told(response, 405)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "address", ["persons", "persons/mikola-kazka", "changes", "snapshot", "statistics", "schema", "docs"]
)
def test_other_media_types_are_refused(client: Client, cast: Cast, address: str) -> None:
    told(client.get(f"/api/v1/{address}", headers={"accept": "image/png"}), 406)


def test_a_failure_is_told_without_what_failed(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        message = "Kanarejka"
        raise RuntimeError(message)

    monkeypatch.setattr(lists, "read_page", fail)
    client.raise_request_exception = False
    with caplog.at_level(logging.INFO):
        problem = told(client.get("/api/v1/persons?q=Kanarejka"), 500)
    assert "Kanarejka" not in str(problem)
    assert "ListView failed" in caplog.text
    assert all("Kanarejka" not in record.getMessage() for record in caplog.records)


def test_a_failed_detail_leaves_no_slug_in_the_log(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(details, "id_of", None)
    client.raise_request_exception = False
    with caplog.at_level(logging.INFO):
        told(client.get("/api/v1/persons/mikola-kazka"), 500)
    assert all("mikola" not in record.getMessage() for record in caplog.records)


def test_a_request_for_another_host_is_a_problem(client: Client, db: None) -> None:
    response = client.get("/api/v1/persons", headers={"host": "elsewhere.example"})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    shared = {"Vary", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"}
    for address in ("changes", "statistics", "schema", "docs"):
        framed = client.get(f"/api/v1/{address}", headers={"host": "elsewhere.example"})
        assert told(framed, 400)["detail"] == response.json()["detail"]
        assert {name: framed[name] for name in shared} == {name: response[name] for name in shared}
        assert client.head(f"/api/v1/{address}", headers={"host": "elsewhere.example"}).content == b""
    page = client.get("/", headers={"host": "elsewhere.example"})
    assert (page.status_code, page["Content-Type"].split(";")[0]) == (400, "text/html")


def test_without_a_connection_of_the_reader_public_addresses_are_unavailable(
    client: PublicClient, db: None, settings: Settings
) -> None:
    client.publishing = False
    settings.PUBLISHED_ALIAS = "nowhere"
    for address in ("persons", "persons/x", "persons.csv", "changes", "snapshot", "statistics"):
        response = client.get(f"/api/v1/{address}")
        assert told(response, 503)["type"] == "urn:volia:problem:unavailable"
        assert response["Retry-After"] == "30"


def test_a_key_in_an_address_is_refused_and_never_repeated(client: Client, cast: Cast) -> None:
    token = token_of(new_id(), new_secret())
    for address in (f"persons?key={token}", f"persons?{token}", f"persons/x?q=%20{token.upper()}"):
        response = client.get(f"/api/v1/{address}")
        assert told(response, 400)["errors"][0]["code"] == "key"
        assert token.lower() not in response.text.lower()
    response = client.get(f"/api/v1/persons/{token}")
    assert told(response, 404)["instance"] == "/api/v1/persons/volia_…"
