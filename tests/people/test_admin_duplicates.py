"""Staff judge pairs side by side; the same person goes on to be merged, and every judgement can be undone."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.vocabulary import RoleName
from people.admin import duplicates
from people.duplicates.searching import search
from people.merging import merge
from people.models import Judgement, Person, SuspectedPair
from tests import factories as f

pytestmark = pytest.mark.django_db
QUEUE = "admin:people_judgement_duplicates"


def desk(role: RoleName) -> Client:
    user = User.objects.create_user(role.value, is_staff=True)
    user.groups.add(Group.objects.get(name=role.value))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client() -> Client:
    return desk(RoleName.EDITOR)


@pytest.fixture
def older() -> Person:
    person: Person = f.PersonFactory.create(called="Siarhei Vydumka", born="1971")
    return person


@pytest.fixture
def younger(older: Person) -> Person:
    person: Person = f.PersonFactory.create(called="Sergej Wydumka")
    f.NameFactory.create(person=person, text="Сергей Выдумка")
    search()
    return person


def shown(client: Client, **asked: str) -> str:
    told: str = client.get(reverse(QUEUE), asked).content.decode()
    return told


def judged(client: Client, one: Person, other: Person, verdict: str, **typed: str) -> Any:
    return client.post(
        reverse("admin:people_judgement_judge"),
        {"one": str(one.pk), "other": str(other.pk), "verdict": verdict, **typed},
        follow=False,
    )


def taken_back(client: Client) -> Any:
    return client.post(reverse("admin:people_judgement_take_back", args=[Judgement.objects.latest("created").pk]))


def test_an_empty_queue_says_how_it_is_filled(client: Client) -> None:
    assert "./manage.py find_duplicates" in shown(client)
    assert "is one record" in shown(client, show="unmerged")
    assert "Nothing was judged yet" in shown(client, show="judged")


def test_both_are_shown_side_by_side_with_the_reasons(client: Client, older: Person, younger: Person) -> None:
    told = shown(client)
    for word in (
        "Siarhei Vydumka",
        "Sergej Wydumka",
        "Сергей Выдумка",
        "1971",
        "unknown",
        "% likely",
        "the same given",
    ):
        assert word in told, word
    for person in (older, younger):
        assert reverse("admin:people_person_change", args=[person.pk]) in told


def test_the_enter_key_in_a_note_judges_nothing(client: Client, older: Person, younger: Person) -> None:
    form = shown(client).split('class="judge"')[1]
    assert form.index('<button type="submit" disabled hidden>') < form.index('name="verdict"')


def test_the_same_person_leads_to_merging_the_younger_record_into_the_older(
    client: Client, older: Person, younger: Person
) -> None:
    response = judged(client, younger, older, "same", note="the same scar")
    page = reverse("admin:people_person_merge", args=[younger.pk])
    assert response.headers["Location"] == f"{page}?into={older.pk}"
    assert 'name="confirm"' in client.get(response.headers["Location"]).content.decode()
    told = shown(client, show="unmerged")
    assert page in told
    assert "the same scar" in told
    merge(survivor=older, former=younger, actor="test:editor", reason="")
    assert page not in shown(client, show="unmerged")


def test_different_persons_wait_no_more_and_merging_them_is_warned_of(
    client: Client, older: Person, younger: Person
) -> None:
    assert judged(client, older, younger, "different", note="two fathers").headers["Location"] == reverse(QUEUE)
    assert "can be taken back" in shown(client)
    assert "Wydumka" not in shown(client)
    merging = client.get(reverse("admin:people_person_merge", args=[younger.pk]), {"into": str(older.pk)})
    assert "judged to be two persons (by editor" in merging.content.decode()
    assert "two fathers" in merging.content.decode()


def test_a_judgement_is_taken_back_and_the_pair_waits_again(client: Client, older: Person, younger: Person) -> None:
    judged(client, older, younger, "different")
    assert "Take the judgement back" in shown(client, show="judged")
    assert taken_back(client).status_code == 302
    assert "Sergej Wydumka" in shown(client)
    assert "was taken back already" in client.get(taken_back(client).headers["Location"]).content.decode()


def test_of_whom_somebody_was_unsure_is_said_who_and_why(client: Client, older: Person, younger: Person) -> None:
    judged(client, older, younger, "unsure", note="ask a colleague")
    told = shown(client)
    assert "ask a colleague" in told
    assert 'value="unsure"' not in told
    assert judged(client, older, younger, "same").status_code == 302
    assert Judgement.objects.get(undone=None).verdict == "same"


def test_what_somebody_else_judged_meanwhile_is_told(client: Client, older: Person, younger: Person) -> None:
    judged(client, older, younger, "different")
    response = judged(client, older, younger, "same")
    assert response.headers["Location"] == reverse(QUEUE)
    assert "judged these two already: different persons" in shown(client)
    assert Judgement.objects.count() == 1


@pytest.mark.parametrize(
    "typed", [{"one": "x"}, {"verdict": "x"}, {"other": "00000000-0000-0000-0000-000000000000"}, {"note": "a" * 2001}]
)
def test_what_no_button_sends_is_not_found(
    client: Client, older: Person, younger: Person, typed: dict[str, str]
) -> None:
    sent = {"one": str(older.pk), "other": str(younger.pk), "verdict": "same", **typed}
    assert client.post(reverse("admin:people_judgement_judge"), sent).status_code == 404


def test_nobody_is_judged_against_themselves(client: Client, older: Person) -> None:
    assert judged(client, older, older, "different").status_code == 404


def test_viewers_look_and_do_not_judge(client: Client, older: Person, younger: Person) -> None:
    viewer = desk(RoleName.VIEWER)
    assert "Sergej Wydumka" in shown(viewer)
    assert 'name="verdict"' not in shown(viewer)
    assert judged(viewer, older, younger, "different").status_code == 403
    judged(client, older, younger, "different")
    assert taken_back(viewer).status_code == 403
    assert "Take the judgement back" not in shown(viewer, show="judged")


def test_the_log_tells_of_judgements_taken_back_too(client: Client, older: Person, younger: Person) -> None:
    judged(client, older, younger, "different")
    taken_back(client)
    (row,) = Judgement.objects.all()
    assert "different persons" in client.get(reverse("admin:people_judgement_changelist")).content.decode()
    for what in ("change", "history"):
        page = client.get(reverse(f"admin:people_judgement_{what}", args=[row.pk]))
        assert "Sergej Wydumka" in page.content.decode()
        assert 'name="_save"' not in page.content.decode()
    assert client.get(reverse("admin:people_judgement_history", args=["nonsense"])).status_code == 404


def test_the_front_page_counts_the_pairs_that_wait(client: Client, older: Person, younger: Person) -> None:
    told = client.get(reverse("admin:index")).content.decode()
    assert reverse(QUEUE) in told
    judged(client, older, younger, "different")
    assert "No pair waits to be judged." in client.get(reverse("admin:index")).content.decode()


def test_pages_can_be_turned(client: Client, older: Person, younger: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "SHOWN", 1)
    f.PersonFactory.create(called="Syarhey Vydumka")
    search()
    first, last = shown(client), shown(client, page="3")
    assert 'rel="next"' in first
    assert 'rel="prev"' in last
    assert 'rel="next"' not in last
    for nonsense in ("-7", "0", "x", "9" * 30):
        assert 'rel="prev"' not in shown(client, page=nonsense)


def test_the_queue_costs_the_same_queries_for_one_pair_and_for_many(
    client: Client, older: Person, younger: Person
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            shown(client)
        return len(asked)

    cost()
    few = cost()
    for _ in range(6):
        f.NameFactory.create(person=f.PersonFactory.create(called="Syarhey Vydumka"), text="Сяргей Выдумка")
    search()
    assert SuspectedPair.objects.count() > 20
    assert cost() == few
