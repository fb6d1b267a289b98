"""All rows that hang on a record are read set by set."""

import pytest
from pytest_django import DjangoAssertNumQueries

from sources.rows import rows_under
from tests.factories import (
    ConditionFactory,
    DestinationFactory,
    DetentionFactory,
    GroundFactory,
    NameFactory,
    PersonFactory,
    ReleaseFactory,
)

pytestmark = pytest.mark.django_db


def test_rows_come_in_the_declared_order_each_followed_by_its_own() -> None:
    person = PersonFactory.create(called="Jan Nichto")
    early, late = (
        DetentionFactory.create(person=person, began="2020"),
        DetentionFactory.create(person=person, began="2025"),
    )
    ground = GroundFactory.create(detention=early)
    condition = ConditionFactory.create(detention=late)
    release = ReleaseFactory.create(person=person)
    leg = DestinationFactory.create(release=release)
    assert rows_under(person) == [person.names.get(), early, ground, late, condition, release, leg]


def test_more_rows_cost_no_more_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person = PersonFactory.create()
    for _ in range(2):
        DestinationFactory.create(release=ReleaseFactory.create(person=person))
        GroundFactory.create(detention=DetentionFactory.create(person=person))
    with django_assert_num_queries(13) as few:
        assert [str(row) for row in rows_under(person)]
    for _ in range(5):
        NameFactory.create(person=person)
        DestinationFactory.create(release=ReleaseFactory.create(person=person))
        GroundFactory.create(detention=DetentionFactory.create(person=person))
    with django_assert_num_queries(len(few)):
        assert [str(row) for row in rows_under(person)]
