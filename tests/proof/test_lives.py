"""Published, edited, held, lifted, withdrawn, narrowed, merged in any order: nothing but what was published is read."""

import re

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from people.models import Merge
from publication import actions
from publication.subjects import Subject, subject_of
from publication.vocabulary import AUDIENCES
from sources.history import acting
from sources.vocabulary import Audience
from tests import factories as f
from tests.proof.lives import Being, Expected, World, make_world, published_ids, readable
from tests.publication.publishing import ACTOR

CANARY = re.compile(r"q[pe]\d+s?v\d+z(?:never)?")
EXAMPLES, STEPS = 25, 12
EDITS = {
    "texts": {"names": False, "dates": False},
    "names": {"names": True, "dates": False},
    "dates": {"names": False, "dates": True},
}


class Life:
    """A world, what is expected of it, and the steps that happen to both."""

    def __init__(self, **edits: bool) -> None:
        self.world: World = make_world(**edits)
        self.expected = Expected(world=self.world)
        self.told: list[str] = []

    @property
    def story(self) -> str:
        """What has happened, in order."""
        return "; ".join(self.told)

    def live(self, step: str, number: int) -> None:
        """One step, and what it must lead to."""
        being = self.world.beings[number]
        self.told.append(f"{step} {being.mark}")
        getattr(self, step)(being)
        self.check()

    def edit(self, being: Being) -> None:
        self.expected.begin(being)
        being.edit()

    def publish(self, being: Being) -> None:
        self.expected.begin()
        actions.publish([self._subject(being)], actor=ACTOR)
        self.expected.publish(being)

    def withdraw(self, being: Being) -> None:
        self.expected.begin()
        actions.withdraw([self._subject(being)], actor=ACTOR, reason="asked to")
        self.expected.take_back(being)

    def hold(self, being: Being) -> None:
        self.expected.begin(being, *self.expected.naming(being), holding=True)
        actions.place_hold([self._subject(being)], actor=ACTOR, reason="not yet")
        self.expected.held |= {being, self.expected.survivor(being)}
        self.expected.take_back(being, self.expected.survivor(being), *self.expected.members(being))

    def hold_for_later(self, being: Being) -> None:
        """What is out stays out, and nothing new goes out."""
        self.expected.begin(being, *self.expected.naming(being))
        actions.place_hold([self._subject(being)], actor=ACTOR, reason="not yet", withdraw_now=False)
        self.expected.held |= {being, self.expected.survivor(being)}

    def lift(self, being: Being) -> None:
        self.expected.begin(being)
        actions.lift_holds([self._subject(being)], actor=ACTOR)
        self.expected.held -= {being, self.expected.survivor(being)}

    def narrow(self, being: Being) -> None:
        """One audience less; public again after internal."""
        self.expected.begin(being)
        narrower = Audience((self.expected.audience.get(being, Audience.PUBLIC) - 1) % 3)
        being.record.refresh_from_db()
        being.record.audience = self.expected.audience[being] = narrower
        with acting(actor=f.ACTOR):
            being.record.save()

    def merge(self, being: Being) -> None:
        """Into the next person; a second time: parted again."""
        if being in self.world.events:
            return
        survivor = self.world.persons[(self.world.persons.index(being) + 1) % len(self.world.persons)]
        self.expected.begin(being, survivor)
        if self.expected.merged.pop(being, None):
            merge = Merge.objects.get(former=being.record, undone=None)
            merge.undone = timezone.now()
            with acting(actor=f.ACTOR):
                merge.save()
        elif survivor not in self.expected.merged:
            f.MergeFactory.create(survivor=survivor.record, former=being.record)
            self.expected.merged[being] = survivor

    def _subject(self, being: Being) -> Subject:
        being.record.refresh_from_db()
        return subject_of(being.record)

    def check(self) -> None:
        """Who is published is who should be; nothing else of anybody can be read."""
        for audience in AUDIENCES:
            ids = published_ids(audience)
            found = [being for being in self.world.beings if being.record.pk in ids]
            self.expected.follow(audience, found)
            expected = self.expected.published[audience]
            assert [being.mark for being in found] == [
                being.mark for being in self.world.beings if being in expected
            ], (audience, self.story)
        tables = readable()
        published = {b.canary_of(v) for a in AUDIENCES for b, v in self.expected.published[a].items()}
        allowed = set[str]().union(*map(self.expected.said, AUDIENCES))
        allowed_dates = {b.canary_of(v) for b, versions in self.expected.dated.items() for v in versions}
        former = {
            being.canary_of(version)
            for audience in AUDIENCES
            for being, versions in self.expected.slugs[audience].items()
            for version in versions
            if self.expected.answers(being, audience)
        }
        for table, text in tables.items():
            canaries = set(CANARY.findall(text))
            besides = former if table == "publication_alias" else allowed_dates
            assert canaries <= allowed | besides, (table, canaries - allowed - besides, self.story)
        assert published <= set(CANARY.findall(tables["publication_publishedbody"])), self.story


STEP = ("edit", "publish", "publish", "withdraw", "hold", "hold_for_later", "lift", "narrow", "merge")


@pytest.mark.parametrize("edits", EDITS.values(), ids=EDITS)
@pytest.mark.django_db
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # A life is short and tells its steps; shrinking one takes longer than reading it.
    phases=(Phase.explicit, Phase.generate),
)
@example(steps=[("publish", 4), ("edit", 4), ("publish", 3)])
@example(steps=[("publish", 1), ("edit", 1), ("publish", 0)])
@example(steps=[("publish", 4), ("edit", 4), ("publish", 0)])
@example(steps=[("merge", 2), ("withdraw", 2)])
@example(steps=[("publish", 2), ("publish", 3), ("merge", 2), ("publish", 3), ("hold", 2)])
@example(steps=[("publish", 5), ("publish", 3), ("withdraw", 1), ("hold_for_later", 2), ("withdraw", 5)])
@example(
    steps=[("withdraw", 1), ("publish", 2), ("publish", 5), ("merge", 2), ("merge", 3), ("narrow", 2), ("hold", 0)]
)
@example(
    steps=[
        *(("publish", 4), ("hold_for_later", 0), ("merge", 3), ("lift", 3)),
        *(("publish", 5), ("merge", 0), ("lift", 0), ("hold", 0)),
    ]
)
@example(steps=[("publish", 5), ("edit", 2), ("publish", 2)])
@example(steps=[("publish", 3), ("publish", 4), ("edit", 3), ("publish", 3)])
@example(steps=[("publish", 3), ("publish", 4), ("edit", 3), ("publish", 4)])
@given(st.lists(st.tuples(st.sampled_from(STEP), st.integers(0, 5)), min_size=4, max_size=STEPS))
def test_nothing_is_read_but_what_was_published(edits: dict[str, bool], steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        life = Life(**edits)
        for step, number in steps:
            life.live(step, number)
        transaction.set_rollback(True)
