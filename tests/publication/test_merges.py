"""Two records of one person, merged and parted again, as the feed tells it."""

from typing import Any

from django.utils import timezone

from people.models import Merge, Person
from publication.actions import publish
from publication.models import Alias, Change, PublishedBody, PublishedRecord
from publication.subjects import subject_of
from sources.history import acting
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import MergeFactory, PersonFactory
from tests.publication.publishing import ACTOR, publish_everything

PUBLIC = Audience.PUBLIC


def go(*records: Any) -> None:
    publish([subject_of(record) for record in records], actor=ACTOR)


def last(person: Person) -> tuple[str, Any]:
    change = Change.objects.filter(audience=PUBLIC, record=person.pk).latest("position")
    return change.operation, change.into


def merged(survivor: Person, former: Person) -> Merge:
    merge: Merge = MergeFactory.create(survivor=survivor, former=former)
    return merge


def test_the_former_id_and_slug_lead_to_the_survivor(cast: Cast) -> None:
    publish_everything()
    merged(cast.released, cast.disputed)
    go(cast.released)
    assert last(cast.disputed) == ("merge", cast.released.pk)
    assert not PublishedRecord.objects.filter(id=cast.disputed.pk).exists()
    assert not PublishedBody.objects.filter(record=cast.disputed.pk).exists()
    keys = Alias.objects.filter(audience=PUBLIC, record=cast.released.pk).values_list("key", flat=True)
    assert set(keys) == {str(cast.disputed.pk), cast.disputed.slug}
    record = PublishedRecord.objects.get(audience=PUBLIC, id=cast.released.pk)
    assert f'"former_ids":["{cast.disputed.pk}"]' in PublishedBody.objects.get(pk=record.hash).body


def test_publishing_the_former_one_does_the_same(cast: Cast) -> None:
    publish_everything()
    merged(cast.released, cast.disputed)
    go(cast.disputed)
    assert last(cast.disputed) == ("merge", cast.released.pk)


def test_chains_lead_to_the_last(cast: Cast) -> None:
    third = PersonFactory.create(slug="third")
    publish_everything()
    merged(cast.disputed, third)
    go(cast.disputed)
    merged(cast.released, cast.disputed)
    go(cast.released)
    assert last(third) == ("merge", cast.disputed.pk)
    assert last(cast.disputed) == ("merge", cast.released.pk)
    assert set(Alias.objects.filter(audience=PUBLIC).values_list("record", flat=True)) == {cast.released.pk}


def test_somebody_merged_into_nobody_who_may_be_seen_is_withdrawn(cast: Cast) -> None:
    publish_everything()
    merged(cast.embargoed, cast.disputed)
    go(cast.disputed)
    assert last(cast.disputed) == ("withdraw", None)
    assert not Alias.objects.exists()


def test_somebody_who_was_never_out_leaves_no_trace(cast: Cast) -> None:
    publish_everything()
    hidden = PersonFactory.create(slug="hidden", audience=0)
    merged(cast.released, hidden)
    go(cast.released)
    assert not Alias.objects.exists()
    assert not Change.objects.filter(record=hidden.pk).exists()
    assert not PublishedBody.objects.filter(body__contains=str(hidden.pk)).exists()


def test_parted_again(cast: Cast) -> None:
    publish_everything()
    merge = merged(cast.released, cast.disputed)
    go(cast.released)
    with acting(actor="test:editor"):
        merge.undone = timezone.now()
        merge.save()
    go(cast.disputed, cast.released)
    assert last(cast.disputed) == ("unmerge", None)
    assert not Alias.objects.exists()
    assert PublishedRecord.objects.filter(audience=PUBLIC, id=cast.disputed.pk).exists()
