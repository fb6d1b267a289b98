"""NDJSON and CSV: every match, flat and harmless where it is a table."""

import csv
from io import StringIO
from typing import Any

import orjson
import pytest
from django.db.backends.postgresql.psycopg_any import mogrify
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from publication.api import streams
from publication.api.spreadsheet import inert, plain, row_of
from publication.api.tables import COLUMNS
from publication.vocabulary import Kind
from tests.cast import Cast, make_cast
from tests.publication.conftest import Get
from tests.publication.published import person_body, put
from tests.publication.publishing import PublicClient, publish_everything

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def table(response: Any) -> list[list[str]]:
    """The rows of a CSV answer, with the texts that were there before they were made inert."""
    text = response.getvalue().decode()
    return [[plain(cell) for cell in row] for row in csv.reader(StringIO(text, newline=""))]


@given(TEXTS)
def test_no_cell_is_a_formula_and_no_text_is_lost(text: str) -> None:
    assert plain(inert(text)) == text
    assert not inert(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_rows_come_back_as_they_were(cells: list[str]) -> None:
    (row,) = csv.reader(StringIO(row_of(cells).decode(), newline=""))
    assert [plain(cell) for cell in row] == cells
    assert row_of(cells).endswith(b"\r\n")


@pytest.mark.parametrize("text", ["'", "''", "'=1", "=1", "x", "", " =1", "-", "ʼ"])
def test_an_apostrophe_is_told_from_the_guard(text: str) -> None:
    assert plain(inert(text)) == text


@pytest.mark.parametrize("kind", list(Kind))
def test_a_table_is_rectangular_and_ends_with_the_count(client: Client, get: Get, cast: Cast, kind: Kind) -> None:
    head, *rows, end = table(client.get(f"/api/v1/{kind.value}s.csv"))
    listed = get(f"{kind.value}s")
    assert head == list(COLUMNS[kind])
    assert {len(row) for row in (*rows, end)} == {len(head)}
    assert end[:4] == ["#end", str(len(rows)), str(listed["position"]), ""]
    assert [row[0] for row in rows] == [body["id"] for body in listed["results"]]


def test_the_table_of_the_cast(client: Client, get: Get, cast: Cast) -> None:
    head, *rows, _end = table(client.get("/api/v1/persons.csv?q=kazka"))
    body = get("persons/mikola-kazka")
    assert [dict(zip(head, row, strict=True)) for row in rows] == [
        {
            "id": body["id"],
            "url": f"http://testserver{body['url']}",
            "slug": "mikola-kazka",
            "name": "Mikola Kazka",
            "status": "released",
            "since": "2021-03-03",
            "independent_sources": str(body["status"]["independent_sources"]),
            "gender": "",
            "born": "",
            "died": "",
            "countries": "BY",
            "destinations": "UA",
            "events": "by-2021-03-03",
            "modes": "pardon",
            "released_first": "2021-03-03",
            "released_last": "2021-03-03",
            "conflicting": "true",
            "position": str(body["position"]),
            "published_at": body["published_at"],
        }
    ]


def test_a_name_that_a_spreadsheet_would_run_is_text(client: PublicClient, db: None) -> None:
    client.publishing = False
    name = "=HYPERLINK(\"x\"),\n'quoted'\\t\ttab"
    put(person_body("odd", name=name))
    response = client.get("/api/v1/persons.csv")
    assert b"\"'=HYPERLINK(" in response.getvalue()
    head, row, _end = table(client.get("/api/v1/persons.csv"))
    assert dict(zip(head, row, strict=True))["name"] == name


def test_streams_give_all_matches_and_narrow_like_pages(client: Client, get: Get, cast: Cast) -> None:
    whole = client.get("/api/v1/persons.ndjson").getvalue().splitlines()
    assert len(whole) == 4
    for asked in ("status=released", "limit=1", "fields=name", "q=kazka&fields=brief"):
        *bodies, end = client.get(f"/api/v1/persons.ndjson?{asked}").getvalue().splitlines()
        page = get(f"persons?{asked}")
        assert f'"count":{len(bodies)}'.encode() in end
        assert client.get(f"/api/v1/persons?{asked}").content.startswith(b'{"results":[' + b",\n".join(bodies) + b"]")
        assert len(page["results"]) == len(bodies)
    first = get("persons?limit=1")
    rest = client.get(f"/api/v1/persons.ndjson?cursor={first['next']}").getvalue().splitlines()
    assert rest[:-1] == whole[1:-1]


def test_a_stream_may_be_longer_than_a_page(client: PublicClient, db: None) -> None:
    client.publishing = False
    put(person_body("ala"))
    assert client.get("/api/v1/persons.ndjson?limit=5000").status_code == 200
    assert client.get("/api/v1/persons.csv?limit=0").status_code == 400


def test_a_table_names_the_host_that_was_asked(client: Client, cast: Cast, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["register.example", "testserver"]
    here, there = (
        client.get("/api/v1/persons.csv"),
        client.get("/api/v1/persons.csv", headers={"host": "register.example"}),
    )
    assert b"http://register.example/api/v1/persons/" in there.getvalue()
    assert b"http://testserver/api/v1/persons/" in here.getvalue()


ASKED = ["q=kazka", "q=100%25_sure", "status=released&status_on=2021-03-04", "event=by-2021-03-03&country=BY"]
ASKED += ["released_after=2021-03-03&conflicting=true&changed_since=1", "destination=UA", "q=%27%3B--%5C", "ids={}"]
ASKED += ["ids={}&cursor=AAAAAAAAAAAAAAAAAAAAAA&limit=1"]


def test_names_that_are_looked_for_stand_in_no_statement(
    committed_db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Statements are shown to whoever runs the server, and may be logged; COPY takes no parameters."""
    copied: list[str] = []

    def told(*asked: Any) -> str:
        copied.append(mogrify(*asked))
        return copied[-1]

    monkeypatch.setattr(streams, "mogrify", told)
    cast = make_cast()
    publish_everything()
    settings.PUBLISHED_ALIAS = "published"
    client = Client()
    for question in (one.format(f"{cast.released.pk},{cast.held.pk}") for one in ASKED):
        page: Any = client.get(f"/api/v1/persons?{question}").json()
        *bodies, _end = map(orjson.loads, client.get(f"/api/v1/persons.ndjson?{question}").getvalue().splitlines())
        _head, *rows, _last = table(client.get(f"/api/v1/persons.csv?{question}"))
        assert bodies == page["results"], question
        assert [row[0] for row in rows] == [body["id"] for body in bodies], question
    assert len(copied) == 2 * len(ASKED)
    for value in ("kazka", "sure", "'released'", "by-2021-03-03", "'BY'", "'UA'", "--", str(cast.released.pk)):
        assert value not in " ".join(copied), value
