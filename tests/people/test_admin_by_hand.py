"""A whole case is entered by hand, from the document to the sentence, without any import."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Citation, Destination, Detention, Person, Release
from sources.models import Document, History
from tests.desk import editor, errors_of, held_by
from tests.factories import (
    DetentionFactory,
    EventFactory,
    HoldFactory,
    NameFactory,
    PersonFactory,
    PlaceFactory,
    ReleaseFactory,
    TallyFactory,
)

pytestmark = pytest.mark.django_db
TEXT = "Jan Nichto, held since May 2027, was handed over at Fabelgrad on 3 March 2031."


def _add(client: Client, kind: str, query: str = "", **typed: Any) -> None:
    address = reverse(f"admin:{kind}_add") + query
    response = client.post(address, held_by(client.get(address), **typed))
    assert response.status_code == 302, errors_of(response)


def test_document_person_detention_release_leg_and_citations_are_entered_by_hand() -> None:
    client, place = editor(), PlaceFactory.create(name="Fabelgrad")
    _add(client, "sources_document", title="He is out", pasted=TEXT)
    document = Document.objects.get()
    _add(client, "people_person", names__TOTAL_FORMS="1", names__0__text="Jan Nichto", names__0__preferred="on")
    person = Person.objects.get()
    _add(client, "people_detention", f"?person={person.pk}", began="2027-05")
    detention = Detention.objects.get()
    leg = {"destinations__TOTAL_FORMS": "1", "destinations__0__stage": "hand_over", "destinations__0__place": place.pk}
    _add(
        client,
        "people_release",
        f"?person={person.pk}",
        detention=detention.pk,
        date="2031-03-03",
        **{**leg, "destinations__0__audience": "0"},
    )
    destination = Destination.objects.get(release=Release.objects.get(person=person))
    _add(
        client,
        "people_citation",
        f"?destination={destination.pk}&field=place",
        document=document.pk,
        quote="handed over at Fabelgrad",
        states=place.pk,
    )
    assert Citation.objects.get().target == destination
    assert all(row.actor.startswith("user:") for row in History.objects.exclude(actor="test:cast"))
    page = client.get(reverse("admin:people_person_change", args=[person.pk])).content.decode()
    assert "handed over at Fabelgrad" in page
    assert "2 values uncited" not in page, "the name, both days and the episode rest on nothing yet"
    assert "values uncited" in page


def test_a_release_offers_only_episodes_of_the_same_person() -> None:
    release = ReleaseFactory.create()
    own = DetentionFactory.create(person=release.person)
    other = DetentionFactory.create()
    page = reverse("admin:people_release_change", args=[release.pk])
    client = editor()
    response = client.post(page, held_by(client.get(page), detention=other.pk))
    assert "not one of the available choices" in errors_of(response)
    assert client.post(page, held_by(client.get(page), detention=own.pk)).status_code == 302


def test_an_event_page_shows_numbers_members_and_their_evidence() -> None:
    event = EventFactory.create(name="Release of nobody")
    TallyFactory.create(event=event, count="1101..")
    ReleaseFactory.create(event=event, person=PersonFactory.create(called="Jan Nichto"))
    content = editor().get(reverse("admin:people_event_change", args=[event.pk])).content.decode()
    assert 'value="1101.."' in content
    assert "Jan Nichto" in content
    assert "1 value uncited" in content


def test_a_hold_says_who_placed_and_who_lifted_it() -> None:
    hold = HoldFactory.create(person=PersonFactory.create())
    page = reverse("admin:people_hold_change", args=[hold.pk])
    client = editor()
    assert client.post(page, held_by(client.get(page), lift="on")).status_code == 302
    hold.refresh_from_db()
    assert hold.lifted is not None
    assert str(hold.lifted_by) == "vera"
    assert b"Lift it now" not in client.get(page).content


def test_the_history_of_a_person_tells_who_changed_which_spelling() -> None:
    person = PersonFactory.create(called="Jan Nichto", sort_key="nichto jan")
    NameFactory.create(person=person, text="Jan Nichta")
    page = reverse("admin:people_person_change", args=[person.pk])
    client = editor()
    client.post(page, held_by(client.get(page), names__1__text="Jan Nichts"))
    content = client.get(reverse("admin:people_person_history", args=[person.pk])).content.decode()
    assert "<del>Jan Nichta</del> → <ins>Jan Nichts</ins>" in content
    assert "vera" in content


def test_the_front_page_finds_persons_and_names_the_newest_change() -> None:
    PersonFactory.create(called="Jan Nichto")
    content = editor().get(reverse("admin:index")).content.decode()
    assert "Find a person" in content
    assert "Jan Nichto" in content
    assert "test:cast" in content


def test_an_empty_front_page_says_so() -> None:
    content = editor().get(reverse("admin:index")).content.decode()
    assert "Nothing has been written yet." in content
    assert "Nothing: no conflict" in content


def test_no_page_carries_inline_style_or_script() -> None:
    person = PersonFactory.create()
    client = editor()
    for address in (
        reverse("admin:index"),
        reverse("admin:people_person_changelist"),
        reverse("admin:people_person_change", args=[person.pk]),
        reverse("admin:people_person_history", args=[person.pk]),
    ):
        response = client.get(address)
        content = response.content.decode()
        assert " style=" not in content
        assert "<style" not in content
        assert "<script>" not in content
        assert " onclick=" not in content
        assert "unsafe" not in response["Content-Security-Policy"]


def test_the_sign_in_page_has_a_heading() -> None:
    assert "<h1>Sign in to Volia</h1>" in Client().get(reverse("admin:login")).content.decode()
