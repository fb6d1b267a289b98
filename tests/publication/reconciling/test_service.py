"""The service: manifests, batches as both versions send them, and what is refused as a whole."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from publication.api import likely
from publication.api.queries import MOST_QUERIES
from publication.api.sent import LARGEST_BODY
from publication.rendering.naming import NAME_WITHHELD
from sources.vocabulary import Audience
from tests.accounts.conftest import make_user
from tests.publication.published import put
from tests.publication.publishing import PublicClient
from tests.publication.reconciling.service import DRAFT, FORM, ROOT, asked, faults, held, name, person, posted, result
from tests.publication.test_throttling import key_of

TOO_MANY = {f"q{number}": {"query": "a"} for number in range(MOST_QUERIES + 1)}
REFUSED: list[tuple[Any, list[tuple[str, str]]]] = [
    ([], [("/body/queries", "type")]),
    ({"q0": {}}, [("/body/queries/q0", "anyOf")]),
    ({"q0": "Maria"}, [("/body/queries/q0", "type")]),
    ({"q0": {"query": ""}}, [("/body/queries/q0/query", "empty")]),
    ({"q0": {"query": "a" * 201}}, [("/body/queries/q0/query", "max_length")]),
    ({"q0": {"query": "a", "limit": 0}}, [("/body/queries/q0/limit", "minimum")]),
    ({"q0": {"query": "a", "limit": "3"}}, [("/body/queries/q0/limit", "type")]),
    ({"q0": {"properties": []}}, [("/body/queries/q0", "anyOf")]),
    ({"q0": {"query": "a", "properties": [{"pid": "born"}]}}, [("/body/queries/q0/properties/0/v", "required")]),
    ({"q0": {"query": "a", "type_strict": "never"}}, [("/body/queries/q0/type_strict", "invalid_choice")]),
    ({"a/b": {"query": "a", "nmae": 1}}, [("/body/queries/a~1b/nmae", "unknown")]),
]
REFUSED_DRAFT: list[tuple[Any, list[tuple[str, str]]]] = [
    ({}, [("/body/queries", "required")]),
    ({"q0": {"query": "a"}}, [("/body/q0", "unknown"), ("/body/queries", "required")]),
    ({"queries": [{"conditions": []}]}, [("/body/queries/0/conditions", "minItems")]),
    ({"queries": [{"query": "a"}]}, [("/body/queries/0/query", "unknown"), ("/body/queries/0/conditions", "required")]),
    ({"queries": [{"conditions": [{"propertyValue": "a"}]}]}, [("/body/queries/0/conditions/0/matchType", "required")]),
    (
        {"queries": [{"conditions": [{"matchType": "property", "propertyValue": "a"}]}]},
        [("/body/queries/0/conditions/0/propertyId", "required")],
    ),
    (
        {"queries": [{"conditions": [name({"nmae": "a"})]}]},
        [("/body/queries/0/conditions/0/propertyValue", "anyOf")],
    ),
]


def told_faults(response: Any) -> list[tuple[str, str]]:
    return sorted((one["pointer"], one["code"]) for one in response.json()["errors"])


def test_each_version_has_a_manifest_of_its_own(client: PublicClient, db: None) -> None:
    old = held("0.2", "manifest", client.get(ROOT))
    new = held("1.0-draft", "manifest", client.get(DRAFT))
    assert (old["versions"], new["versions"]) == (["0.2"], ["1.0-draft"])
    assert old["batchSize"] == new["batchSize"] == MOST_QUERIES
    assert old["defaultTypes"] == [{"id": "Person", "name": "Person"}]


def test_every_address_in_a_manifest_is_ours_and_leads_somewhere(client: PublicClient, db: None) -> None:
    body = person("x", "Alesia Vydumka")
    put(body)
    old = client.get(ROOT, headers={"host": "localhost:8000"}).json()
    assert old["identifierSpace"] == "http://localhost:8000/api/v1/persons/"
    services = [*old["suggest"].values(), old["extend"]["propose_properties"]]
    found = [f"{one['service_url']}{one['service_path']}?prefix=" for one in services]
    found += [old[part]["url"].replace("{{id}}", body["id"]) for part in ("view", "preview")]
    found += [old["schemaSpace"].partition("#")[0], old["documentation"]]
    found += [client.get(DRAFT, headers={"host": "localhost:8000"}).json()["view"]["url"].replace("{id}", body["id"])]
    for address in found:
        here, path = address[:21], address[21:]
        assert here == "http://localhost:8000"
        assert client.get(path).status_code == 200, path


def test_a_manifest_is_kept_by_whoever_has_it(client: PublicClient, db: None) -> None:
    for address in (ROOT, DRAFT):
        tag = client.get(address)["ETag"]
        assert client.get(address, headers={"if-none-match": tag}).status_code == 304
        assert client.get(address, headers={"host": "localhost"})["ETag"] != tag


def test_the_persons_of_the_seeds_are_found_by_both_versions_alike(client: PublicClient, db: None) -> None:
    call_command("import_seeds", verbosity=0)
    client.publishing = True
    client.get(ROOT)
    client.publishing = False
    query = {"query": "Колесникова Мария", "type": "Person", "limit": 3, "type_strict": "should"}
    batch = {"q0": query, "row 7": {"query": "Nobody Of This Name"}, "q2": {"query": "Ales Bialiatski"}}
    told = held("0.2", "results", posted(client, "queries", batch))
    assert list(told) == list(batch)
    best = told["q0"]["result"][0]
    assert (best["match"], best["type"]) == (True, [{"id": "Person", "name": "Person"}])
    assert best["description"].startswith("released since 2025-12-1")
    assert 95 <= best["score"] <= 100
    assert told["row 7"]["result"] == []
    assert held("0.2", "results", client.get(ROOT, {"queries": json.dumps(batch)})) == told
    texts = [query["query"], "Nobody Of This Name", "Ales Bialiatski"]
    draft = {"queries": [{"conditions": [name(text)], "limit": 3} for text in texts]}
    new = held("1.0-draft", "results", asked(client, "match", draft))["results"]
    ids = [[one["id"] for one in part["candidates"]] for part in new]
    assert ids == [[one["id"] for one in part["result"]][:3] for part in told.values()]
    assert all(one["name"] for one in new[0]["candidates"][0]["features"])


@pytest.mark.parametrize(("batch", "expected"), REFUSED)
def test_what_is_not_understood_is_named_and_nothing_is_answered(
    client: PublicClient, db: None, batch: Any, expected: list[tuple[str, str]]
) -> None:
    response = posted(client, "queries", batch)
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert told_faults(response) == sorted(expected)
    stood = client.get(ROOT, {"queries": json.dumps(batch)})
    assert told_faults(stood) == sorted((f"/query{pointer[5:]}", code) for pointer, code in expected)


@pytest.mark.parametrize(("batch", "expected"), REFUSED_DRAFT)
def test_the_draft_is_as_strict(client: PublicClient, db: None, batch: Any, expected: list[tuple[str, str]]) -> None:
    response = asked(client, "match", batch)
    assert response.status_code == 400
    assert told_faults(response) == sorted(expected)


def test_an_empty_batch_has_an_empty_answer(client: PublicClient, db: None) -> None:
    assert posted(client, "queries", {}).json() == {}
    assert asked(client, "match", {"queries": []}).json() == {"results": []}


@pytest.mark.parametrize("text", ["", "{", "queries", '{"q0": {"query": "\\ud800"}}', "[" * 3000])
def test_what_is_no_json_is_refused_where_it_stood(client: PublicClient, db: None, text: str) -> None:
    assert told_faults(posted(client, "queries", text)) == [("/body/queries", "json")]
    assert told_faults(client.get(ROOT, {"extend": text})) == [("/query/extend", "json")]


def test_a_form_has_one_field_that_is_known(client: PublicClient, db: None) -> None:
    one = quote(json.dumps({"q0": {"query": "a"}}))
    for form, expected in (
        ("&", [("/body/queries", "required")]),
        (f"query={one}", [("/body/query", "unknown")]),
        (f"queries={one}&queries={one}", [("/body/queries", "repeated")]),
        (f"queries={one}&extend={one}", [("/body/extend", "combined"), ("/body/queries", "combined")]),
        (f"queries={one}&callback=x", [("/body/callback", "unknown"), ("/body/queries", "combined")]),
    ):
        assert told_faults(client.post(ROOT, form, content_type=FORM)) == expected, form
    assert told_faults(client.get(f"{ROOT}?callback=x")) == [("/query/callback", "unknown")]
    assert told_faults(client.post(f"{ROOT}?x=1", f"queries={one}", content_type=FORM)) == [("/query/x", "unknown")]


def test_too_many_and_too_much_are_refused(client: PublicClient, db: None) -> None:
    for response in (
        posted(client, "queries", TOO_MANY),
        posted(client, "extend", {"ids": ["a"] * (MOST_QUERIES + 1), "properties": []}),
        asked(client, "match", {"queries": [{"conditions": [name("a")]}] * (MOST_QUERIES + 1)}),
        posted(client, "queries", " " * LARGEST_BODY),
    ):
        assert response.status_code == 413
    assert posted(client, "queries", {key: TOO_MANY[key] for key in list(TOO_MANY)[1:]}).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data; boundary=x", ""])
def test_each_version_takes_its_own_media_type(client: PublicClient, db: None, kind: str) -> None:
    batch = {"q0": {"query": "a"}}
    assert posted(client, "queries", batch, content_type=kind).status_code == 415
    assert posted(client, "queries", batch, content_type=f"{FORM}; charset=UTF-8").status_code == 200
    assert asked(client, "match", {"queries": []}, content_type=FORM).status_code == 415
    assert posted(client, "queries", batch, headers={"accept": "text/csv"}).status_code == 406


def test_no_sentence_repeats_what_was_sent(client: PublicClient, db: None) -> None:
    word = "kanarejka"
    batch = {"q0": {"query": [word], "limit": word, "type_strict": word}, "q1": {"query": word * 40}, "q2": word}
    assert word not in posted(client, "queries", batch).content.decode()
    assert word not in posted(client, "extend", {"ids": [word], "properties": [{"id": word}]}).content.decode()
    assert word not in asked(client, "match", {"queries": [{"conditions": [word]}]}).content.decode()


def test_a_page_from_elsewhere_may_ask_without_a_key(client: PublicClient, db: None) -> None:
    preflight = client.options(ROOT, headers={"origin": "https://a.example", "access-control-request-method": "POST"})
    assert preflight["Access-Control-Allow-Methods"] == "GET, HEAD, POST, OPTIONS"
    for response in (
        client.get(ROOT),
        posted(client, "queries", {"q0": {"query": "a"}}),
        asked(client, "match", {"queries": []}),
        client.get(f"{ROOT}/suggest/entity?prefix=a"),
    ):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert not response.cookies
    assert posted(client, "queries", {"q0": {"query": "a"}})["Cache-Control"] == "no-store"


def test_no_token_against_forgery_is_asked_for(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    assert posted(client, "queries", {"q0": {"query": "a"}}).status_code == 200
    assert asked(client, "match", {"queries": []}).status_code == 200


def test_each_query_counts_as_a_request_and_an_extension_as_one(
    client: PublicClient, db: None, settings: Settings
) -> None:
    settings.ANONYMOUS_PER_MINUTE = 12
    five = {f"q{number}": {"query": "a"} for number in range(5)}
    assert posted(client, "queries", five)["RateLimit"].startswith('"requests";r=7;')
    draft = {"queries": [{"conditions": [name("a")]}] * 3}
    assert asked(client, "match", draft)["RateLimit"].startswith('"requests";r=4;')
    assert posted(client, "extend", {"ids": ["a"] * 9, "properties": []})["RateLimit"].startswith('"requests";r=3;')
    assert client.get(ROOT)["RateLimit"].startswith('"requests";r=2;')
    assert posted(client, "queries", five).status_code == 429
    assert posted(client, "queries", "{").status_code == 400
    assert posted(client, "queries", "{", content_type="text/plain").status_code == 415
    assert posted(client, "queries", "{").status_code == 429


def test_queries_that_take_too_long_together_are_given_up(
    client: PublicClient, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likely, "LONGEST", -1.0)
    response = posted(client, "queries", {"q0": {"query": "a"}})
    assert response.status_code == 503
    assert "fewer" in response.json()["detail"]


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_other_methods_are_refused(client: PublicClient, db: None, method: str) -> None:
    for address, allowed in ((ROOT, "GET, HEAD, POST, OPTIONS"), (DRAFT, "GET, HEAD, OPTIONS")):
        response = getattr(client, method)(address)
        assert (response.status_code, response["Allow"]) == (405, allowed)
        assert allowed.replace(", OPTIONS", " and OPTIONS") in response.json()["detail"]
    assert client.get(f"{DRAFT}/match")["Allow"] == "POST, OPTIONS"


def test_each_audience_is_answered_with_its_own_names(client: PublicClient, db: None) -> None:
    body = person("x", "Alesia Vydumka")
    put({**body, "name": NAME_WITHHELD, "names": []})
    put(body, audience=Audience.PARTNER)
    _key, headers = key_of(make_user())
    assert result(client, query="Олеся Выдумка") == result(client, query=NAME_WITHHELD) == []
    (told,) = posted(client, "queries", {"q": {"query": "Олеся Выдумка"}}, headers=headers).json()["q"]["result"]
    assert told["id"] == body["id"]
    assert faults("0.2", "candidate", told) == []
