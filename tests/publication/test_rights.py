"""Bodies do not outlive their rights."""

from typing import Any

import pytest

from publication.actions import publish
from publication.models import PublishedBody
from publication.rights import covers
from publication.subjects import subject_of
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import NameFactory, cite
from tests.publication.publishing import ACTOR, publish_everything
from tests.publication.test_publishing import edited


def kept(record: Any, audience: Audience = Audience.PUBLIC) -> int:
    return PublishedBody.objects.filter(record=record.pk, audiences__contains=[audience]).count()


def spelled(cast: Cast) -> Any:
    name = NameFactory.create(person=cast.held, text="Vydumka")
    cite(name, "text", "Vydumka", document=cast.fable, quote="Vydumka")
    return name


def test_earlier_bodies_stay_while_each_only_adds(cast: Cast) -> None:
    publish_everything()
    spelled(cast)
    publish([subject_of(cast.held)], actor=ACTOR)
    assert kept(cast.held) == 2


def test_a_claim_taken_back_takes_all_earlier_bodies_along(cast: Cast) -> None:
    publish_everything()
    name = spelled(cast)
    publish([subject_of(cast.held)], actor=ACTOR)
    edited(name, audience=Audience.INTERNAL)
    publish([subject_of(cast.held)], actor=ACTOR)
    assert kept(cast.held) == kept(cast.held, Audience.PARTNER) == 1
    assert "Vydumka," not in PublishedBody.objects.get(record=cast.held.pk).body


def test_what_one_audience_loses_another_keeps(cast: Cast) -> None:
    name = spelled(cast)
    publish_everything()
    edited(name, audience=Audience.PARTNER)
    publish([subject_of(cast.held)], actor=ACTOR)
    assert PublishedBody.objects.filter(record=cast.held.pk).count() == 2
    for body in PublishedBody.objects.filter(record=cast.held.pk):
        assert body.audiences == ([Audience.PARTNER] if '"Vydumka"' in body.body else [Audience.PUBLIC])


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ({"name": "A"}, {"name": "A", "born": "1990"}, False),
        ({"name": "A"}, {"name": "B"}, True),
        ({"names": [{"text": "A"}, {"text": "B"}]}, {"names": [{"text": "B"}, {"text": "A"}]}, False),
        ({"names": [{"text": "A"}, {"text": "B"}]}, {"names": [{"text": "B"}]}, True),
        (
            {"date": {"value": "2025", "independent_sources": 1}},
            {"date": {"value": "2025", "independent_sources": 2}},
            False,
        ),
        ({"citations": {"c1": {"quote": "x"}}}, {"citations": {"c2": {"quote": "x"}}}, False),
        ({"citations": {"c1": {"quote": "x"}}}, {"citations": {}}, True),
        ({"date": {"value": "2025-12", "citations": ["c1"]}}, {"date": {"value": "2025", "citations": ["c1"]}}, True),
    ],
)
def test_what_counts_as_taken_back(before: Any, after: Any, lost: bool) -> None:
    assert covers(after, before) is not lost
