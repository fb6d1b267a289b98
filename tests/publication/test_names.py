"""``q`` of persons: found by any spelling, the likeliest first, and by published names alone."""

from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command

from publication.api.listing import MOST_RANKED
from publication.columns import columns_of
from publication.models import PublishedRecord
from publication.rendering.naming import NAME_WITHHELD
from publication.vocabulary import Kind
from sources.vocabulary import Audience
from tests.publication.conftest import Get
from tests.publication.published import person_body, put, withdraw
from tests.publication.publishing import PublicClient

SHE = "maria-kalesnikava"
SPELLINGS = ["Колесникова", "Kaleśnikava", "Masha Kolesnikova", "kalesnikova maria"]
SPELLINGS += ["Марыя Калеснікава", "Kolesnikowa, Marija", "M. Kalesnikava", "Maria Kolesnikowa", "Kalesnikva Maryia"]


@pytest.fixture
def client() -> PublicClient:
    """Reads what the test has put there."""
    client = PublicClient()
    client.publishing = False
    return client


def person(slug: str, *names: str, **given: Any) -> dict[str, Any]:
    """A body with these spellings."""
    told = [{"text": text, "citations": []} for text in names]
    return person_body(slug, name=names[0], names=told, **given)


def found(get: Get, name: str, more: str = "") -> list[str]:
    """Slugs in their order."""
    return [body["slug"] for body in get(f"persons?q={name}{more}")["results"]]


def test_she_is_found_first_among_the_seeds_in_every_spelling(client: PublicClient, db: None) -> None:
    call_command("import_seeds", verbosity=0)
    client.publishing = True
    for spelling in SPELLINGS:
        page: Any = client.get("/api/v1/persons", {"q": spelling}).json()
        client.publishing = False
        assert page["results"][0]["slug"] == SHE, spelling
        assert page["next"] is None
        for suffix in ("ndjson", "csv"):
            lines = client.get(f"/api/v1/persons.{suffix}", {"q": spelling}).getvalue().decode().splitlines()
            assert SHE in lines[1 if suffix == "csv" else 0], (spelling, suffix)
            assert len(lines) - (2 if suffix == "csv" else 1) == len(page["results"])


def test_the_likeliest_come_first_then_those_whose_names_contain_the_text(get: Get, db: None) -> None:
    put(person("contains", "Kalinowskaya Ola"))
    put(person("slip", "Volha Kalimouskaya"))
    put(person("she", "Вольга Каліноўская"))
    put(person("other", "Taisia Prydumka"))
    assert found(get, "Volha Kalinouskaya")[0] == "she"
    assert found(get, "kalin") == ["contains"]
    assert found(get, "Kalinouskaja")[-1] == "slip"
    assert "other" not in found(get, "Kalinouskaya")
    assert {"contains", "other"} <= set(found(get, "ka"))


def test_a_given_name_alone_and_a_surname_alone_find_everybody_of_that_name(get: Get, db: None) -> None:
    for number, name in enumerate(("Siarhei Kavalionak", "Сергей Выдумка", "Ihar Kavalionak", "Serge Kazka")):
        put(person(f"p{number}", name))
    assert set(found(get, "Сяргей")) == {"p0", "p1", "p3"}
    assert set(found(get, "Kovalenok")) == {"p0", "p2"}


def test_nobody_is_listed_whose_given_name_or_gender_contradicts(get: Get, db: None) -> None:
    put(person("man", "Aliaksandr Vydumka"))
    put(person("woman", "Volha Vydumka"))
    assert found(get, "Olga Vydumka") == ["woman"]
    put(person("son", "Siarhei Ivanavich Petrau"))
    assert found(get, "Siarhei Piatrovich Petrau") == []


@pytest.mark.parametrize(("more", "expected"), [("&country=PL", ["b"]), ("&ids={a}", ["a"]), ("&status=released", [])])
def test_other_filters_narrow_what_is_found(get: Get, db: None, more: str, expected: list[str]) -> None:
    first, second = UUID(int=1), UUID(int=2)
    put(person("a", "Ihar Vydumka", id=first))
    put(person("b", "Ihar Vydumka", id=second, nationalities=[{"country": "PL", "citations": []}]))
    assert found(get, "Игорь Выдумка", more.format(a=first)) == expected


def test_namesakes_come_in_the_order_of_ids_whatever_was_written_first(get: Get, db: None) -> None:
    for number in (3, 1, 2):
        put(person(f"p{number}", "Ihar Vydumka", id=UUID(int=number)))
    assert found(get, "Ihar Vydumka") == ["p1", "p2", "p3"]


def test_a_list_in_the_order_of_likeness_is_one_page_of_a_hundred_at_most(client: PublicClient, db: None) -> None:
    for number in range(MOST_RANKED + 5):
        put(person(f"p{number}", "Ihar Vydumka", id=UUID(int=number)))
    asked = "/api/v1/persons?q=Igor Vydumka&fields=slug"
    assert [len(client.get(f"{asked}{more}").json()["results"]) for more in ("", "&limit=7", "&limit=100")] == [
        50,
        7,
        100,
    ]
    assert client.get(f"{asked}&limit=7").json()["next"] is None
    everybody = client.get("/api/v1/persons.ndjson?q=Igor Vydumka&fields=slug").getvalue().splitlines()
    assert b'"count":100' in everybody[-1]
    assert b'"slug":"p0"' in everybody[0]
    assert len(client.get("/api/v1/persons.csv?q=Igor Vydumka&limit=7").getvalue().splitlines()) == 9


def test_whoever_is_not_published_to_somebody_is_not_found_and_changes_nothing(get: Get, db: None) -> None:
    put(person("seen", "Ihar Vydumka"))
    before = get("persons?q=Ihar Vydumka")
    for number in range(5):
        put(person(f"unseen-{number}", "Ihar Vydumka"), audience=Audience.PARTNER)
    assert get("persons?q=Ihar Vydumka") == before
    gone = person("gone", "Alesia Vydumka")
    put(gone)
    withdraw(gone)
    assert "gone" not in found(get, "Олеся Выдумка")


def test_a_withheld_name_has_no_keys_and_no_texts(get: Get, db: None) -> None:
    put(person("withheld", NAME_WITHHELD))
    kept = PublishedRecord.objects.get(slug="withheld")
    assert (kept.name_texts, kept.name_keys, kept.search) == ([], [], "")
    for text in (NAME_WITHHELD, "withheld", "Name"):
        assert found(get, text) == []


def test_only_persons_have_keys_and_only_from_their_bodies(db: None) -> None:
    told = columns_of(Kind.PERSON, person("x", "Ihar Vydumka", "Игорь Выдумка"), b"")
    assert told.name_texts == ["Ihar Vydumka", "Игорь Выдумка"]
    assert told.name_keys == sorted(set(told.name_keys))
    assert told.name_keys


@pytest.mark.parametrize("text", ["-", "%", "a" * 200, "щ" * 200, "я " * 99, "王" * 200, "'; DROP", "12", "ʼ", "M."])
def test_nothing_that_is_asked_breaks_anything(get: Get, db: None, text: str) -> None:
    put(person("x", "Alesia Vydumka"))
    assert found(get, text.replace("%", "%25")) == []


def test_the_page_is_that_of_the_position_it_was_found_at(client: PublicClient, db: None) -> None:
    position = put(person("x", "Ihar Vydumka"))
    response = client.get("/api/v1/persons?q=Igor Vydumka")
    assert response.json()["position"] == position
    again = client.get("/api/v1/persons?q=Igor Vydumka", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    put(person("y", "Ihar Vydumka"))
    again = client.get("/api/v1/persons?q=Igor Vydumka", headers={"if-none-match": response["ETag"]})
    assert (again.status_code, len(again.json()["results"])) == (200, 2)
