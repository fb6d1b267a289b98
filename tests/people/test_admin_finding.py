"""Staff find a person by any spelling, in the list and in every box that asks for one; the likeliest comes first."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Person
from people.naming.indexing import make_marked_keys
from tests import factories as f
from tests.desk import editor

pytestmark = pytest.mark.django_db
LIST = "admin:people_person_changelist"
BOXES = (
    *(("detention", "person"), ("release", "person"), ("relationship", "person"), ("relationship", "other")),
    *(("citation", "attributed_person"), ("statement", "speaker_person"), ("eventpart", "person"), ("hold", "person")),
    *(("role", "person"), ("merge", "survivor")),
)
HER = ("Maria Kalesnikava", "Марыя Калеснікава")


@pytest.fixture
def crowd() -> Person:
    """Somebody of many names among others of like names."""
    for name in ("Ihar Kalesnikau", "Volha Kalesnikava", "Maria Vydumka", "Aleh Kolesnik"):
        f.PersonFactory.create(called=name)
    her: Person = f.PersonFactory.create(slug="maria-kalesnikava", called=HER[0])
    f.NameFactory.create(person=her, text=HER[1])
    f.IdentifierFactory.create(person=her, scheme="list", value="Q-17")
    return her


def listed(term: str, **besides: str) -> list[Person]:
    response = editor().get(reverse(LIST), {"q": term, **besides})
    return list(response.context["cl"].result_list)


def offered(term: str, model: str = "release", field: str = "person") -> list[str]:
    asked = {"app_label": "people", "model_name": model, "field_name": field, "term": term}
    found: list[dict[str, Any]] = editor().get(reverse("admin:autocomplete"), asked).json()["results"]
    return [one["id"] for one in found]


@pytest.mark.parametrize(
    "term",
    [
        *("Марія Колеснікова", "Kaleśnikava Maryja", "Masha Kolesnikova", "kalesnikova maria", "M. Kolesnikowa"),
        *("maria-kalesnikava", "Q-17", "Марыя Калес", "aria Kalesnik"),
    ],
)
def test_she_is_found_first(crowd: Person, term: str) -> None:
    assert listed(term)[0] == crowd
    assert offered(term)[0] == str(crowd.pk)


def test_a_surname_alone_finds_everybody_of_it_and_nobody_else(crowd: Person) -> None:
    assert {str(person) for person in listed("Колесникова")} == {"Volha Kalesnikava", "Maria Kalesnikava"}


@pytest.mark.parametrize(("model", "field"), BOXES)
def test_every_box_that_asks_for_a_person_finds_her(crowd: Person, model: str, field: str) -> None:
    assert offered("Маша Колесникова", model, field)[0] == str(crowd.pk)


def test_whoever_was_merged_away_is_not_offered_but_the_survivor(crowd: Person) -> None:
    survivor = f.PersonFactory.create(slug="another-spelling", called="Zusammen Geführt")
    f.MergeFactory.create(survivor=survivor, former=crowd)
    for term in ("Masha Kolesnikova", "maria-kalesnikava", "Q-17"):
        assert survivor in listed(term)
        assert crowd not in listed(term)
        assert str(survivor.pk) in offered(term)
        assert str(crowd.pk) not in offered(term)
    assert str(crowd.pk) not in offered("")
    assert str(survivor.pk) in offered("")


def test_the_order_of_a_column_wins_where_somebody_asked_for_it(crowd: Person) -> None:
    other = f.PersonFactory.create(sort_key="aaa", called="Maria Kalesnikova")
    assert listed("Maria Kalesnikava")[0] == crowd
    assert listed("Maria Kalesnikava", o="-1")[0] == other


@pytest.mark.parametrize("term", ["", "   ", "%", "'", "\u200e", "王" * 400, "a " * 400, "ʼʼ", "-", "🙂"])
def test_nothing_that_is_typed_breaks_anything(crowd: Person, term: str) -> None:
    listed(term)
    offered(term)


@pytest.mark.parametrize("ask", [listed, offered])
def test_a_search_costs_the_same_queries_for_few_and_for_many(crowd: Person, ask: Any) -> None:
    def cost() -> int:
        make_marked_keys()
        with CaptureQueriesContext(connection) as asked:
            ask("Masha Kolesnikova")
        return len(asked)

    cost()
    few = cost()
    for number in range(30):
        person = f.PersonFactory.create(called="Maria Kalesnikava")
        f.NameFactory.create(person=person, text=f"Masha Kolesnikova {number}")
        f.MergeFactory.create(survivor=crowd, former=f.PersonFactory.create(called="Maryja Kalesnikava"))
    # One more asks who stands for those merged away; one says how far the keys are.
    assert cost() <= few + 3
