"""Whoever begins with a snapshot and applies the changes ends with a fresh snapshot, byte for byte, whatever happens.

Everything is committed, and followers ask over the reader's own connection.
"""

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import islice
from typing import Any
from unittest.mock import patch

import orjson
import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import Connection
from psycopg.rows import TupleRow
from pytest_django import Settings

from accounts.actions import issue_key
from accounts.models import Partner, User
from accounts.vocabulary import KeyAudience
from publication.actions import publish, withdraw
from publication.api import streams
from publication.models import Change, Counter, PublishedRecord
from publication.settling import forget_old_changes, lock
from publication.subjects import Subject
from publication.vocabulary import Kind
from sources.history import acting
from sources.vocabulary import Audience
from tests.conftest import _empty_tables
from tests.proof.following import Follower
from tests.proof.living import ACTS, Act, Life, begin_life
from tests.publication.published import person_body, put
from tests.publication.publishing import ACTOR, publish_everything

PLENTY = 1_000_000
CHANGING = [verb for verb in ACTS if verb not in ("publish everything", "clear")]


@pytest.fixture(autouse=True)
def _as_the_reader(settings: Settings, committed_db: None) -> None:
    settings.PUBLISHED_ALIAS = "published"
    settings.ANONYMOUS_PER_MINUTE = PLENTY


@pytest.fixture
def life(committed_db: None) -> Life:
    return begin_life()


@pytest.fixture
def partner(committed_db: None) -> str:
    return partners_token()


def partners_token() -> str:
    """A key of its own, for what partners may read."""
    friends, staff = Partner.objects.create(name="Friends"), User.objects.create_user("keeper")
    _key, token = issue_key(
        partner=friends, label="following", actor=staff, audience=KeyAudience.PARTNER, per_minute=PLENTY
    )
    return token


def in_threads(*jobs: Callable[[], None]) -> None:
    """All at once, each with its own connections. Raises what any of them raises."""

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        for done in [pool.submit(run, job) for job in jobs]:
            done.result()


def acts_by_chance(seed: int, count: int) -> Iterator[Act]:
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _number in range(count):
        who = tuple(chance.randrange(20) for _ in range(chance.randint(1, 4)))
        yield Act(chance.choice([*CHANGING, "publish", "publish", "withdraw"]), who, chance.randrange(12))


def test_publishers_at_once_and_followers_among_them(life: Life, partner: str) -> None:
    publish_everything()
    followers = [Follower(limit=1), Follower(address="192.0.2.2", limit=3), Follower(token=partner, limit=2)]
    for follower in followers:
        follower.begin()
    publishers, over = threading.Barrier(3), threading.Event()

    def work(seed: int) -> None:
        publishers.wait()
        for act in acts_by_chance(seed, 6):
            for verb in (act.verb, "withdraw", "publish"):
                life.do(act._replace(verb=verb))

    def follow(follower: Follower) -> None:
        while not over.is_set():
            follower.step()

    def end_with(jobs: list[Callable[[], None]]) -> None:
        try:
            in_threads(*jobs)
        finally:
            over.set()

    working = [lambda seed=seed: work(seed) for seed in range(3)]
    in_threads(
        lambda: end_with(working),  # type: ignore[arg-type]  # lambdas with a default
        *[lambda follower=follower: follow(follower) for follower in followers],
    )
    for follower in followers:
        follower.is_right()
    for audience in (Audience.PARTNER, Audience.PUBLIC):
        positions = list(
            Change.objects.filter(audience=audience).order_by("position").values_list("position", flat=True)
        )
        assert positions == list(range(1, Counter.objects.get(audience=audience).position + 1))
        assert len(positions) > len(life.records)


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_a_slow_reader_ends_where_a_fresh_one_begins(life: Life, limit: int) -> None:
    publish_everything()
    slow = Follower(limit=limit)
    slow.begin()
    for act in acts_by_chance(limit, 8):
        life.do(act)
        publish(life.subjects(act.who[:2]), actor=ACTOR)
        slow.step()
    slow.is_right()
    assert slow.snapshots == 1


def test_what_is_published_meanwhile_is_not_in_a_snapshot_that_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    # More than fits between the database and us, so that the database is still reading when the others publish.
    bodies = [person_body(f"person-{number:04}", padding="x" * 40_000) for number in range(100)]
    with acting(actor=ACTOR):
        for body in bodies:
            put(body)
    monkeypatch.setattr(streams, "CHUNK", 1)
    before = Follower(address="192.0.2.7").fresh()
    response: Any = Client().get("/api/v1/snapshot")
    lines = iter(response.streaming_content)
    begun = [next(lines), next(lines)]
    gone = [Subject(Kind.PERSON, row.id) for row in PublishedRecord.objects.order_by("-id")[:50]]
    withdraw(gone, actor=ACTOR, reason="asked to")
    with acting(actor=ACTOR):
        put(person_body("late-one"))
    assert b"".join([*begun, *lines]) == before
    late = Follower()
    late.begin()
    late.is_right()
    assert len(late.bodies) == 51


def test_a_snapshot_has_the_position_of_its_records(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_everything()
    cut_off_after, between = streams._cut_off_after, iter([0, 5])

    def publishing(*where: Any) -> Any:
        """Called after the position was read and before the records are."""
        for number in islice(between, 1):
            withdraw(life.subjects([number, number + 1]), actor=ACTOR, reason="asked to")
        return cut_off_after(*where)

    monkeypatch.setattr(streams, "_cut_off_after", publishing)
    follower = Follower()
    follower.begin()
    begun_at = follower.position
    follower.is_right()
    assert (follower.position > begun_at, follower.snapshots, list(between)) == (True, 1, [])


def test_whoever_comes_too_late_is_told_and_begins_anew(life: Life) -> None:
    then = timezone.now() - timedelta(days=500)
    with patch.object(timezone, "now", lambda: then):
        publish(life.subjects([0, 1]), actor=ACTOR)
    left_early, on_the_edge = Follower(limit=2), Follower(limit=2)
    left_early.begin()
    with patch.object(timezone, "now", lambda: then + timedelta(days=1)):
        withdraw(life.subjects([2, 3]), actor=ACTOR, reason="asked to")
    on_the_edge.begin()
    publish(life.subjects([3, 5, 6]), actor=ACTOR)
    with acting(actor=ACTOR):
        lock()
        assert forget_old_changes() > 0
    assert Counter.objects.get(audience=Audience.PUBLIC).floor == on_the_edge.position > left_early.position
    answer = Client().get(f"/api/v1/changes?after={left_early.position}")
    assert (answer.status_code, answer.json()["type"]) == (410, "urn:volia:problem:resync-needed")
    for follower in (left_early, on_the_edge):
        follower.is_right()
    assert (left_early.snapshots, on_the_edge.snapshots) == (2, 1)


def test_a_position_that_was_never_reached_is_no_place_to_go_on_from(life: Life) -> None:
    publish(life.subjects([1]), actor=ACTOR)
    ahead = Follower()
    ahead.begin()
    ahead.position += 1
    ahead.is_right()
    assert ahead.snapshots == 2


def test_waiting_ends_with_the_first_thing_that_happens(life: Life) -> None:
    publish_everything()
    follower = Follower(address="192.0.2.9")
    follower.begin()
    at = follower.position

    def later() -> None:
        withdraw(life.subjects([2]), actor=ACTOR, reason="asked to")

    in_threads(lambda: follower.step(wait=20), later)  # type: ignore[arg-type]  # what it returns is unused
    assert follower.position > at
    follower.is_right()


WHO = st.lists(st.integers(0, 10), min_size=1, max_size=4).map(tuple)
CHANCE = st.lists(
    st.one_of(
        st.builds(Act, st.sampled_from(sorted(ACTS)), WHO, st.integers(0, 11)),
        st.tuples(st.just("follow"), st.integers(0, 2)),
    ),
    min_size=6,
    max_size=20,
)


@settings(
    max_examples=5,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=CHANCE)
def test_whatever_happens_in_whatever_order(owner_connection: Connection[TupleRow], story: list[Any]) -> None:
    _empty_tables(owner_connection)
    life = begin_life()
    followers = [Follower(limit=1), Follower(limit=4), Follower(token=partners_token(), limit=2)]
    for follower in followers:
        follower.begin()
    publish(life.subjects([0, 1]), actor=ACTOR)
    for act in story:
        if isinstance(act, Act):
            life.do(act)
        else:
            followers[act[1]].step()
    for follower in followers:
        follower.is_right()


def test_what_is_compared_is_not_nothing(life: Life, partner: str) -> None:
    with acting(actor=ACTOR):
        life.persons[5].__class__.objects.filter(pk=life.persons[5].pk).update(audience=Audience.PARTNER)
    publish_everything()
    everybody, friend = Follower(), Follower(token=partner)
    for follower in (everybody, friend):
        follower.begin()
    ids = {str(person.pk) for person in life.persons} - {str(life.cast.embargoed.pk)}
    assert {pk for kind, pk in friend.bodies if kind == "person"} == ids
    assert {pk for kind, pk in everybody.bodies if kind == "person"} == ids - {str(life.persons[5].pk)}
    assert orjson.loads(friend.fresh().splitlines()[-1])["count"] == len(friend.bodies) == len(everybody.bodies) + 1
