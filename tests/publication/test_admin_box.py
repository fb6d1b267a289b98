"""The pages of persons, events and documents tell what is out, and the log who let it out and why."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.vocabulary import RoleName
from sources.history import acting
from tests.cast import Cast
from tests.publication.desk import Desk, told
from tests.publication.publishing import publish_everything

pytestmark = pytest.mark.django_db


def _page(record: Any, what: str = "change") -> str:
    opts = record._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{what}", args=[record.pk])


def _box(desk: Any, record: Any) -> str:
    page: str = desk.get(_page(record)).content.decode()
    assert page.count('class="publication-box"') == 1
    return page.partition('class="publication-box"')[2].partition("</section>")[0]


@pytest.fixture
def publisher(db: None) -> Desk:
    return Desk(RoleName.PUBLISHER)


def test_what_was_never_published_is_told_so(cast: Cast, publisher: Desk) -> None:
    box = _box(publisher, cast.released)
    assert box.count("not published") == 2
    assert "Preview…" in box
    assert "Hold…" in box
    assert "Withdraw…" not in box


def test_what_is_published_is_told_with_its_name_and_its_address(cast: Cast, publisher: Desk) -> None:
    publish_everything()
    box = _box(publisher, cast.released)
    assert box.count("as “Mikola Kazka”") == 2
    assert f"/api/v1/persons/{cast.released.pk}" in box
    assert "unpublished changes" not in box
    assert "Withdraw…" in box


def test_a_change_since_then_is_told_and_one_that_no_body_shows_is_not(cast: Cast, publisher: Desk) -> None:
    publish_everything()
    with acting(actor="test:somebody"):
        cast.released.note = "for colleagues"
        cast.released.save()
    assert "unpublished changes" not in _box(publisher, cast.released)
    with acting(actor="test:somebody"):
        cast.released.slug = "kazka"
        cast.released.save()
    assert _box(publisher, cast.released).count("has unpublished changes") == 2


def test_a_hold_is_told_with_its_reason_on_whom_it_covers(cast: Cast, publisher: Desk) -> None:
    box = _box(publisher, cast.embargoed)
    assert "not everybody is across the border" in box
    assert "Lift the hold…" in box
    publisher.do("hold", cast.event, reason="the bus is under way")
    member = _box(publisher, cast.released)
    assert "the bus is under way" in member
    assert "on the event Release of 3 March 2021" in member
    assert "Lift the hold…" not in member


@pytest.mark.parametrize(
    ("role", "buttons"),
    [
        (RoleName.VIEWER, {"Preview…"}),
        (RoleName.EDITOR, {"Preview…", "Withdraw…"}),
        (RoleName.PUBLISHER, {"Preview…", "Withdraw…", "Lift the hold…"}),
    ],
)
def test_each_role_sees_the_buttons_that_it_may_press(cast: Cast, role: RoleName, buttons: set[str]) -> None:
    publish_everything()
    Desk(RoleName.ADMINISTRATOR).do("hold", cast.released, reason="wait")
    box = _box(Desk(role), cast.released)
    assert {word for word in ("Preview…", "Withdraw…", "Hold…", "Lift the hold…") if word in box} == buttons


def test_somebody_with_the_right_to_persons_alone_sees_no_button_and_no_preview(cast: Cast) -> None:
    clerk = Desk(RoleName.VIEWER)
    clerk.user.groups.clear()
    rights = ("view_person", "publish_record", "withdraw_record", "add_hold", "change_hold", "view_publishedrecord")
    clerk.user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    assert "…</a>" not in _box(clerk, cast.released)
    for act in ("publish", "withdraw", "hold", "lift"):
        assert clerk.look(act, cast.released).status_code == 403
        assert clerk.do(act, cast.released, reason="because").status_code == 403


def test_events_and_documents_have_the_box_too(cast: Cast, publisher: Desk) -> None:
    publish_everything()
    assert f"/api/v1/events/{cast.event.pk}" in _box(publisher, cast.event)
    assert f"/api/v1/documents/{cast.fable.pk}" in _box(publisher, cast.fable)


def test_the_history_begins_with_the_log_of_the_publication(cast: Cast, publisher: Desk) -> None:
    publisher.publish(cast.released, reason="ready")
    publisher.do("withdraw", cast.released, reason="a mistake")
    log = publisher.get(_page(cast.released, "history")).context["log"]
    assert [(one.operation, one.who, one.reason) for one in log] == [
        ("withdrawn", "publisher", "a mistake"),
        ("published", "publisher", "ready"),
    ]
    assert all(len(one.audiences) == 2 for one in log)


def test_the_log_of_acts_says_who_did_what_and_why_and_cannot_be_written(cast: Cast, publisher: Desk) -> None:
    publisher.publish(cast.released, reason="all are across")
    address = reverse("admin:publication_act_changelist")
    page = told(publisher.get(address))
    for words in ("publisher", "all are across", f'href="{_page(cast.released)}"', "Mikola Kazka"):
        assert words in page
    boss = User.objects.create_superuser("boss")
    publisher.force_login(boss)
    assert publisher.get(f"{address}add/").status_code == 403


def test_the_empty_log_says_so(publisher: Desk) -> None:
    page = publisher.get(reverse("admin:publication_act_changelist"))
    assert "Nothing was ever published or withdrawn." in told(page)


def test_the_log_costs_the_same_for_one_act_and_for_ten(
    cast: Cast, publisher: Desk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("admin:publication_act_changelist")
    publisher.publish(cast.released, cast.event)
    publisher.get(address)
    with django_assert_num_queries(10):
        publisher.get(address)
    for n in range(5):
        publisher.do("withdraw", cast.released, reason=str(n))
        publisher.publish(cast.released)
    with django_assert_num_queries(10):
        publisher.get(address)
