"""``/match``: who may be meant by each of many names, and what is refused as a whole."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from accounts.actions import issue_key
from publication.api import budgets, likely, seeking
from publication.api.queries import MOST_CANDIDATES, MOST_NAMES, MOST_QUERIES
from publication.api.sent import LARGEST_BODY
from publication.rendering.naming import NAME_WITHHELD
from sources.vocabulary import Audience
from tests.accounts.conftest import make_partner, make_user
from tests.publication.conftest import Get
from tests.publication.published import person_body, put
from tests.publication.publishing import PublicClient
from tests.publication.test_openapi import faults

ADDRESS = "/api/v1/match"
TOO_MANY = {"queries": [{"name": "a"}] * (MOST_QUERIES + 1)}
REFUSED: list[tuple[Any, list[tuple[str, str]]]] = [
    ([], [("/body", "type")]),
    ({}, [("/body/queries", "required")]),
    ({"queries": []}, [("/body/queries", "minItems")]),
    ({"queries": {}}, [("/body/queries", "type")]),
    (TOO_MANY, [("/body/queries", "maxItems")]),
    ({"queries": [{"name": "a"}], "more": 1}, [("/body/more", "unknown")]),
    ({"queries": [{"name": "a"}, {}]}, [("/body/queries/1/name", "required")]),
    ({"queries": ["a"]}, [("/body/queries/0", "type")]),
    ({"queries": [{"name": ""}]}, [("/body/queries/0/name", "empty")]),
    ({"queries": [{"name": 7}]}, [("/body/queries/0/name", "type")]),
    ({"queries": [{"name": None}]}, [("/body/queries/0/name", "type")]),
    ({"queries": [{"name": "a" * 201}]}, [("/body/queries/0/name", "max_length")]),
    ({"queries": [{"name": "a", "names": []}]}, [("/body/queries/0/names", "minItems")]),
    ({"queries": [{"name": "a", "names": ["b"] * (MOST_NAMES + 1)}]}, [("/body/queries/0/names", "maxItems")]),
    ({"queries": [{"name": "a", "names": ["b", 1]}]}, [("/body/queries/0/names/1", "type")]),
    ({"queries": [{"name": "a", "country": "XX"}]}, [("/body/queries/0/country", "invalid_choice")]),
    ({"queries": [{"name": "a", "born": "yesterday"}]}, [("/body/queries/0/born", "invalid")]),
    ({"queries": [{"name": "a", "born": ".."}]}, [("/body/queries/0/born", "invalid")]),
    ({"queries": [{"name": "a", "limit": 0}]}, [("/body/queries/0/limit", "minimum")]),
    ({"queries": [{"name": "a", "limit": MOST_CANDIDATES + 1}]}, [("/body/queries/0/limit", "maximum")]),
    ({"queries": [{"name": "a", "limit": True}]}, [("/body/queries/0/limit", "type")]),
    ({"queries": [{"name": "a", "a/b~c": 1}]}, [("/body/queries/0/a~1b~0c", "unknown")]),
    (
        {"queries": [{"name": "a", "born": 1}, {"nmae": "b"}]},
        [("/body/queries/0/born", "type"), ("/body/queries/1/nmae", "unknown"), ("/body/queries/1/name", "required")],
    ),
]


@pytest.fixture
def client() -> PublicClient:
    """Reads what the test has put there."""
    client = PublicClient()
    client.publishing = False
    return client


def post(client: Client, body: Any, **more: Any) -> Any:
    """The answer to a body, which is JSON unless it is bytes."""
    sent = body if isinstance(body, bytes) else json.dumps(body)
    return client.post(ADDRESS, sent, **{"content_type": "application/json", **more})


def match(client: Client, **query: Any) -> list[dict[str, Any]]:
    """The candidates for one query."""
    response = post(client, {"queries": [query]})
    assert response.status_code == 200, response.content
    (result,) = response.json()["results"]
    found: list[dict[str, Any]] = result["candidates"]
    return found


def person(slug: str, *names: str, **given: Any) -> dict[str, Any]:
    """A body with these spellings."""
    told = [{"text": text, "citations": []} for text in names]
    return person_body(slug, name=names[0], names=told, **given)


def test_the_persons_of_the_seeds_are_matched_with_reasons(client: PublicClient, get: Get, db: None) -> None:
    call_command("import_seeds", verbosity=0)
    client.publishing = True
    position = get("persons?limit=1")["position"]
    client.publishing = False
    queries = [{"id": "7", "name": "Колесникова Мария"}, {"name": "Nobody Of This Name"}, {"name": "Ales Bialiatski"}]
    answer = post(client, {"queries": queries}).json()
    assert [one["id"] for one in answer["results"]] == ["7", None, None]
    first, nobody, second = [one["candidates"] for one in answer["results"]]
    assert (first[0]["slug"], second[0]["slug"]) == ("maria-kalesnikava", "ales-bialiatski")
    assert nobody == []
    assert answer["position"] == position
    best = first[0]
    assert best["name"] in {one["text"] for one in get("persons/maria-kalesnikava")["names"]}
    assert best["url"] == f"/api/v1/persons/{best['id']}"
    assert best["status"] == "released"
    assert 0.9 < best["score"] <= 1
    assert all(reason["code"] and reason["text"] for reason in best["reasons"])
    assert faults(get("schema"), "Matches", answer) == []
    assert faults(get("schema"), "MatchRequest", {"queries": queries}) == []


def test_a_date_of_birth_and_a_country_tell_namesakes_apart(client: PublicClient, db: None) -> None:
    for slug, born, country in (("old", "1950-01-02", "BY"), ("young", "1990-03-04", "PL")):
        told = {"value": born, "conflicting": False, "independent_sources": 1, "citations": []}
        put(person(slug, "Ihar Vydumka", born=told, nationalities=[{"country": country, "citations": []}]))
    for known, slug in (({"born": "1990"}, "young"), ({"born": "1950-01"}, "old"), ({"country": "PL"}, "young")):
        best, other = match(client, name="Игорь Выдумка", **known)
        assert best["slug"] == slug
        assert best["score"] > other["score"]
    best, other = match(client, name="Игорь Выдумка", born="1990", country="PL")
    assert {"same_birth", "same_country"} <= {reason["code"] for reason in best["reasons"]}
    assert {"other_birth", "other_country"} <= {reason["code"] for reason in other["reasons"]}


def test_any_of_several_spellings_is_enough_and_the_one_that_is_alike_is_told(client: PublicClient, db: None) -> None:
    put(person("x", "Alesia Vydumka", "Olesya Vydumko"))
    assert match(client, name="王明") == []
    (found,) = match(client, name="王明", names=["Олеся Выдумко"])
    assert (found["slug"], found["name"]) == ("x", "Olesya Vydumko")


def test_so_many_candidates_as_are_asked_for(client: PublicClient, db: None) -> None:
    for number in range(30):
        put(person(f"p{number}", f"Ihar Vydumka{'a' * (number % 3)}"))
    assert len(match(client, name="Ihar Vydumka")) == 5
    assert len(match(client, name="Ihar Vydumka", limit=20)) == 20


def test_each_audience_is_matched_with_its_own_names(client: PublicClient, db: None) -> None:
    put(person("x", NAME_WITHHELD))
    put(person("x", "Alesia Vydumka"), audience=Audience.PARTNER)
    _key, token = issue_key(partner=make_partner(), label="a", actor=make_user())
    body = {"queries": [{"name": "Олеся Выдумка"}, {"name": NAME_WITHHELD}]}
    assert [one["candidates"] for one in post(client, body).json()["results"]] == [[], []]
    told = post(client, body, headers={"authorization": f"Bearer {token}"}).json()["results"]
    assert [[one["slug"] for one in result["candidates"]] for result in told] == [["x"], []]


def test_nobody_is_picked_out_of_very_many_by_one_part_of_a_name_that_has_others(
    client: PublicClient, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slug in ("ihar", "maryna", "siarhei"):
        put(person(slug, f"{slug.title()} Vydumka"))
    put(person("unseen", "Palina Vydumka"), audience=Audience.PARTNER)
    # Four have it, of which three are published to whoever asks.
    monkeypatch.setattr(seeking, "TOO_MANY", 4)
    assert {one["slug"] for one in match(client, name="Zmitser Vydumka")} == {"ihar", "maryna", "siarhei"}
    monkeypatch.setattr(seeking, "TOO_MANY", 3)
    assert match(client, name="Zmitser Vydumka") == []
    assert [one["slug"] for one in match(client, name="Igor Vydumka")] == ["ihar"]
    assert {one["slug"] for one in match(client, name="Vydumka")} == {"ihar", "maryna", "siarhei"}


@pytest.mark.parametrize(("body", "expected"), REFUSED)
def test_what_is_not_understood_is_named_and_nothing_is_answered(
    client: PublicClient, db: None, body: Any, expected: list[tuple[str, str]]
) -> None:
    response = post(client, body)
    problem = response.json()
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert sorted((one["pointer"], one["code"]) for one in problem["errors"]) == sorted(expected)
    assert all(one["message"] for one in problem["errors"])


@pytest.mark.parametrize(
    "body", [b" ", b"{", b"\xff", b"queries=1", b'{"queries": [{"name": "\\ud800"}]}', b"[" * 3000]
)
def test_what_is_no_json_is_refused(client: PublicClient, db: None, body: bytes) -> None:
    assert post(client, body).json()["errors"][0] == {
        "pointer": "/body",
        "code": "json",
        "message": "Expected JSON, in UTF-8.",
    }


def test_no_sentence_repeats_what_was_sent(client: PublicClient, db: None) -> None:
    word = "kanarejka"
    query = {"name": [word], "names": word, "born": [word], "country": word, "limit": word, "id": [word]}
    body = {"queries": [query, {"name": word * 40}, word, {"name": word, "names": [word * 40]}]}
    problem = post(client, body).json()
    assert len(problem["errors"]) == 9
    assert word not in str(problem)
    assert word not in str(post(client, {"queries": [{"name": word, "born": word}]}).json())


def test_faults_are_told_up_to_twenty(client: PublicClient, db: None) -> None:
    assert len(post(client, {"queries": [{}] * 100}).json()["errors"]) == 20


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/ld+json", ""])
def test_only_json_is_taken(client: PublicClient, db: None, kind: str) -> None:
    assert post(client, {"queries": [{"name": "a"}]}, content_type=kind).status_code == 415
    assert post(client, {"queries": [{"name": "a"}]}, content_type="Application/JSON; charset=utf-8").status_code == 200


def test_what_is_too_long_is_refused_and_the_longest_that_there_may_be_is_not(client: PublicClient, db: None) -> None:
    body = json.dumps({"queries": [{"name": "a"}]}).encode()
    assert post(client, body.ljust(LARGEST_BODY)).status_code == 200
    assert post(client, body.ljust(LARGEST_BODY + 1)).status_code == 413


def test_parameters_and_other_media_types_are_refused(client: PublicClient, db: None) -> None:
    body = json.dumps({"queries": [{"name": "a"}]})
    told = client.post(f"{ADDRESS}?q=a", body, content_type="application/json")
    assert (told.status_code, told.json()["errors"][0]["pointer"]) == (400, "/query/q")
    assert post(client, body.encode(), headers={"accept": "text/csv"}).status_code == 406


def test_a_page_from_elsewhere_may_ask_without_a_key(client: PublicClient, db: None) -> None:
    asked = {"origin": "https://partner.example", "access-control-request-method": "POST"}
    preflight = client.options(ADDRESS, headers={**asked, "access-control-request-headers": "content-type"})
    assert (preflight.status_code, preflight["Allow"]) == (204, "POST, OPTIONS")
    assert preflight["Access-Control-Allow-Methods"] == "POST, OPTIONS"
    assert preflight["Access-Control-Allow-Headers"] == "Accept, Content-Type"
    answer = post(client, {"queries": [{"name": "a"}]}, headers={"origin": "https://partner.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "trace"])
def test_names_are_sent_and_never_stand_in_an_address(client: PublicClient, db: None, method: str) -> None:
    response = getattr(client, method)(ADDRESS)
    assert (response.status_code, response["Allow"]) == (405, "POST, OPTIONS")


def test_no_token_against_forgery_is_asked_for(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    assert post(client, {"queries": [{"name": "a"}]}).status_code == 200


def test_each_query_counts_as_a_request(client: PublicClient, db: None, settings: Settings) -> None:
    settings.ANONYMOUS_PER_MINUTE = 12
    ten = {"queries": [{"name": "a"}] * 10}
    assert post(client, ten)["RateLimit"].startswith('"requests";r=2;')
    assert post(client, ten).status_code == 429
    assert post(client, {"queries": [{}]}).status_code == 400
    assert post(client, b" ").status_code == 400
    assert post(client, b" ", content_type="text/plain").status_code == 429


def test_where_the_database_cannot_count_the_process_counts_queries() -> None:
    known = budgets.LocalBudgets()
    assert known.take(b"a", 12, 10)[0] == 2
    assert known.take(b"a", 12, 3)[0] is None
    assert known.take(b"a", 12, 2)[0] == 0


def test_queries_that_take_too_long_together_are_given_up(
    client: PublicClient, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likely, "LONGEST", -1.0)
    response = post(client, {"queries": [{"name": "a"}]})
    assert response.status_code == 503
    assert "fewer" in response.json()["detail"]


@pytest.mark.parametrize("name", ["-", "\x00", "  ", "a " * 100, "a" * 200, "щ" * 200, "王" * 200, "%_\\'", "ʼʼ", "12"])
def test_nothing_that_is_asked_breaks_anything(client: PublicClient, db: None, name: str) -> None:
    put(person("x", "Alesia Vydumka"))
    assert match(client, name=name, names=[name[::-1]]) == []
