"""Many ids in one question: written as one array, and read as Django would read them."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from people.models import Name, Person
from tests.factories import NameFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_many_ids_are_one_value() -> None:
    """A person of the factory has a name already."""
    ids = [*(NameFactory.create().person_id for _ in range(3)), *(uuid.uuid4() for _ in range(5000))]
    with CaptureQueriesContext(connection) as told:
        assert Person.objects.filter(pk__in=ids).count() == 3
        assert Name.objects.filter(person__in=ids).count() == 6
    assert [query["sql"].count(" = ANY ('{") for query in told] == [1, 1]


@pytest.mark.parametrize(
    "asked",
    [
        lambda one: [one.pk, one.pk, None],
        lambda one: [str(one.pk)],
        lambda one: {one.pk, uuid.uuid4()},
        lambda one: iter([one.pk]),
        lambda one: Person.objects.filter(pk=one.pk),
        lambda one: Person.objects.filter(pk=one.pk).values("pk"),
        lambda one: [Value(one.pk), uuid.uuid4()],
    ],
    ids=["twice and nobody", "text", "set", "iterator", "query", "values", "expression"],
)
def test_ids_may_be_given_in_every_way(asked: Callable[[Person], Any]) -> None:
    one, other = PersonFactory.create_batch(2)
    assert list(Person.objects.filter(pk__in=asked(one))) == [one]
    assert set(Person.objects.exclude(pk__in=asked(one))) == {other}


def test_rows_of_persons() -> None:
    one, other = NameFactory.create_batch(2)
    assert one in Name.objects.filter(person__in=[one.person])
    assert other not in Name.objects.filter(person__in=[one.person])
    assert one not in Name.objects.exclude(person__in=[str(one.person_id)])
    assert other in Name.objects.exclude(person__in=[str(one.person_id)])


def test_of_no_ids_there_is_nothing() -> None:
    PersonFactory.create()
    assert not Person.objects.filter(pk__in=[]).exists()
    assert not Person.objects.filter(pk__in=[None]).exists()
    assert Person.objects.exclude(pk__in=[]).count() == 1


def test_what_is_no_id_is_refused() -> None:
    with pytest.raises(Exception, match="is not a valid UUID"):
        Person.objects.filter(pk__in=["nobody"])
