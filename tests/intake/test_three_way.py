"""The three-way comparison as the database makes it: a table of cases, and its rules for any values."""

import json
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db
Values = dict[str, Any]


def compare(last: Values, present: Values, new: Values) -> tuple[Values, dict[str, list[Any]], Values]:
    """What is taken, what conflicts, what is remembered."""
    with connection.cursor() as cursor:
        texts = [json.dumps(values) for values in (last, present, new)]
        cursor.execute("SELECT taken, conflicting, remembered FROM intake_three_way(%s, %s, %s)", texts)
        taken, conflicting, remembered = (json.loads(found) for found in cursor.fetchone())
    return taken, conflicting, remembered


@pytest.mark.parametrize(
    ("last", "present", "new", "taken", "conflicting", "remembered"),
    [
        pytest.param("a", "a", "a", {}, {}, "a", id="nobody changed it"),
        pytest.param("a", "a", "b", {"f": "b"}, {}, "b", id="the bundle changed it"),
        pytest.param("a", "b", "a", {}, {}, "a", id="staff changed it"),
        pytest.param("a", "b", "b", {}, {}, "b", id="both changed it alike"),
        pytest.param("a", "b", "c", {}, {"f": ["a", "b", "c"]}, "a", id="both changed it, and differently"),
        pytest.param(None, None, "b", {"f": "b"}, {}, "b", id="the bundle now knows it"),
        pytest.param("a", "a", None, {"f": None}, {}, None, id="the bundle no longer says it"),
        pytest.param("a", None, "b", {}, {"f": ["a", None, "b"]}, "a", id="staff emptied what the bundle changed"),
        pytest.param(None, "a", None, {}, {}, None, id="staff filled what the bundle leaves empty"),
    ],
)
def test_one_field(last: Any, present: Any, new: Any, taken: Values, conflicting: Values, remembered: Any) -> None:
    def values(value: Any) -> Values:
        return {} if value is None else {"f": value}

    assert compare(values(last), values(present), values(new)) == (taken, conflicting, values(remembered))


values = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["x", "y", "", False, 2]))


@given(last=values, present=values, new=values)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_field_follows_the_three_rules(last: Values, present: Values, new: Values) -> None:
    taken, conflicting, remembered = compare(last, present, new)

    after = {**present, **taken}
    for field in {*last, *present, *new}:
        was, is_now, will_be = last.get(field), present.get(field), new.get(field)
        if is_now != was:
            assert after.get(field) == is_now, "what staff changed stays"
        elif field in {*last, *new}:
            assert after.get(field) == will_be, "what staff left alone follows the bundle"
        assert (field in conflicting) == (
            len({repr(v) for v in (was, is_now, will_be)}) == 3 or will_be != was != is_now != will_be
        )
    again = compare(remembered, after, new)
    assert (again[0], again[1].keys()) == ({}, conflicting.keys()), "the next import takes nothing and tells the same"
