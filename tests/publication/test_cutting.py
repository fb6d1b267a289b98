"""Cutting a name out of a body: entries that only name somebody go, anything else refuses."""

from typing import Any

import pytest

from publication.cutting import without

GONE = "11111111-1111-4111-8111-111111111111"
STAYS = "22222222-2222-4222-8222-222222222222"


def body(**members: Any) -> dict[str, Any]:
    citations = {"c1": {"quote": "he left"}, "c2": {"quote": "she stayed"}}
    return {"id": "x", "name": "X", "citations": citations, **members}


def entry(who: str, label: str) -> dict[str, Any]:
    return {"person": {"id": who, "name": "Somebody"}, "citations": [label]}


@pytest.mark.parametrize("name", ["members", "relationships", "parts", "statements"])
def test_an_entry_goes_with_the_footnotes_that_only_it_used(name: str) -> None:
    cut = without(body(**{name: [entry(GONE, "c1"), entry(STAYS, "c2")]}), {GONE})
    assert cut is not None
    assert cut[name] == [entry(STAYS, "c2")]
    assert list(cut["citations"]) == ["c2"]


def test_a_footnote_that_others_use_stays() -> None:
    cut = without(body(members=[entry(GONE, "c1")], born={"value": "1990", "citations": ["c1"]}), {GONE})
    assert cut is not None
    assert list(cut["citations"]) == ["c1"]


@pytest.mark.parametrize(
    "member",
    [
        {"releases": [{"event": {"id": GONE}, "citations": ["c1"]}]},
        {"leads_to": {"value": {"id": GONE}, "citations": ["c1"]}},
        {"born": {"claims": [{"value": GONE, "citations": ["c1"]}], "citations": ["c1"]}},
        {"citations": {"c1": {"attributed_to": {"id": GONE}}}, "born": {"citations": ["c1"]}},
        {"former_ids": [GONE]},
    ],
)
def test_where_values_may_rest_on_it_nothing_is_cut(member: dict[str, Any]) -> None:
    assert without(body(**member), {GONE}) is None
