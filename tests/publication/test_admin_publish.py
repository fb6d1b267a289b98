"""Staff publish in the admin exactly what the preview showed, and those who may not are refused."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.vocabulary import RoleName
from publication.admin import asked
from publication.models import Act, Change, PublishedBody, PublishedRecord
from sources.history import acting
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import PersonFactory
from tests.publication.desk import Desk, key, page_of_act, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(db: None) -> Desk:
    return Desk(RoleName.PUBLISHER)


def _written() -> tuple[int, int, int, int]:
    return tuple(model._default_manager.count() for model in (PublishedRecord, PublishedBody, Change, Act))  # type: ignore[return-value] # four of them


def _edit(cast: Cast, desk: Desk) -> None:
    detention = cast.held.detentions.get()
    with acting(actor=f"user:{desk.user.pk}"):
        detention.circumstances = "kept alone"
        detention.save()


def test_a_preview_tells_what_would_be_published_and_writes_nothing(cast: Cast, publisher: Desk) -> None:
    page = publisher.look("publish", cast.released)
    assert page.status_code == 200
    for sentence in ("Mikola Kazka", "partners and the public", "held since 2017", "The tellers are free"):
        assert sentence in told(page)
    assert _written() == (0, 0, 0, 0)


def test_what_is_published_is_what_was_previewed(cast: Cast, publisher: Desk) -> None:
    page = publisher.look("publish", cast.released)
    shown = {
        one.subject.id for part in ("chosen", "along", "documents") for one in getattr(page.context["outlook"], part)
    }
    response = publisher.publish(cast.released, reason="the border is behind him")
    assert response.status_code == 302
    assert {row.id for row in PublishedRecord.objects.all()} == shown
    assert "For partners: " in told(response)
    act = Act.objects.get()
    assert (act.actor, act.reason) == (f"user:{publisher.user.pk}", "the border is behind him")


def test_a_record_that_changed_meanwhile_is_shown_again_and_not_published(cast: Cast, publisher: Desk) -> None:
    token = publisher.look("publish", cast.released).context["outlook"].fingerprint
    with acting(actor="test:somebody"):
        cast.released.slug = "somebody-else"
        cast.released.save()
    page = publisher.do("publish", cast.released, token=token)
    assert page.status_code == 409
    assert "between the preview and now" in told(page)
    assert "somebody-else" in told(page)
    assert page.context["outlook"].fingerprint != token
    assert _written() == (0, 0, 0, 0)
    assert publisher.publish(cast.released).status_code == 302


def test_what_somebody_withdrew_meanwhile_is_not_published_again_unseen(publisher: Desk) -> None:
    person = PersonFactory.create()
    publisher.publish(person)
    with acting(actor="test:somebody"):
        person.slug = "jan"
        person.save()
    token = publisher.look("publish", person).context["outlook"].fingerprint
    publisher.do("withdraw", person, reason="he asked for it")
    assert publisher.do("publish", person, token=token).status_code == 409
    assert not PublishedRecord.objects.exists()


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_nothing_is_published_without_having_been_previewed(cast: Cast, publisher: Desk, token: str) -> None:
    assert publisher.do("publish", cast.released, token=token).status_code == 409
    assert _written() == (0, 0, 0, 0)


def test_the_last_editor_is_told_before_and_refused_in_words_after(cast: Cast, publisher: Desk) -> None:
    _edit(cast, publisher)
    page = publisher.look("publish", cast.held)
    assert "You were the last to edit “Alesia Vydumka”" in told(page)
    assert "Publish this" not in told(page)
    refused = publisher.do("publish", cast.held, token=page.context["outlook"].fingerprint)
    assert refused.status_code == 409
    assert "You were the last to edit “Alesia Vydumka”" in told(refused)
    assert _written() == (0, 0, 0, 0)


def test_an_office_of_one_publishes_its_own_edits(cast: Cast, publisher: Desk, settings: Settings) -> None:
    settings.FOUR_EYES = False
    _edit(cast, publisher)
    assert publisher.publish(cast.held).status_code == 302
    assert PublishedRecord.objects.filter(id=cast.held.pk).exists()


def test_the_preview_says_who_edited_last(cast: Cast, publisher: Desk) -> None:
    editor = Desk(RoleName.EDITOR)
    _edit(cast, editor)
    assert "last edited by editor" in told(publisher.look("publish", cast.held))


def test_a_change_is_told_value_by_value(cast: Cast, publisher: Desk) -> None:
    publisher.publish(cast.released)
    name = cast.released.names.get(text="Mikola Kaska")
    with acting(actor="test:somebody"):
        name.kind = "misspelling"
        name.save()
    page = publisher.look("publish", cast.released)
    (one,) = page.context["outlook"].chosen
    (line,) = one.parts[0].lines
    assert (line.path, line.before, line.after) == (("names", "Mikola Kaska", "kind"), "as_printed", "misspelling")
    assert "<del>as_printed</del>" in told(page)
    assert ">changed</span>" in told(page)


def test_what_nobody_may_see_any_more_is_announced_as_withdrawn(cast: Cast, publisher: Desk) -> None:
    publisher.publish(cast.held)
    with acting(actor="test:somebody"):
        cast.held.audience = Audience.PARTNER
        cast.held.save()
    page = publisher.look("publish", cast.held)
    assert [one.name for one in page.context["outlook"].leaving][:1] == ["Alesia Vydumka"]
    assert "Goes out of sight" in told(page)
    publisher.publish(cast.held)
    rows = PublishedRecord.objects.filter(id=cast.held.pk)
    assert [row.audience for row in rows] == [Audience.PARTNER]


def test_a_held_and_an_internal_record_say_why_nothing_goes_out(cast: Cast, publisher: Desk) -> None:
    internal = PersonFactory.create(called="Nobody Else", audience=Audience.INTERNAL)
    page = publisher.look("publish", cast.embargoed, internal)
    assert "held back" in told(page)
    assert "meant for staff only" in told(page)
    assert "Publish this" not in told(page)


def test_what_is_published_already_offers_nothing_to_publish(cast: Cast, publisher: Desk) -> None:
    publisher.publish(cast.released)
    before = _written()
    page = publisher.look("publish", cast.released)
    assert "just as it stands in the record" in told(page)
    assert _written() == before


def test_many_marked_persons_are_previewed_and_published_together(cast: Cast, publisher: Desk) -> None:
    marked = {"action": "preview_marked", "_selected_action": [str(cast.held.pk), str(cast.released.pk)]}
    page = publisher.post("/admin/people/person/", marked)
    token = page.context["outlook"].fingerprint
    assert {one.name for one in page.context["outlook"].chosen} == {"Alesia Vydumka", "Mikola Kazka"}
    publisher.do("publish", cast.held, cast.released, token=token)
    assert PublishedRecord.objects.filter(kind="person", audience=Audience.PUBLIC).count() == 2


def test_more_than_fit_on_a_page_are_sent_to_the_command(
    cast: Cast, publisher: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "MOST", 1)
    response = publisher.look("publish", cast.held, cast.released)
    assert response.status_code == 302
    assert "./manage.py publish" in told(response)


@pytest.mark.parametrize("record", ["", "person", "person:1", "ghost:6c6df32a-8b62-4063-8386-58cb512117de", "\0"])
def test_a_record_that_is_none_is_not_found(publisher: Desk, record: str) -> None:
    assert publisher.get(page_of_act("publish"), {"record": record}).status_code == 404
    assert publisher.get(page_of_act("publish")).status_code == 404


def test_a_missing_person_is_not_found(publisher: Desk) -> None:
    absent = {"record": "person:6c6df32a-8b62-4063-8386-58cb512117de"}
    assert publisher.get(page_of_act("publish"), absent).status_code == 404


def test_viewers_and_editors_see_the_preview_without_a_button_and_a_post_is_refused(cast: Cast) -> None:
    for role in (RoleName.VIEWER, RoleName.EDITOR):
        desk = Desk(role)
        page = desk.look("publish", cast.released)
        assert page.status_code == 200
        assert "Publish this" not in told(page)
        token = page.context["outlook"].fingerprint
        assert desk.do("publish", cast.released, token=token).status_code == 403
    assert _written() == (0, 0, 0, 0)


def test_strangers_are_sent_to_the_login(cast: Cast, client: Any) -> None:
    response = client.get(page_of_act("publish"), {"record": key(cast.released)})
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_a_preview_costs_the_same_for_two_persons_and_for_ten(
    cast: Cast, publisher: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    few = [PersonFactory.create() for _ in range(2)]
    many = [PersonFactory.create() for _ in range(10)]
    publisher.look("publish", *few)
    with django_assert_max_num_queries(200) as spent:
        publisher.look("publish", *few)
    with django_assert_max_num_queries(len(spent)):
        publisher.look("publish", *many)
