"""In which media type an address answers."""

from typing import Any

import pytest
from django.test import Client

from publication.api.negotiation import CSV, JSON, NDJSON, negotiated
from tests.cast import Cast

OFFERED = [JSON, NDJSON, CSV]
ACCEPT = [
    (None, "json"),
    ("", "json"),
    ("*/*", "json"),
    ("application/json", "json"),
    ("text/csv", "csv"),
    ("TEXT/CSV", "csv"),
    ("text/*", "csv"),
    ("application/x-ndjson", "ndjson"),
    ("application/*", "json"),
    ("text/csv, */*;q=0.1", "csv"),
    ("text/csv, */*", "csv"),
    ("application/json;q=0.5, text/csv;q=0.9", "csv"),
    ("application/json; q=0.5, application/x-ndjson", "ndjson"),
    ("application/json;q=0, */*", "ndjson"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "json"),
    ("text/csv;q=2", None),
    ("text/csv;q=x", None),
    ("image/png", None),
    ("*/*;q=0", None),
    ("application", None),
]


@pytest.mark.parametrize(("accept", "expected"), ACCEPT)
def test_accept_is_weighed(accept: str | None, expected: str | None) -> None:
    found = negotiated(accept, OFFERED)
    assert (found and found.suffix) == expected


def test_a_suffix_wins_over_accept(client: Client, cast: Cast) -> None:
    asked = {"accept": "image/png"}
    assert client.get("/api/v1/persons.csv", headers=asked)["Content-Type"].startswith("text/csv")
    assert client.get("/api/v1/persons/mikola-kazka.json", headers=asked)["Content-Type"] == "application/json"
    assert client.get("/api/v1/persons.json", headers={"accept": "text/csv"})["Content-Type"] == "application/json"
    assert client.get("/api/v1/persons", headers=asked).status_code == 406


@pytest.mark.parametrize("address", ["persons.xml", "persons/mikola-kazka.csv", "changes.csv", "snapshot.json"])
def test_other_suffixes_are_no_addresses(client: Client, cast: Cast, address: str) -> None:
    assert client.get(f"/api/v1/{address}").status_code == 404


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("text/csv", "text/csv; charset=utf-8; header=present"),
        ("application/x-ndjson", "application/x-ndjson"),
        ("application/json", "application/json"),
    ],
)
def test_each_type_is_told_and_varied_by(client: Client, cast: Cast, accept: str, content_type: str) -> None:
    response: Any = client.get("/api/v1/events", headers={"accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, content_type)
    assert response["Vary"] == "Authorization, Accept"
