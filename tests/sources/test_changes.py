"""History is told as people read it: who, when, which field, from what to what."""

import pytest
from django.contrib.auth import get_user_model
from pytest_django import DjangoAssertNumQueries

from sources.changes import changed, history_of
from sources.history import acting
from sources.models import Organisation
from tests.factories import DocumentFactory, OrganisationFactory

IMAGES = [
    ({"a": 1, "b": 2}, {"a": 1, "b": 3}, ["b"]),
    ({}, {"a": "x", "b": None, "c": ""}, ["a"]),
    ({"a": "x"}, {"a": None}, ["a"]),
    ({"a": None}, {"a": ""}, []),
    ({"version": 1, "updated": "then"}, {"version": 2, "updated": "now"}, []),
]


@pytest.mark.parametrize(("before", "after", "columns"), IMAGES)
def test_only_what_differs_is_told(before: dict[str, object], after: dict[str, object], columns: list[str]) -> None:
    assert changed(before, after) == columns


@pytest.mark.django_db
def test_a_change_names_account_field_old_and_new_value_in_words() -> None:
    user = get_user_model().objects.create_user(username="alena")
    paper = OrganisationFactory.create(name="The Daily Fable")
    document = DocumentFactory.create(publisher=None, title="Old title")
    document.publisher, document.title, document.kind = paper, "New title", "letter"
    with acting(actor=f"user:{user.pk}", reason="the imprint says so"):
        document.save()
    newest, oldest = history_of([document])
    told = {change.field: (change.before, change.after) for change in newest.changes}
    assert told == {
        "publisher": ("", "The Daily Fable"),
        "title": ("Old title", "New title"),
        "kind": ("article", "letter"),
    }
    assert (newest.actor, newest.reason, newest.version, newest.is_new) == ("alena", "the imprint says so", 2, False)
    assert (oldest.actor, oldest.is_new) == ("test:cast", True)


@pytest.mark.django_db
def test_spans_texts_and_bytes_are_not_told() -> None:
    document = DocumentFactory.create(published="2031-03", text="A long text.")
    (entry,) = history_of([document])
    fields = {change.field for change in entry.changes}
    assert "published" in fields
    assert not fields & {"published span", "text", "original"}


@pytest.mark.django_db
def test_a_long_history_costs_no_more_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    rows: list[Organisation] = [OrganisationFactory.create() for _ in range(20)]
    for row in rows:
        row.name = "Renamed"
        with acting(actor="test:changes"):
            row.save()
    with django_assert_max_num_queries(4):
        assert len(history_of(rows)) == 40
