"""Two editors, one record: nothing wins silently, and nothing typed is lost."""

from typing import Any

import pytest
from django.urls import reverse

from people.models import Detention, Name, Person
from sources.history import acting
from tests.desk import editor, errors_of, held_by
from tests.factories import DetentionFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    return PersonFactory.create(called="Jan Nichto", sort_key="nichto jan", note="before")


def _page(person: Person) -> str:
    return reverse("admin:people_person_change", args=[person.pk])


def _meanwhile(row: Any, **values: Any) -> None:
    found = type(row)._default_manager.get(pk=row.pk)
    for name, value in values.items():
        setattr(found, name, value)
    with acting(actor="user:colleague"):
        found.save()


def test_a_stale_form_is_refused_with_both_versions_and_what_was_typed(person: Person) -> None:
    client = editor()
    held = held_by(client.get(_page(person)), note="mine")
    _meanwhile(person, note="theirs")
    response = client.post(_page(person), held)
    assert response.status_code == 200
    told = errors_of(response)
    assert "You opened version 1; stored is version 2." in told
    assert "Last changed by user:colleague" in told
    assert "<td>theirs</td>" in " ".join(told.split())
    assert "<td>mine</td>" in " ".join(told.split())
    assert ">\nmine</textarea>" in response.content.decode()
    assert Person.objects.get().note == "theirs"


def test_whoever_has_read_both_versions_may_save_over_the_newer_one(person: Person) -> None:
    client = editor()
    held = held_by(client.get(_page(person)), note="mine")
    _meanwhile(person, note="theirs")
    client.post(_page(person), held)
    assert client.post(_page(person), {**held, "over_version": "2"}).status_code == 302
    assert Person.objects.get().note == "mine"


def test_having_read_one_version_is_no_leave_to_overwrite_the_next(person: Person) -> None:
    client = editor()
    held = held_by(client.get(_page(person)), note="mine")
    _meanwhile(person, note="theirs")
    _meanwhile(person, note="theirs again")
    response = client.post(_page(person), {**held, "over_version": "2"})
    assert "stored is version 3" in errors_of(response)
    assert Person.objects.get().note == "theirs again"


def test_a_stale_row_inside_a_form_is_refused_too_and_nothing_of_the_form_is_saved(person: Person) -> None:
    client = editor()
    held = held_by(client.get(_page(person)), note="mine")
    _meanwhile(person.names.get(), text="Jan Nichta")
    response = client.post(_page(person), held)
    assert "stored is version 2" in errors_of(response)
    assert Name.objects.get().text == "Jan Nichta"
    assert Person.objects.get().note == "before"


def test_a_form_that_carries_no_version_is_refused(person: Person) -> None:
    client = editor()
    held = held_by(client.get(_page(person)), note="mine", opened_version=None)
    assert "You opened version ?" in errors_of(client.post(_page(person), held))


def test_a_stale_form_that_says_what_is_stored_anyway_is_no_conflict(person: Person) -> None:
    client = editor()
    held = held_by(client.get(_page(person)), note="the same")
    _meanwhile(person, note="the same")
    assert client.post(_page(person), held).status_code == 302


def test_a_change_between_check_and_write_is_refused_by_the_database_and_said_in_words(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = editor()
    held = held_by(client.get(_page(person)), note="mine")
    save = Person.save
    raced: list[Person] = []

    def late(row: Person, *args: Any, **options: Any) -> None:
        if not raced:
            raced.append(row)
            Person.objects.filter(pk=row.pk).update(note="theirs")
        save(row, *args, **options)

    monkeypatch.setattr(Person, "save", late)
    response = client.post(_page(person), held)
    assert "changed by somebody else" in errors_of(response)
    assert ">\nmine</textarea>" in response.content.decode()


def test_saving_a_form_unchanged_leaves_no_trace(person: Person) -> None:
    client = editor()
    assert client.post(_page(person), held_by(client.get(_page(person)))).status_code == 302
    assert Person.objects.get().version == 1


def test_an_impossible_order_of_days_is_refused_in_words() -> None:
    detention: Detention = DetentionFactory.create(began="2027")
    page = reverse("admin:people_detention_change", args=[detention.pk])
    client = editor()
    response = client.post(page, held_by(client.get(page), ended="2026-03"))
    assert "It ends before it begins" in errors_of(response)
    assert Detention.objects.get().ended is None


def test_what_only_the_database_knows_is_refused_in_words(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    client = editor()
    held = held_by(client.get(_page(person)), names__TOTAL_FORMS="2", names__1__text="Jan N.", names__1__kind="alias")
    held |= {
        "names-1-script": "Latn",
        "names-1-audience": "0",
        "names-1-preferred": "on",
        "names-1-person": str(person.pk),
    }
    monkeypatch.setattr("people.forms.NameFormSet.clean", lambda *_: None)
    response = client.post(_page(person), held)
    assert "this person has another one already" in errors_of(response)
    assert Name.objects.count() == 1
