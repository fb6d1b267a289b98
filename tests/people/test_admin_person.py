"""A person can be found, added and read in the admin."""

from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import Detention, Person, Release
from sources.models import History
from tests.cast import make_cast
from tests.desk import editor, errors_of, held_by
from tests.factories import DetentionFactory, NameFactory, PersonFactory, RelationshipFactory, ReleaseFactory

pytestmark = pytest.mark.django_db
ADD = "admin:people_person_add"
LIST = "admin:people_person_changelist"


def _page(person: Person) -> str:
    return reverse("admin:people_person_change", args=[person.pk])


def _add(**typed: Any) -> Any:
    client = editor()
    page = client.get(reverse(ADD))
    return client.post(reverse(ADD), held_by(page, **typed))


ONE_NAME = {"names__TOTAL_FORMS": "1", "names__0__text": "Алеся Выдумка", "names__0__preferred": "on"}


def test_a_person_needs_nothing_but_a_name_from_which_slug_and_sort_key_are_made() -> None:
    assert _add(**ONE_NAME).status_code == 302
    person = Person.objects.with_name().get()
    assert (str(person), person.slug, person.sort_key) == ("Алеся Выдумка", "alesia-vydumka", "vydumka alesia")


def test_the_first_name_of_a_new_person_is_marked_as_preferred_already() -> None:
    assert _add(names__0__text="Jan Nichto").status_code == 302
    assert Person.objects.get().names.get().preferred


def test_adding_a_person_leaves_one_history_row_for_each_row_and_names_who_did_it() -> None:
    _add(**ONE_NAME)
    rows = History.objects.order_by("id")
    assert [(row.table, row.operation) for row in rows] == [("people_person", "I"), ("people_name", "I")]
    assert all(row.actor.startswith("user:") and row.request for row in rows)


def test_a_homonym_gets_six_hex_digits_of_its_own_id() -> None:
    _add(**ONE_NAME)
    _add(**ONE_NAME, all_the_same=str(Person.objects.get().pk))
    slugs = {person.slug: person.pk for person in Person.objects.all()}
    (second,) = slugs.keys() - {"alesia-vydumka"}
    assert second == f"alesia-vydumka-{slugs[second].hex[:6]}"


def test_a_person_without_a_preferred_name_is_refused_and_nothing_typed_is_lost() -> None:
    response = _add(**{**ONE_NAME, "names__0__preferred": None})
    assert "Mark one name as the preferred one." in errors_of(response)
    assert "Алеся Выдумка" in response.content.decode()
    assert not Person.objects.exists()


def test_a_preferred_name_that_fewer_may_see_than_the_person_is_refused() -> None:
    response = _add(**{**ONE_NAME, "audience": "2", "names__0__audience": "0"})
    assert "for a narrower audience than the person" in errors_of(response)
    assert not Person.objects.exists()
    assert _add(**{**ONE_NAME, "audience": "2", "names__0__audience": "2"}).status_code == 302


def test_two_preferred_names_are_refused_with_both_named() -> None:
    two = {**ONE_NAME, "names__TOTAL_FORMS": "2", "names__1__text": "Alesia", "names__1__preferred": "on"}
    two |= {"names__1__kind": "alias", "names__1__script": "Latn", "names__1__audience": "0"}
    response = _add(**two)
    assert "here are 2: “Алеся Выдумка”, “Alesia”" in errors_of(response)


def test_the_preferred_mark_moves_from_one_name_to_another_in_one_go() -> None:
    person = PersonFactory.create(called="Old Spelling")
    NameFactory.create(person=person, text="New Spelling")
    client = editor()
    held = held_by(client.get(_page(person)), names__0__preferred=None, names__1__preferred="on")
    assert client.post(_page(person), held).status_code == 302
    assert str(Person.objects.with_name().get()) == "New Spelling"


def test_a_bad_date_is_refused_with_the_sentence_of_the_date_and_kept_in_the_box() -> None:
    response = _add(**ONE_NAME, born="31.2.1990")
    assert "“31.2.1990” is not a date" in errors_of(response)
    assert 'value="31.2.1990"' in response.content.decode()


@pytest.mark.parametrize("term", ["Kaska", "kazka", "Казка", "mikola-kazka"])
def test_a_person_is_found_by_any_spelling(term: str) -> None:
    make_cast()
    response = editor().get(reverse(LIST), {"q": term})
    assert [person.slug for person in response.context["cl"].result_list] == ["mikola-kazka"]


def test_the_list_shows_the_status_of_today_and_marks_conflicts() -> None:
    person = PersonFactory.create(called="Jan Nichto")
    ReleaseFactory.create(person=person, detention=DetentionFactory.create(person=person, began="2019"), date="2020-05")
    content = editor().get(reverse(LIST)).content.decode()
    assert "released" in content
    assert "2020-05" in content


def test_the_page_lists_episodes_and_ways_out_with_pages_of_their_own() -> None:
    cast = make_cast()
    content = editor().get(_page(cast.released)).content.decode()
    for model in (Detention, Release):
        row = model._default_manager.get(person=cast.released)
        assert reverse(f"admin:people_{model._meta.model_name}_change", args=[row.pk]) in content
        assert reverse(f"admin:people_{model._meta.model_name}_add") + f"?person={cast.released.pk}" in content


def test_the_page_shows_what_each_value_rests_on() -> None:
    cast = make_cast()
    DetentionFactory.create(person=cast.released, circumstances="on the way to the bakery")
    content = editor().get(_page(cast.released)).content.decode()
    assert "held since" in content
    assert "The tellers are free" in content
    assert "1 value uncited" in content


def test_the_list_costs_the_same_for_four_persons_and_for_forty(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_cast()
    client = editor()
    client.get(reverse(LIST))
    with django_assert_num_queries(10) as few:
        client.get(reverse(LIST))
    for _ in range(36):
        person = PersonFactory.create()
        ReleaseFactory.create(person=person, date="2020", detention=DetentionFactory.create(person=person))
    with django_assert_num_queries(len(few)):
        client.get(reverse(LIST))


def test_the_page_costs_the_same_for_few_rows_and_for_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    cast = make_cast()
    RelationshipFactory.create(person=cast.released, other=cast.held)
    client = editor()
    with django_assert_num_queries(46) as few:
        client.get(_page(cast.released))
    for _ in range(10):
        NameFactory.create(person=cast.released)
        RelationshipFactory.create(person=cast.released, other=PersonFactory.create())
        DetentionFactory.create(person=cast.released)
    with django_assert_num_queries(len(few)):
        client.get(_page(cast.released))
