"""Who is a candidate, who is a match, and what a condition demands."""

from typing import Any

import pytest

from publication.models import Alias
from publication.vocabulary import Kind
from sources.vocabulary import Audience
from tests.publication.published import put, withdraw
from tests.publication.publishing import PublicClient
from tests.publication.reconciling.service import candidates, having, name, person, result

HER = "Alesia Vydumka"


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in found]


@pytest.fixture
def namesakes(db: None) -> dict[str, str]:
    """Two of one name, born in different years in different countries; by slug their ids."""
    old = person("old", "Ihar Vydumka", born="1950-01-02", country="BY")
    young = person("young", "Ihar Vydumka", "Игорь Выдумка", born="1990-03-04", country="PL")
    for body in (old, young):
        put(body)
    return {"old": old["id"], "young": young["id"]}


def test_whoever_stands_alone_is_a_match(client: PublicClient, db: None) -> None:
    put(person("x", HER))
    put(person("y", "Ihar Kazka"))
    (found,) = result(client, query="Олеся Выдумко")
    assert found["match"]
    assert found["score"] >= 95


def test_of_several_who_share_a_name_nobody_is_a_match(client: PublicClient, namesakes: dict[str, str]) -> None:
    for query in ({"query": "Ihar Vydumka"}, {"query": "Ihar Vydumka", "limit": 1}):
        found = result(client, **query)
        assert len(found) == query.get("limit", 2)
        assert not any(one["match"] for one in found)
    assert not any(one["match"] for one in candidates(client, name("Ihar Vydumka"), limit=1))


@pytest.mark.parametrize(
    ("pid", "value", "slug"),
    [
        *(("born", one, "young") for one in ("1990", 1990, 1990.0, "1990-03-04T00:00:00Z", ["x", "1990-03"])),
        ("born", "1950-01-02", "old"),
        *(("country", one, "young") for one in ("PL", "pl", "POL", "Poland", {"id": "Q36", "name": "Poland"})),
    ],
)
def test_what_else_is_known_tells_namesakes_apart(
    client: PublicClient, namesakes: dict[str, str], pid: str, value: Any, slug: str
) -> None:
    first, *others = result(client, query="Ihar Vydumka", properties=[{"pid": pid, "v": value}])
    assert first["id"] == namesakes[slug]
    assert "born 19" in first["description"]
    # Whoever was born in another year is meant so rarely that they are in no list; one from elsewhere may be meant.
    assert len(others) == (pid == "country")
    assert first["match"] == (pid == "born")
    assert {"born": "same_birth", "country": "same_country"}[pid] in {one["id"] for one in first["features"]}
    assert all(first["score"] > other["score"] for other in others)
    again = candidates(client, name("Ihar Vydumka"), having(pid, value))
    assert [one["score"] for one in again] == [one["score"] for one in (first, *others)]


@pytest.mark.parametrize("value", ["yesterday", "", " ", [], True, "..", {"id": "Q1"}, "²", "1e999", "x" * 500, 1e300])
def test_what_is_not_understood_in_a_cell_refines_nothing(
    client: PublicClient, namesakes: dict[str, str], value: Any
) -> None:
    plain = result(client, query="Ihar Vydumka")
    for pid in ("born", "country", "P569"):
        assert result(client, query="Ihar Vydumka", properties=[{"pid": pid, "v": value}]) == plain


def test_another_spelling_is_a_property_and_is_enough(client: PublicClient, db: None) -> None:
    put(person("x", HER))
    assert result(client, query="王明") == []
    (found,) = result(client, query="王明", properties=[{"pid": "name", "v": ["Олеся Выдумко", "x" * 300]}])
    assert found["name"] == HER
    assert ids(result(client, properties=[{"pid": "name", "v": HER}])) == [found["id"]]


def test_without_a_name_nobody_is_found(client: PublicClient, namesakes: dict[str, str]) -> None:
    assert result(client, properties=[{"pid": "born", "v": "1990"}]) == []
    assert candidates(client, having("country", "BY")) == []


def test_an_id_is_found_and_leads_to_whoever_it_is_now(client: PublicClient, namesakes: dict[str, str]) -> None:
    young, former = namesakes["young"], "7b0b1b1e-0000-4000-8000-000000000001"
    Alias.objects.create(audience=Audience.PUBLIC, kind=Kind.PERSON, key=former, record=young, former=former)
    for key in (young, young.upper(), former):
        (found,) = result(client, query=key)
        assert (found["id"], found["score"], found["match"]) == (young, 100, True)
        assert ids(candidates(client, {"matchType": "id", "propertyValue": key})) == [young]
    assert result(client, query="7b0b1b1e-0000-4000-8000-000000000002") == []


def test_whoever_is_withdrawn_is_not_found(client: PublicClient, db: None) -> None:
    body = person("x", HER)
    put(body)
    withdraw(body)
    assert result(client, query=HER) == result(client, query=body["id"]) == []


@pytest.mark.parametrize(
    ("condition", "slugs"),
    [
        (having("country", "PL", required=True), ["young"]),
        (having("country", ["PL", "BY"], required=True), ["old", "young"]),
        (having("country", ["PL", "BY"], required=True, matchQuantifier="all"), []),
        (having("country", ["PL"], required=True, matchQuantifier="none"), ["old"]),
        (having("country", "nowhere", required=True), []),
        (having("born", "1950", required=True), ["old"]),
        (having("born", "1950", required=True, matchQuantifier="none"), ["young"]),
        (having("P569", "1950", required=True), []),
        (having("P569", "1950", required=True, matchQuantifier="none"), ["old", "young"]),
        (name("Игорь Выдумка", required=True, matchQuantifier="none"), ["old"]),
        (having("country", "PL", matchQuantifier="none"), ["old", "young"]),
    ],
)
def test_what_is_required_is_demanded(
    client: PublicClient, namesakes: dict[str, str], condition: dict[str, Any], slugs: list[str]
) -> None:
    found = candidates(client, name("Ihar Vydumka"), condition)
    assert sorted(ids(found)) == sorted(namesakes[slug] for slug in slugs)
    assert [one["match"] for one in found if len(found) == 1] == [True] * (len(found) == 1)


def test_a_required_id_leaves_nobody_else(client: PublicClient, namesakes: dict[str, str]) -> None:
    condition = {"matchType": "id", "propertyValue": {"id": namesakes["old"]}, "required": True}
    assert ids(candidates(client, name("Ihar Vydumka"), condition)) == [namesakes["old"]]
    both = candidates(client, name("Ihar Vydumka"), {**condition, "required": False})
    assert [(one["id"], one["match"]) for one in both] == [(namesakes["old"], True), (namesakes["young"], False)]


def test_so_many_as_are_asked_for_and_never_more_than_twenty(client: PublicClient, db: None) -> None:
    for number in range(30):
        put(person(f"p{number}", f"Ihar Vydumka{'a' * (number % 3)}"))
    assert [len(result(client, query="Ihar Vydumka", **more)) for more in ({}, {"limit": 7}, {"limit": 500})] == [
        5,
        7,
        20,
    ]


def test_whoever_contradicts_the_name_is_in_no_list(client: PublicClient, db: None) -> None:
    put(person("x", "Volha Ihnatsieuna Vydumka"))
    assert result(client, query="Volha Piatrouna Zusim") == []
    assert result(client, query="Ihar Piatrovich Vydumka") == []


@pytest.mark.parametrize("text", ["-", "\x00", "  ", "a " * 100, "щ" * 200, "王" * 200, "%_\\'", "12"])
def test_nothing_that_is_asked_breaks_anything(client: PublicClient, db: None, text: str) -> None:
    put(person("x", HER))
    assert result(client, query=text, properties=[{"pid": "name", "v": text[::-1]}]) == []
