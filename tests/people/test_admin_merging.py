"""Staff look at two records side by side, merge them, and part them again."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.vocabulary import RoleName
from people.models import Merge, Person
from sources.history import acting
from sources.models import History
from sources.vocabulary import Audience
from tests import factories as f
from tests.desk import held_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> Person:
    person: Person = f.PersonFactory.create(slug="jan-nichto", called="Jan Nichto", born="1980", gender="male")
    return person


@pytest.fixture
def gone() -> Person:
    values = {"born": "1990", "gender": "female", "audience": Audience.INTERNAL}
    person: Person = f.PersonFactory.create(slug="ivan-nishto", called="Ivan Nishto", **values)
    return person


@pytest.fixture
def client() -> Client:
    return desk(RoleName.EDITOR)


def desk(role: RoleName) -> Client:
    user = User.objects.create_user(role.value, is_staff=True)
    user.groups.add(Group.objects.get(name=role.value))
    client = Client()
    client.force_login(user)
    return client


def page(person: Person) -> str:
    return reverse("admin:people_person_change", args=[person.pk])


def merging(former: Person) -> str:
    return reverse("admin:people_person_merge", args=[former.pk])


def undoing() -> str:
    return reverse("admin:people_merge_undo", args=[Merge.objects.get().pk])


def merged(client: Client, kept: Person, gone: Person, **typed: str) -> Any:
    return client.post(merging(gone), {"into": str(kept.pk), "reason": "the same scar", "confirm": "yes", **typed})


def text(response: Any) -> str:
    found: str = response.content.decode()
    return found


def test_the_page_of_a_person_leads_to_the_choice_of_another(client: Client, gone: Person) -> None:
    assert merging(gone) in text(client.get(page(gone)))
    chosen = client.get(merging(gone))
    assert 'name="into"' in text(chosen)
    assert "confirm" not in text(chosen)


def test_somebody_unknown_is_asked_for_again(client: Client, gone: Person) -> None:
    for nobody in ("", "nobody", str(gone.pk)):
        assert "confirm" not in text(client.get(merging(gone), {"into": nobody}))


def test_both_are_shown_side_by_side_with_what_speaks_against_it(client: Client, kept: Person, gone: Person) -> None:
    f.HoldFactory.create(person=gone)
    f.IdentifierFactory.create(person=kept, scheme="list", value="7")
    f.IdentifierFactory.create(person=gone, scheme="list", value="8")
    f.DetentionFactory.create(person=gone)
    shown = text(client.get(merging(gone), {"into": str(kept.pk)}))
    for told in (
        *("Jan Nichto", "Ivan Nishto", "1980", "1990", "female", "internal: staff only"),
        *("They contradict each other: born", "They contradict each other: gender", "list has 7 and 8"),
        *("is held", "narrowed to its audience", "not everybody is across the border", "Detentions"),
    ):
        assert told in shown, told
    assert not Merge.objects.exists()


def test_merging_leads_to_the_survivor_whose_page_tells_of_it(client: Client, kept: Person, gone: Person) -> None:
    response = merged(client, kept, gone)
    assert response.headers["Location"] == page(kept)
    shown = text(client.get(page(kept)))
    assert "Merged from" in shown
    assert page(gone) in shown
    assert undoing() in shown
    row = History.objects.filter(record=Merge.objects.get().pk).get()
    assert row.actor == f"user:{User.objects.get().pk}"
    assert row.reason == "the same scar"
    assert "the same scar" in text(client.get(reverse("admin:people_person_history", args=[kept.pk])))


def test_nothing_happens_without_a_reason_or_a_confirmation(client: Client, kept: Person, gone: Person) -> None:
    assert "Say why" in text(merged(client, kept, gone, reason=""))
    client.post(merging(gone), {"into": str(kept.pk), "reason": "the same scar"})
    assert not Merge.objects.exists()


def test_the_page_of_the_former_leads_to_the_survivor_and_is_only_read(
    client: Client, kept: Person, gone: Person
) -> None:
    held = held_by(client.get(page(gone)), note="typed before")
    merged(client, kept, gone)
    shown = client.get(page(gone))
    assert page(kept) in text(shown)
    assert 'name="_save"' not in text(shown)
    assert merging(gone) not in text(shown)
    assert client.post(page(gone), held).status_code == 403


def test_what_a_human_must_decide_is_told_before_and_after(client: Client, kept: Person, gone: Person) -> None:
    event = f.EventFactory.create(name="The release")
    for person, date in ((kept, "2020"), (gone, "2021")):
        f.ReleaseFactory.create(person=person, event=event, date=date)
    before = text(client.get(merging(gone), {"into": str(kept.pk)}))
    assert "contradict each other (date)" in before
    assert 'name="confirm"' not in before
    refused = merged(client, kept, gone)
    assert refused.status_code == 409
    assert "contradict each other (date)" in text(refused)


def test_undoing_shows_what_goes_back_and_leads_to_the_former(client: Client, kept: Person, gone: Person) -> None:
    f.RoleFactory.create(person=gone)
    merged(client, kept, gone)
    shown = text(client.get(undoing()))
    assert "Names: 1" in shown
    assert "Roles: 1" in shown
    response = client.post(undoing(), {"reason": "another scar", "confirm": "yes"})
    assert response.headers["Location"] == page(gone)
    assert gone.roles.count() == 1
    assert 'name="_save"' in text(client.get(page(gone)))
    assert "another scar" in text(client.get(reverse("admin:people_person_history", args=[gone.pk])))


def test_an_undo_is_not_offered_where_later_edits_would_be_lost(client: Client, kept: Person, gone: Person) -> None:
    merged(client, kept, gone)
    with acting(actor="test:colleague"):
        name = kept.names.get(text="Ivan Nishto")
        name.person = f.PersonFactory.create(called="Piatro Inšy")
        name.preferred = False
        name.save()
    shown = text(client.get(undoing()))
    assert "name “Ivan Nishto”: person: Jan Nichto → Piatro Inšy (by test:colleague" in shown
    assert 'name="confirm"' not in shown
    refused = client.post(undoing(), {"reason": "another scar", "confirm": "yes"})
    assert refused.status_code == 409
    assert "Piatro Inšy" in text(refused)
    assert Merge.objects.get().undone is None


def test_a_second_undo_is_refused_in_words(client: Client, kept: Person, gone: Person) -> None:
    merged(client, kept, gone)
    address = undoing()
    for status in (302, 409):
        assert client.post(address, {"reason": "another scar", "confirm": "yes"}).status_code == status
    assert "undone already" in text(client.get(address))


def test_viewers_neither_merge_nor_part(client: Client, kept: Person, gone: Person) -> None:
    viewer = desk(RoleName.VIEWER)
    assert merging(gone) not in text(viewer.get(page(gone)))
    assert merged(viewer, kept, gone).status_code == 403
    merged(client, kept, gone)
    assert "Merged from" in text(viewer.get(page(kept)))
    assert viewer.get(undoing()).status_code == 403
