"""Suggestions while somebody types."""

from typing import Any

import pytest

from publication.api.reconciling.properties import PROPERTIES
from publication.rendering.naming import NAME_WITHHELD
from tests.publication.published import person_body, put
from tests.publication.publishing import PublicClient
from tests.publication.reconciling.service import DRAFT, ROOT, held, person

VERSIONS = [(ROOT, "0.2"), (DRAFT, "1.0-draft")]


def suggested(client: PublicClient, kind: str, prefix: str, **more: Any) -> list[dict[str, Any]]:
    """What both versions suggest alike, unless ``more`` is of one alone."""
    below = VERSIONS if not more else VERSIONS[:1] if "cursor" in more else VERSIONS[1:]
    found = [
        held(version, "suggestions", client.get(f"{address}/suggest/{kind}", {"prefix": prefix, **more}))["result"]
        for address, version in below
    ]
    assert all(one == found[0] for one in found)
    result: list[dict[str, Any]] = found[0]
    return result


@pytest.mark.parametrize("prefix", ["Vydu", "Выдумка", "olesya vydumka", "Alesia", "ВЫД"])
def test_somebody_is_suggested_by_any_spelling_and_its_beginning(client: PublicClient, db: None, prefix: str) -> None:
    body = person("x", "Alesia Vydumka", "Олеся Выдумка", born="1990")
    put(body)
    put(person("y", "Ihar Kazka"))
    assert suggested(client, "entity", prefix) == [
        {
            "id": body["id"],
            "name": "Alesia Vydumka",
            "description": "unknown; born 1990",
            "notable": [{"id": "Person", "name": "Person"}],
        }
    ]


def test_an_id_is_suggested(client: PublicClient, db: None) -> None:
    body = person("x", "Alesia Vydumka")
    put(body)
    (found,) = suggested(client, "entity", f" {body['id']} ")
    assert found["id"] == body["id"]
    assert suggested(client, "entity", "7b0b1b1e-0000-4000-8000-000000000002") == []


def test_whose_name_is_withheld_is_not_suggested(client: PublicClient, db: None) -> None:
    put(person_body("x", name=NAME_WITHHELD))
    assert suggested(client, "entity", NAME_WITHHELD) == []


@pytest.mark.parametrize("prefix", ["", "-", "  ", "%"])
def test_nobody_is_suggested_by_nothing(client: PublicClient, db: None, prefix: str) -> None:
    put(person("x", "Alesia Vydumka"))
    assert suggested(client, "entity", prefix) == []


def test_pages_go_on_where_the_last_one_ended(client: PublicClient, db: None) -> None:
    for number in range(15):
        put(person(f"p{number}", f"Ihar Vydumka{'a' * (number % 3)}"))
    first, rest = suggested(client, "entity", "Vydumka"), suggested(client, "entity", "Vydumka", cursor=10)
    assert (len(first), len(rest)) == (10, 5)
    assert suggested(client, "entity", "Vydumka", offset=10) == rest
    assert suggested(client, "entity", "Vydumka", offset=2, limit=3) == first[2:5]
    assert suggested(client, "entity", "Vydumka", offset=500) == []


def test_properties_and_types_are_suggested(client: PublicClient, db: None) -> None:
    assert [one["id"] for one in suggested(client, "property", "", limit=50)] == [one.id for one in PROPERTIES]
    assert [one["id"] for one in suggested(client, "property", "Release")] == ["released", "released_claims", "mode"]
    assert [one["id"] for one in suggested(client, "type", "pers")] == ["Person"]
    assert [one["id"] for one in suggested(client, "type", "")] == ["Person"]
    assert suggested(client, "type", "place") == []


def test_what_clients_send_besides_is_ignored_but_for_a_call_for_jsonp(client: PublicClient, db: None) -> None:
    address = f"{ROOT}/suggest/entity?prefix=a&spell=always&prefixed=true&type=Person&type_strict=any&filter="
    assert client.get(address).status_code == 200
    refused = client.get(f"{address}&callback=jQuery1")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/query/callback")


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("", ("/query/prefix", "required")),
        ("prefix=a&prefix=b", ("/query/prefix", "repeated")),
        (f"prefix={'a' * 201}", ("/query/prefix", "max_length")),
        ("prefix=%00", ("/query/prefix", "null_characters_not_allowed")),
        ("prefix=a&limit=", ("/query/limit", "invalid")),
        ("prefix=a&limit=x", ("/query/limit", "invalid")),
        ("prefix=a&offset=-1", ("/query/offset", "invalid")),
        ("prefix=volia_abc_def", ("/query", "key")),
    ],
)
def test_what_is_wrong_is_named(client: PublicClient, db: None, query: str, fault: tuple[str, str]) -> None:
    (told,) = client.get(f"{DRAFT}/suggest/entity?{query}").json()["errors"]
    assert (told["pointer"], told["code"]) == fault
