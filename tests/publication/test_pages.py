"""Pages of lists: every record once, whatever happens between two pages."""

from uuid import UUID

import pytest

from sources.history import acting
from tests.cast import Cast
from tests.factories import PersonFactory
from tests.publication.conftest import Get, slugs


def walk(get: Get, asked: str) -> list[str]:
    """All slugs, page after page."""
    found, cursor = [], ""
    while True:
        page = get(f"persons?{asked}{cursor}")
        found += [body["slug"] for body in page["results"]]
        if page["next"] is None:
            return found
        cursor = f"&cursor={page['next']}"


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 1000])
def test_every_record_comes_exactly_once(get: Get, db: None, limit: int) -> None:
    expected = sorted(PersonFactory.create().slug for _ in range(7))
    assert sorted(walk(get, f"limit={limit}")) == expected


def test_pages_of_a_filter_that_looks_at_bodies_are_full(get: Get, cast: Cast) -> None:
    first = get("persons?status=released&limit=1")
    second = get(f"persons?status=released&limit=1&cursor={first['next']}")
    assert sorted(slugs(first) + slugs(second)) == ["mikola-kazka", "taisia-prydumka"]
    assert second["next"] is None


def test_edits_between_two_pages_shift_nothing(get: Get, db: None) -> None:
    persons = [PersonFactory.create(id=UUID(int=n), slug=f"p{n}") for n in (10, 20, 30)]
    first = get("persons?limit=1")
    PersonFactory.create(id=UUID(int=5), slug="before")
    PersonFactory.create(id=UUID(int=25), slug="between")
    with acting(actor="test:x"):
        persons[1].sort_key = persons[1].slug = "renamed"
        persons[1].save()
        persons[0].audience = 0
        persons[0].save()
    rest = get(f"persons?limit=9&cursor={first['next']}")
    assert [body["slug"] for body in (*first["results"], *rest["results"])] == ["p10", "renamed", "between", "p30"]


def test_an_empty_list_is_a_page(get: Get, db: None) -> None:
    assert get("events") == {"results": [], "next": None}
    assert get("documents") == {"results": [], "next": None}
