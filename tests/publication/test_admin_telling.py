"""Two bodies are told apart value by value, in words."""

from typing import Any

import pytest

from publication.admin.telling import Line, Mark, lines_between

NOTE = {
    "quote": "was freed",
    "document": {"id": "d1", "slug": "fable", "title": "A Fable", "publisher": "Daily Fable"},
    "start": 1,
    "end": 2,
    "basis": "stated",
    "attributed_to": None,
    "verdict": "accepted",
}

SENTENCE = "“was freed”, A Fable, Daily Fable, stated, accepted"


def _body(**members: Any) -> dict[str, Any]:
    return {"id": "p1", "slug": "jan", "url": "/p1", "name": "Jan", **members, "citations": {"c1": NOTE}}


def _told(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[tuple[str, str, str]]:
    return [(" › ".join(line.path), line.before, line.after) for line in lines_between(before, after)]


def test_equal_bodies_differ_in_nothing() -> None:
    assert _told(_body(), _body()) == []


def test_a_new_body_is_told_whole_with_the_sentences_it_rests_on() -> None:
    body = _body(born={"value": "1980", "conflicting": False, "independent_sources": 1, "citations": ["c1"]}, died=None)
    assert _told(None, body) == [
        ("address", "", "jan"),
        ("name", "", "Jan"),
        (
            "born",
            "",
            "value: 1980\nconflicting: no\nindependent sources: 1\nsentences: " + SENTENCE,
        ),
    ]


def test_one_value_of_many_is_told_alone() -> None:
    before = _body(born={"value": "1980", "citations": ["c1"]})
    after = _body(born={"value": "1981", "citations": ["c1"]})
    assert _told(before, after) == [("born › value", "1980", "1981")]


def test_a_footnote_that_only_changed_its_number_changed_nothing() -> None:
    after = _body(born={"value": "1980", "citations": ["c7"]}) | {"citations": {"c7": NOTE}}
    assert _told(_body(born={"value": "1980", "citations": ["c1"]}), after) == []


def test_a_sentence_that_is_quoted_differently_is_told_where_it_is_used() -> None:
    after = _body(born={"value": "1980", "citations": ["c1"]}) | {
        "citations": {"c1": {**NOTE, "quote": "was set free"}}
    }
    ((path, before, later),) = _told(_body(born={"value": "1980", "citations": ["c1"]}), after)
    assert path == "born › sentences"
    assert (before[:11], later[:14]) == ("“was freed”", "“was set free”")


def test_entries_are_compared_with_their_own_earlier_selves_whatever_their_order() -> None:
    jan, ian = {"text": "Jan", "kind": "official"}, {"text": "Ian", "kind": "alias"}
    changed = {**ian, "kind": "misspelling"}
    assert _told(_body(names=[jan, ian]), _body(names=[changed, jan])) == [
        ("names › Ian › kind", "alias", "misspelling"),
    ]


def test_an_entry_that_is_put_a_little_differently_is_one_that_changed() -> None:
    before = {"text": "Jan Nichto", "kind": "as_printed", "script": "Latn"}
    assert _told(_body(names=[before]), _body(names=[{**before, "text": "Jan Nikto"}])) == [
        ("names › Jan Nikto › text", "Jan Nichto", "Jan Nikto"),
    ]


def test_entries_come_and_go() -> None:
    lines = lines_between(_body(roles=[{"title": "baker"}]), _body(roles=[{"title": "teller of long tales"}]))
    assert {(line.mark, line.before, line.after) for line in lines} == {
        (Mark.ADDED, "", "title: teller of long tales"),
        (Mark.REMOVED, "title: baker", ""),
    }


def test_two_entries_that_are_called_alike_stay_two() -> None:
    twice = [{"kind": "solitary", "remark": "first"}, {"kind": "solitary", "remark": "second"}]
    assert _told(_body(conditions=twice), _body(conditions=[twice[0], {**twice[1], "remark": "third"}])) == [
        ("conditions › solitary › remark", "second", "third"),
    ]


def test_another_record_is_told_by_name_and_slug() -> None:
    before, after = ({"id": n, "slug": f"place-{n}", "name": "Riverside"} for n in "12")
    assert _told(_body(place={"value": before}), _body(place={"value": after})) == [
        ("place › value", "Riverside (place-1)", "Riverside (place-2)"),
    ]


def test_what_is_not_compared_is_not_told_as_changed() -> None:
    keys = _body(detentions=[{"id": "x", "began": None}])
    assert _told(keys, {**keys, "url": "/elsewhere"}) == []


@pytest.mark.parametrize(("before", "after", "mark"), [("", "a", "added"), ("a", "", "removed"), ("a", "b", "changed")])
def test_each_line_says_in_a_word_what_happens(before: str, after: str, mark: str) -> None:
    assert Line(path=("name",), before=before, after=after).mark == mark
