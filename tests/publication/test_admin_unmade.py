"""Where a body cannot be made: staff are told so in a sentence, every page opens, and what is out can be taken back."""

import logging
from typing import Any

import pytest
from django.urls import reverse

from accounts.vocabulary import RoleName
from publication.models import Act, PublishedRecord
from publication.rendering import bodies
from publication.rendering.person import person_body
from tests.cast import Cast
from tests.publication.desk import Desk, told
from tests.publication.publishing import publish_everything

pytestmark = pytest.mark.django_db

PERSONS = "/admin/people/person/"


@pytest.fixture
def publisher(db: None) -> Desk:
    return Desk(RoleName.PUBLISHER)


@pytest.fixture
def stuck(kin: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Everybody is out, and of one person no body can be made any more."""
    publish_everything()

    def failing(page: Any, row: Any, **how: Any) -> Any:
        if row.id == kin.disputed.pk:
            raise ArithmeticError("Kanarejka")
        return person_body(page, row, **how)

    monkeypatch.setattr(bodies, "person_body", failing)
    return kin


def out() -> set[str]:
    return set(PublishedRecord.objects.values_list("slug", flat=True))


def test_the_page_of_the_record_opens_and_says_so(stuck: Cast, publisher: Desk) -> None:
    page = publisher.get(f"{PERSONS}{stuck.disputed.pk}/change/")
    assert page.status_code == 200
    assert "cannot be published as it is now" in told(page)
    assert "cannot be published as it is now" not in told(publisher.get(f"{PERSONS}{stuck.held.pk}/change/"))


def test_a_preview_leads_back_with_a_sentence(stuck: Cast, publisher: Desk, caplog: pytest.LogCaptureFixture) -> None:
    before = Act.objects.count()
    with caplog.at_level(logging.ERROR, logger="publication"):
        response = publisher.look("publish", stuck.disputed)
    assert response.url == f"{PERSONS}{stuck.disputed.pk}/change/"
    assert "cannot be made: a fault of the program" in told(response)
    assert str(stuck.disputed.pk) in caplog.text
    assert publisher.do("publish", stuck.disputed, token="0" * 64).status_code == 302
    assert Act.objects.count() == before


def test_of_many_marked_none_is_published_and_the_list_comes_again(stuck: Cast, publisher: Desk) -> None:
    marked = {"action": "preview_marked", "_selected_action": [str(stuck.held.pk), str(stuck.disputed.pk)]}
    response: Any = publisher.post(PERSONS, marked)
    assert response.url == reverse("admin:people_person_changelist")
    assert "cannot be made: a fault of the program" in told(response)


def test_the_record_itself_can_be_withdrawn_and_so_can_whom_it_names(stuck: Cast, publisher: Desk) -> None:
    assert publisher.look("withdraw", stuck.released).status_code == 200
    publisher.do("withdraw", stuck.released, reason="asked to")
    assert stuck.released.slug not in out()
    assert stuck.disputed.slug in out()
    publisher.do("withdraw", stuck.disputed, reason="asked to")
    assert stuck.disputed.slug not in out()
    assert stuck.held.slug in out()
