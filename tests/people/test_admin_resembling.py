"""Before a new person is saved, staff see who resembles them; nobody is kept from saving all the same."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from people.models import Judgement, Person
from sources.models import History
from tests import factories as f
from tests.desk import editor, errors_of, held_by

pytestmark = pytest.mark.django_db
ADD = "admin:people_person_add"


@pytest.fixture
def known() -> Person:
    person: Person = f.PersonFactory.create(called="Siarhei Vydumka", born="1971")
    f.NameFactory.create(person=person, text="Сяргей Выдумка")
    return person


def add(name: str, client: Client | None = None, **typed: Any) -> Any:
    client = client or editor()
    page = client.get(reverse(ADD))
    return client.post(reverse(ADD), held_by(page, names__0__text=name, **typed))


def test_nothing_is_saved_before_somebody_saw_who_resembles_the_new_person(known: Person) -> None:
    response = add("Sergej Wydumka", note="typed before")
    told = response.content.decode()
    assert "is in the record already" in errors_of(response)
    for shown in (
        *("Nothing was saved yet", "Siarhei Vydumka", "Сяргей Выдумка", "1971", "unknown", "% likely"),
        *("the same given name", reverse("admin:people_person_change", args=[known.pk]), 'target="_blank"'),
        *("typed before", "Sergej Wydumka", f'name="all_the_same" value="{known.pk}"'),
    ):
        assert shown in told, shown
    assert Person.objects.count() == 1


def test_the_enter_key_never_presses_the_button_that_saves_all_the_same(known: Person) -> None:
    form = add("Sergej Wydumka").content.decode().split('id="person_form"')[1]
    assert form.index('name="_save"') < form.index('name="all_the_same"')


def test_one_more_click_saves_and_keeps_that_they_are_different(known: Person) -> None:
    assert add("Sergej Wydumka", all_the_same=str(known.pk)).status_code == 302
    made = Person.objects.exclude(pk=known.pk).get()
    judgement = Judgement.objects.get()
    assert {judgement.one_id, judgement.other_id} == {made.pk, known.pk}
    assert (judgement.verdict, judgement.judged_by) == ("different", User.objects.get())
    assert History.objects.get(record=judgement.pk).actor == f"user:{User.objects.get().pk}"


def test_whoever_came_in_meanwhile_is_shown_before_anything_is_saved(known: Person) -> None:
    other = f.PersonFactory.create(called="Sergey Vydumka")
    response = add("Sergej Wydumka", all_the_same=str(known.pk))
    assert f"{other.pk}" in response.content.decode()
    assert Person.objects.count() == 2
    assert add("Sergej Wydumka", all_the_same=f"{known.pk} {other.pk}").status_code == 302
    assert Judgement.objects.count() == 2


def test_who_was_not_found_is_not_judged_whatever_the_form_says(known: Person) -> None:
    stranger = f.PersonFactory.create(called="Jan Nichto")
    assert add("Sergej Wydumka", all_the_same=f"{known.pk} {stranger.pk} nonsense").status_code == 302
    assert not Judgement.objects.filter(one=stranger).exists()
    assert not Judgement.objects.filter(other=stranger).exists()


def test_a_name_like_nobody_elses_is_saved_at_once(known: Person) -> None:
    assert add("Jan Nichto").status_code == 302
    assert not Judgement.objects.exists()


def test_a_contradicting_date_of_birth_tells_namesakes_apart(known: Person) -> None:
    assert add("Siarhei Vydumka", born="1999").status_code == 302


def test_of_whoever_was_merged_away_the_survivor_is_shown(known: Person) -> None:
    survivor = f.PersonFactory.create(called="Inakšy Survivor")
    f.MergeFactory.create(former=known, survivor=survivor)
    told = add("Sergej Wydumka").content.decode()
    assert f'value="{survivor.pk}"' in told
    assert str(known.pk) not in told


def test_a_person_who_is_changed_is_not_compared_again(known: Person) -> None:
    f.PersonFactory.create(called="Siarhei Vydumka")
    client = editor()
    page = reverse("admin:people_person_change", args=[known.pk])
    assert client.post(page, held_by(client.get(page), note="more")).status_code == 302


def test_faults_of_the_form_are_told_first(known: Person) -> None:
    response = add("Sergej Wydumka", names__0__preferred=None)
    assert "Mark one name as the preferred one." in errors_of(response)
    assert "Nothing was saved yet" not in response.content.decode()


def test_whoever_may_not_see_persons_is_shown_none_of_them(known: Person) -> None:
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.add(*Permission.objects.filter(codename__in=["add_person", "add_name"]))
    client = Client()
    client.force_login(clerk)
    assert add("Sergej Wydumka", client).status_code == 302
    assert not Judgement.objects.exists()


def test_the_warning_costs_the_same_queries_for_one_and_for_five(known: Person) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            add("Sergej Wydumka")
        return len(asked)

    cost()
    one = cost()
    for _ in range(6):
        f.NameFactory.create(person=f.PersonFactory.create(called="Siarhei Vydumka"), text="Sergey Vydumka")
    cost()
    assert cost() == one
