"""Whoever was merged away, however often, is known by the record that stands for them now."""

import pytest
from django.utils import timezone

from people.survivors import survivors_of
from tests import factories as f

pytestmark = pytest.mark.django_db


def test_merges_that_rest_on_one_another_are_followed_to_the_end() -> None:
    first, second, third, alone = (f.PersonFactory.create() for _ in range(4))
    f.MergeFactory.create(former=first, survivor=second)
    f.MergeFactory.create(former=second, survivor=third)
    ids = [one.pk for one in (first, second, third, alone)]
    assert survivors_of(ids) == {first.pk: third.pk, second.pk: third.pk}


def test_a_merge_that_was_undone_counts_no_more() -> None:
    merge = f.MergeFactory.create(undone=timezone.now())
    assert survivors_of([merge.former_id]) == {}
    assert survivors_of([]) == {}
