"""What all answers share: headers, methods, no cookies; and the pages beside the API."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import resolve

from publication.api.views import EXAMPLES
from tests.cast import Cast
from tests.publication.publishing import PublicClient

COOKIE = f"sessionid={32 * 'a'}"
ADDRESSES = ["persons", "persons/mikola-kazka", "events", "events/by-2021-03-03", "documents/fable", "changes"]
ADDRESSES += ["statistics", "schema"]
STREAMS = ["persons.csv", "events.ndjson", "snapshot"]


@pytest.mark.parametrize("address", [*ADDRESSES, *STREAMS, "docs"])
def test_answers_are_open_to_any_origin_and_know_no_cookies(client: Client, cast: Cast, address: str) -> None:
    response = client.get(f"/api/v1/{address}", headers={"origin": "https://partner.example", "cookie": COOKIE})
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    stored = "no-store" if address in STREAMS else "public, max-age=60, must-revalidate"
    assert response["Cache-Control"] == stored
    assert response["Vary"] == "Authorization, Accept"
    assert not response.cookies


@pytest.mark.parametrize("address", [*ADDRESSES, *STREAMS])
def test_head_answers_like_get_without_a_body(client: PublicClient, cast: Cast, address: str) -> None:
    got = client.get(f"/api/v1/{address}")
    client.publishing = False
    head = client.head(f"/api/v1/{address}")
    assert head.getvalue() == b""
    changing = {"RateLimit", "X-Request-Id"}
    told = [{name: value for name, value in one.items() if name not in changing} for one in (got, head)]
    assert told[0] == told[1]


@pytest.mark.parametrize("address", [*ADDRESSES, *STREAMS, "docs"])
def test_a_preflight_is_answered_and_costs_nothing(
    client: Client, db: None, address: str, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):  # the test client's own: to be the reader, and to be the staff again
        client.publishing = False  # type: ignore[attr-defined] # our client's
        response = client.options(f"/api/v1/{address}", headers={"access-control-request-method": "GET"})
    assert (response.status_code, response.content, response["Allow"]) == (204, b"", "GET, HEAD, OPTIONS")
    assert not {"Content-Type", "Content-Length"} & set(response.headers)
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Authorization" not in response["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one != "changes"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_an_answer_that_is_held_already_has_no_length(client: Client, cast: Cast, address: str, method: str) -> None:
    response = getattr(client, method)(f"/api/v1/{address}", headers={"if-none-match": "*"})
    assert (response.status_code, response.content) == (304, b"")
    assert not {"Content-Type", "Content-Length"} & set(response.headers)


def test_a_star_in_quotes_is_a_tag_like_others(client: Client, cast: Cast) -> None:
    for address in ("persons", "persons/mikola-kazka", "statistics", "schema"):
        for tags in ('"*"', 'W/"*"', '"any tag"', '"x", *'):
            assert client.get(f"/api/v1/{address}", headers={"if-none-match": tags}).status_code == 200


def test_bodies_are_json_in_utf_8(client: Client, cast: Cast) -> None:
    response = client.get("/api/v1/persons/mikola-kazka")
    assert response["Content-Type"] == "application/json"
    assert response.content.decode() == response.text
    assert int(response["Content-Length"]) == len(response.content)


class _Links(HTMLParser):
    """Everything that a page loads or leads to, and whether anything stands inline."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attrs)
        self.links += [given[name] for name in ("href", "src", "data-schema") if name in given]
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)


@pytest.mark.parametrize("address", ["/", "/api/v1/docs"])
def test_pages_load_only_from_here_and_hold_nothing_inline(client: Client, db: None, address: str) -> None:
    response = client.get(address)
    page = _Links()
    page.feed(response.text)
    assert "unsafe" not in response["Content-Security-Policy"]
    assert page.inline == []
    assert all(link.startswith("/") and not link.startswith("//") for link in page.links)
    for link in page.links:
        static = re.fullmatch("/static/(.*)", link)
        assert finders.find(static[1]) if static else resolve(link.partition("?")[0]), link


def test_the_front_door_leads_to_the_api_the_docs_and_the_staff(client: Client, db: None) -> None:
    page = _Links()
    page.feed(client.get("/").text)
    assert {"/admin/", "/api/v1/persons", "/api/v1/docs", "/api/v1/schema"} <= set(page.links)


def test_the_examples_of_the_docs_page_run(client: Client, cast: Cast) -> None:
    page = _Links()
    page.feed(client.get("/api/v1/docs").text)
    proposed = [f"/api/v1/{address}" for _what, address in EXAMPLES]
    assert set(proposed) <= set(page.links)
    assert {client.get(address).status_code for address in proposed} == {200}
