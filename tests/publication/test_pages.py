"""Pages of lists: every record once, whatever happens between two pages."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sources.history import acting
from tests.cast import Cast
from tests.factories import PersonFactory
from tests.publication.conftest import Get, slugs
from tests.publication.publishing import PublicClient

BASELINE = Path(__file__).parent / "query_counts.json"


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


def test_pages_of_a_filter_are_full(get: Get, cast: Cast) -> None:
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
    assert get("events") == {"results": [], "next": None, "position": 0}
    assert get("documents?total=exact") == {"results": [], "next": None, "position": 0, "total": 0}


def test_all_that_match_are_counted_on_every_page_when_that_is_asked(get: Get, cast: Cast) -> None:
    first = get("persons?status=released&limit=1&total=exact")
    assert (len(first["results"]), first["total"]) == (1, 2)
    assert get(f"persons?status=released&total=exact&cursor={first['next']}")["total"] == 2
    assert "total" not in get("persons")


def test_fields_cut_bodies_to_what_is_asked(get: Get, cast: Cast) -> None:
    whole = get("persons/mikola-kazka")
    for fields in ("name", "status", "name,position,published_at", "releases", "names,gender"):
        (cut,) = get(f"persons?q=kazka&fields={fields}")["results"]
        assert cut == {name: whole[name] for name in ("id", "url", *fields.split(","))}, fields
        assert cut == get(f"persons/mikola-kazka?fields={fields}")


def test_citations_are_given_only_when_asked_and_only_those_that_are_used(get: Get, cast: Cast) -> None:
    whole = get("persons/mikola-kazka")
    cut = get("persons/mikola-kazka?fields=names,citations")
    used = {label for name in whole["names"] for label in name["citations"]}
    assert set(cut["citations"]) == used < set(whole["citations"])
    assert all(whole["citations"][label] == cited for label, cited in cut["citations"].items())


@pytest.mark.parametrize("kind", ["persons", "events", "documents"])
def test_the_brief_is_part_of_the_whole(get: Get, cast: Cast, kind: str) -> None:
    whole = {body["id"]: body for body in get(kind)["results"]}
    for body in get(f"{kind}?fields=brief")["results"]:
        assert {"id", "slug", "url", "name", "position", "published_at"} < set(body) < set(whole[body["id"]])
        assert body == {name: whole[body["id"]][name] for name in body}
        assert body == get(f"{kind}/{body['slug']}?fields=brief")
    assert get(f"{kind}?fields=brief,names" if kind == "persons" else f"{kind}?fields=brief,citations")["results"]


def test_queries_are_as_many_as_the_baseline_says(client: PublicClient, cast: Cast) -> None:
    """Besides those of the test client itself, which becomes the reader and the staff again."""
    client.get("/api/v1/persons")
    client.publishing = False
    tag = client.get("/api/v1/persons")["ETag"]
    found = {}
    for address in json.loads(BASELINE.read_text(encoding="utf-8")):
        with CaptureQueriesContext(connection) as captured:
            headers = {"if-none-match": tag} if address.endswith("(304)") else {}
            client.get(f"/api/v1/{address.removesuffix(' (304)')}", headers=headers)
        found[address] = sum(
            not query["sql"].startswith(("SET ROLE", "SAVEPOINT", "ROLLBACK TO", "RELEASE")) for query in captured
        )
    assert found == json.loads(BASELINE.read_text(encoding="utf-8"))
