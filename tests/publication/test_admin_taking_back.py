"""Staff withdraw, hold and lift in the admin: one click of one person, never four eyes."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.vocabulary import RoleName
from people.models import Hold
from publication.admin import records
from publication.models import Act, Change, PublishedRecord
from publication.refusals import CannotBeMade, StillBeingEdited
from publication.vocabulary import Verb
from tests.cast import Cast
from tests.desk import held_by
from tests.publication.desk import Desk, page_of_act, told
from tests.publication.publishing import publish_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db: None) -> Desk:
    return Desk(RoleName.EDITOR)


@pytest.fixture
def published(cast: Cast) -> Cast:
    publish_everything()
    return cast


def _is_out(record: Any) -> bool:
    return PublishedRecord.objects.filter(id=record.pk).exists()


def _written() -> tuple[int, int, int]:
    return PublishedRecord.objects.count(), Change.objects.count(), Hold.objects.count()


@pytest.mark.parametrize("act", ["withdraw", "hold", "lift"])
def test_looking_at_an_act_does_nothing(published: Cast, act: str) -> None:
    before = _written()
    assert Desk(RoleName.PUBLISHER).look(act, published.released).status_code == 200
    assert _written() == before


def test_the_page_of_a_withdrawal_tells_what_goes_and_what_changes_because_it_names_the_record(
    published: Cast, editor: Desk
) -> None:
    page = editor.look("withdraw", published.released)
    seen = page.context["outlook"]
    assert [one.name for one in seen.leaving] == ["Mikola Kazka"]
    assert "Release of 3 March 2021" in [one.name for one in seen.along]
    assert "partners and the public" in told(page)


def test_whoever_edited_last_withdraws_at_once(published: Cast, editor: Desk) -> None:
    published.released.slug = "kazka"
    response = editor.do("withdraw", published.released, reason="he asked for it")
    assert response.status_code == 302
    assert "Withdrawn. For partners: " in told(response)
    assert not _is_out(published.released)
    act = Act.objects.get(verb=Verb.WITHDRAW)
    assert (act.actor, act.reason) == (f"user:{editor.user.pk}", "he asked for it")


@pytest.mark.parametrize("act", ["withdraw", "hold"])
@pytest.mark.parametrize("reason", ["", "   "])
def test_taking_back_needs_a_reason(published: Cast, editor: Desk, act: str, reason: str) -> None:
    before = _written()
    page = editor.do(act, published.released, reason=reason, withdraw="on")
    assert page.status_code == 200
    assert "Say why; it stands in the log." in told(page)
    assert _written() == before


def test_nothing_published_offers_nothing_to_withdraw(cast: Cast, editor: Desk) -> None:
    page = editor.look("withdraw", cast.released)
    assert "there is nothing to withdraw" in told(page)
    assert "Withdraw now" not in told(page)


def test_a_hold_offers_to_withdraw_and_the_offer_is_ticked(published: Cast, editor: Desk) -> None:
    page = editor.look("hold", published.released)
    assert 'name="withdraw" ' in told(page)
    assert page.context["form"]["withdraw"].initial is True
    assert [one.name for one in page.context["outlook"].leaving] == ["Mikola Kazka"]


def test_a_hold_with_withdrawal_takes_back_what_is_out(published: Cast, editor: Desk) -> None:
    response = editor.do("hold", published.released, reason="not yet across", withdraw="on")
    assert "Held. For partners: " in told(response)
    hold = Hold.objects.active().get(person=published.released)
    assert (hold.reason, hold.placed_by) == ("not yet across", editor.user)
    assert not _is_out(published.released)
    assert Act.objects.filter(verb=Verb.HOLD, reason="not yet across").exists()


def test_a_hold_without_withdrawal_leaves_what_is_out(published: Cast, editor: Desk) -> None:
    response = editor.do("hold", published.released, reason="wait")
    assert "stays readable" in told(response)
    assert Hold.objects.active().filter(person=published.released).exists()
    assert _is_out(published.released)


def test_a_hold_on_an_event_takes_its_members_along(published: Cast, editor: Desk) -> None:
    leaving = {one.name for one in editor.look("hold", published.event).context["outlook"].leaving}
    assert {"Release of 3 March 2021", "Mikola Kazka", "Taisia Prydumka"} <= leaving
    editor.do("hold", published.event, reason="wait", withdraw="on")
    assert not any(_is_out(one) for one in (published.event, published.released, published.disputed))


def test_a_hold_placed_by_hand_offers_the_withdrawal_too(published: Cast, editor: Desk) -> None:
    address = reverse("admin:people_hold_add")
    form = held_by(editor.get(address), person=str(published.released.pk), reason="by hand")
    assert form["withdraw"] is True
    response = editor.post(address, {**form, "withdraw": "on"})
    assert response.status_code == 302
    assert not _is_out(published.released)
    assert Act.objects.get(verb=Verb.HOLD).reason == "by hand"


def test_many_are_held_and_withdrawn_together(published: Cast, editor: Desk) -> None:
    both = [str(published.held.pk), str(published.released.pk)]
    for action, words in (("hold_marked", "Place the hold"), ("withdraw_marked", "Withdraw now")):
        page = editor.post("/admin/people/person/", {"action": action, "_selected_action": both})
        assert words in told(page)
    editor.do("hold", published.held, published.released, reason="wait", withdraw="on")
    assert not any(_is_out(one) for one in (published.held, published.released))


def test_a_publisher_lifts_a_hold_and_nothing_is_published_by_that(cast: Cast) -> None:
    publisher = Desk(RoleName.PUBLISHER)
    assert "not everybody is across the border" in told(publisher.look("lift", cast.embargoed))
    response = publisher.do("lift", cast.embargoed, reason="all are out")
    assert "Holds lifted: 1" in told(response)
    hold = Hold.objects.get()
    assert hold.lifted is not None
    assert hold.lifted_by == publisher.user
    assert not PublishedRecord.objects.exists()


def test_nothing_held_offers_nothing_to_lift(cast: Cast) -> None:
    page = Desk(RoleName.PUBLISHER).look("lift", cast.released)
    assert "No hold of its own" in told(page)


@pytest.mark.parametrize(
    ("role", "act", "status"),
    [
        (RoleName.VIEWER, "withdraw", 403),
        (RoleName.VIEWER, "hold", 403),
        (RoleName.VIEWER, "lift", 403),
        (RoleName.EDITOR, "withdraw", 302),
        (RoleName.EDITOR, "hold", 302),
        (RoleName.EDITOR, "lift", 403),
        (RoleName.PUBLISHER, "withdraw", 302),
        (RoleName.PUBLISHER, "hold", 302),
        (RoleName.PUBLISHER, "lift", 302),
    ],
)
def test_each_role_does_what_it_may_and_no_more(published: Cast, role: RoleName, act: str, status: int) -> None:
    desk = Desk(role)
    before = _written()
    assert desk.do(act, published.released, reason="because").status_code == status
    assert desk.get(page_of_act(act)).status_code == (403 if status == 403 else 404)
    if status == 403:
        assert _written() == before


@pytest.mark.parametrize("act", ["publish", "withdraw", "hold", "lift"])
def test_no_act_is_done_by_other_methods(published: Cast, act: str) -> None:
    assert Desk(RoleName.PUBLISHER).delete(page_of_act(act)).status_code == 405


@pytest.mark.parametrize("refusal", [StillBeingEdited, CannotBeMade])
def test_a_hold_by_hand_stands_even_when_nothing_could_be_withdrawn(
    published: Cast, editor: Desk, monkeypatch: pytest.MonkeyPatch, refusal: type[Exception]
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise refusal(refusal.__doc__)

    monkeypatch.setattr(records, "place_hold", refuse)
    address = reverse("admin:people_hold_add")
    form = held_by(editor.get(address), person=str(published.released.pk), reason="by hand")
    response = editor.post(address, {**form, "withdraw": "on"})
    assert f"still is: {refusal.__doc__}" in told(response)
    assert Hold.objects.active().filter(person=published.released).exists()
