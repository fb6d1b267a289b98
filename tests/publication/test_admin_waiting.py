"""The list of unpublished changes shows what publishing would change, page by page, and nothing else."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.vocabulary import RoleName
from publication.admin import waiting
from publication.models import PublishedRecord
from sources.history import acting
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import PersonFactory
from tests.publication.desk import Desk, key, page_of_act, told
from tests.publication.publishing import publish_everything

pytestmark = pytest.mark.django_db
LIST = page_of_act("pending")


@pytest.fixture
def publisher(db: None) -> Desk:
    return Desk(RoleName.PUBLISHER)


def _shown(desk: Desk, **asked: str) -> dict[str, str]:
    return {str(row.record): str(row.why.label) for row in desk.get(LIST, asked).context["rows"]}


def test_what_was_never_published_and_could_be_waits_and_what_is_held_or_internal_does_not(
    cast: Cast, publisher: Desk
) -> None:
    PersonFactory.create(called="Nobody Else", audience=Audience.INTERNAL)
    waits = {"Alesia Vydumka", "Mikola Kazka", "Taisia Prydumka", "Release of 3 March 2021"}
    assert _shown(publisher) == dict.fromkeys(waits, "never published")


def test_nothing_waits_after_everything_was_published(cast: Cast, publisher: Desk) -> None:
    publish_everything()
    page = publisher.get(LIST)
    assert "Nothing waits" in told(page)
    assert "<form" not in told(page).partition('id="content-main"')[2]


def test_a_change_waits_with_who_made_it_and_one_that_no_body_shows_does_not(cast: Cast, publisher: Desk) -> None:
    publish_everything()
    with acting(actor=f"user:{publisher.user.pk}"):
        cast.held.slug = "alesia"
        cast.held.save()
        cast.released.note = "for colleagues"
        cast.released.save()
    (row,) = publisher.get(LIST, {"kind": "person"}).context["rows"]
    assert (str(row.record), str(row.why.label), row.edited_by) == (
        "Alesia Vydumka",
        "changed since it was published",
        "publisher",
    )
    assert row.edited_at is not None


def test_what_is_out_although_held_is_marked(cast: Cast, publisher: Desk) -> None:
    publish_everything()
    publisher.do("hold", cast.released, reason="wait")
    rows = {str(row.record): row.held for row in publisher.get(LIST).context["rows"]}
    assert rows["Mikola Kazka"]
    assert "held: publishing withdraws it" in told(publisher.get(LIST))


def test_the_list_is_filtered_by_kind(cast: Cast, publisher: Desk) -> None:
    assert set(_shown(publisher, kind="event")) == {"Release of 3 March 2021"}
    assert "Release of 3 March 2021" not in _shown(publisher, kind="person")
    assert len(_shown(publisher, kind="nonsense")) == 4


def test_those_marked_go_to_the_preview_and_back_to_the_list(cast: Cast, publisher: Desk) -> None:
    page = publisher.post(page_of_act("publish"), {"record": [key(cast.held), key(cast.event)], "back": "pending"})
    assert page.status_code == 200
    assert {one.name for one in page.context["outlook"].chosen} == {"Alesia Vydumka", "Release of 3 March 2021"}
    assert not PublishedRecord.objects.exists()
    token = page.context["outlook"].fingerprint
    done = publisher.do("publish", cast.held, cast.event, token=token, back="pending")
    assert done["Location"] == LIST


def test_nothing_marked_gets_a_sentence(cast: Cast, publisher: Desk) -> None:
    response = publisher.post(page_of_act("publish"), {"listed": [key(cast.held)], "back": "pending"})
    assert response["Location"] == LIST
    assert "Nothing was marked" in told(response)


def test_all_of_a_page_go_to_the_preview_with_one_button(cast: Cast, publisher: Desk) -> None:
    listed = [row.key for row in publisher.get(LIST).context["rows"]]
    page = publisher.post(page_of_act("publish"), {"listed": listed, "all": "yes"})
    assert len(page.context["asked"]) == 4


def test_pages_are_turned_and_show_everything_once(
    cast: Cast, publisher: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "SHOWN", 3)
    first, second = publisher.get(LIST), publisher.get(LIST, {"page": "2"})
    assert "Next page" in told(first)
    assert "Previous page" in told(second)
    assert "Next page" not in told(second)
    shown = [str(row.record) for page in (first, second) for row in page.context["rows"]]
    assert len(shown) == len(set(shown)) == 4


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e9", "999999999999999999999", "²"])
def test_a_page_that_is_none_is_the_first_or_the_last(cast: Cast, publisher: Desk, page: str) -> None:
    assert publisher.get(LIST, {"page": page}).status_code == 200


def test_the_front_page_counts_what_waits(cast: Cast, publisher: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    front = reverse("admin:index")
    assert 'Unpublished changes</a> <span class="count">4</span>' in told(publisher.get(front))
    monkeypatch.setattr(waiting, "COUNTED", 2)
    assert '<span class="count">2+</span>' in told(publisher.get(front))
    publish_everything()
    assert 'Unpublished changes</a> <span class="count">0</span>' in told(publisher.get(front))


def test_who_may_not_see_all_of_the_record_sees_neither_the_list_nor_the_count(cast: Cast) -> None:
    clerk = Desk(RoleName.VIEWER)
    clerk.user.groups.clear()
    clerk.user.user_permissions.set(Permission.objects.filter(codename__in=["view_person", "view_event"]))
    assert clerk.get(LIST).status_code == 403
    assert "Unpublished changes" not in told(clerk.get(reverse("admin:index")))


def test_a_viewer_sees_the_list(cast: Cast) -> None:
    assert Desk(RoleName.VIEWER).get(LIST).status_code == 200


def test_the_list_costs_the_same_for_few_and_for_many(
    cast: Cast, publisher: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    publisher.get(LIST)
    with django_assert_max_num_queries(200) as few:
        publisher.get(LIST)
    for _ in range(30):
        PersonFactory.create()
    with django_assert_max_num_queries(len(few)):
        publisher.get(LIST)
