"""A publisher that is killed leaves whole acts or nothing, followers never notice, and the next act works."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from django.conf import settings as project
from django.db import connection
from psycopg import Connection
from psycopg.conninfo import make_conninfo
from psycopg.rows import TupleRow
from pytest_django import Settings

from publication.actions import publish
from publication.models import Act, Change, PublishedRecord
from publication.subjects import subject_of
from sources.vocabulary import Audience
from tests.proof.following import Follower
from tests.proof.living import Life, begin_life
from tests.publication.publishing import ACTOR, publish_everything

PATIENCE = 60.0
# The command itself, in batches so small that a run has many acts.
IN_SMALL_BATCHES = """
import sys, django
django.setup()
from django.core.management import call_command
from publication import batches
batches.SIZE.update(dict.fromkeys(batches.SIZE, 1))
call_command("publish", *sys.argv[1:])
"""
WRITTEN = ("act", "publishedbody", "counter", "publishedrecord", "change", "dependency")
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
FEED: LiteralString = """
WITH last AS (SELECT DISTINCT ON (audience, record) * FROM publication_change ORDER BY audience, record, position DESC)
SELECT 'a gap at ' || audience FROM publication_change GROUP BY audience
HAVING min(position) <> 1 OR max(position) <> count(*)
UNION ALL
SELECT 'the counter of ' || c.audience FROM publication_counter c
WHERE c.position <> (SELECT count(*) FROM publication_change h WHERE h.audience = c.audience)
UNION ALL
SELECT 'told and not there, or there and not told: ' || coalesce(l.record, r.id)
FROM (SELECT * FROM last WHERE operation IN ('upsert', 'unmerge')) l
FULL JOIN publication_publishedrecord r ON r.audience = l.audience AND r.id = l.record AND r.kind = l.kind
WHERE (l.position, l.hash) IS DISTINCT FROM (r.position, r.hash)
UNION ALL
SELECT 'without a body: ' || r.id FROM publication_publishedrecord r WHERE NOT EXISTS (
  SELECT FROM publication_publishedbody b WHERE b.hash = r.hash AND b.record = r.id AND r.audience = ANY (b.audiences))
UNION ALL
SELECT 'a body without rights: ' || b.record FROM publication_publishedbody b WHERE b.audiences = '{}'
UNION ALL
SELECT 'a body for whom it was not told: ' || b.record FROM publication_publishedbody b, unnest(b.audiences) AS one
WHERE NOT EXISTS (SELECT FROM publication_change h WHERE h.audience = one AND h.hash = b.hash)
OR NOT EXISTS (SELECT FROM publication_publishedrecord r WHERE r.audience = one AND r.id = b.record)
UNION ALL
SELECT 'nobody knows from what it was made: ' || coalesce(d.record, r.id)
FROM publication_dependency d FULL JOIN (SELECT DISTINCT id FROM publication_publishedrecord) r ON r.id = d.record
WHERE d.record IS NULL OR r.id IS NULL
UNION ALL
SELECT 'done by nobody: ' || h.position FROM publication_change h
WHERE NOT EXISTS (SELECT FROM publication_act a WHERE a.id = h.act)
UNION ALL
SELECT 'an act without effect: ' || a.id FROM publication_act a
WHERE NOT EXISTS (SELECT FROM publication_change h WHERE h.act = a.id)
UNION ALL
SELECT 'leads nowhere: ' || a.key FROM publication_alias a
WHERE NOT EXISTS (SELECT FROM publication_publishedrecord r WHERE r.audience = a.audience AND r.id = a.record)
"""
OUTSIDE = "SELECT audience, kind, id, hash FROM publication_publishedrecord ORDER BY 1, 2, 3"
UNDO: LiteralString = """
TRUNCATE publication_publishedrecord, publication_publishedbody, publication_change, publication_counter,
  publication_alias, publication_dependency, publication_act
"""


@pytest.fixture(autouse=True)
def _as_the_reader(settings: Settings, committed_db: None) -> None:
    settings.PUBLISHED_ALIAS = "published"
    settings.ANONYMOUS_PER_MINUTE = 1_000_000


@pytest.fixture
def life(committed_db: None) -> Life:
    return begin_life()


@contextmanager
def publisher(*arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """``./manage.py publish`` as a process of its own, on the database of the tests; dead at the end."""
    url = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
    given = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    command = [sys.executable, "-c", IN_SMALL_BATCHES, *arguments]
    with subprocess.Popen(command, cwd=Path(project.BASE_DIR), env=given, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)


def until(owner: Connection[TupleRow], question: LiteralString, asked: list[str], least: int) -> None:
    """:raises AssertionError: when the question is not answered with that much in time."""
    give_up = time.monotonic() + PATIENCE
    while (row := owner.execute(question, asked).fetchone()) and row[0] < least:
        assert time.monotonic() < give_up, question
        time.sleep(0.005)


def until_gone(owner: Connection[TupleRow]) -> None:
    """The server has noticed that the publisher is dead, and has undone what it was at."""
    question = (
        "SELECT count(*) FROM pg_locks WHERE relation = 'publication_counter'::regclass AND pid <> pg_backend_pid()"
    )
    give_up = time.monotonic() + PATIENCE
    while owner.execute(question).fetchone() != (0,):
        assert time.monotonic() < give_up
        time.sleep(0.01)


def is_whole(owner: Connection[TupleRow]) -> bool:
    """What the reader may read fits together."""
    assert owner.execute(FEED).fetchall() == []
    return True


def test_a_run_killed_at_random_moments_ends_like_one_that_was_not(
    life: Life, owner_connection: Connection[TupleRow]
) -> None:
    chance, follower = random.Random(11), Follower(limit=2)  # noqa: S311 - no secret
    publish([subject_of(life.cast.held)], actor=ACTOR)
    follower.begin()
    acts, killed = Act.objects.count(), 0
    for more in (1, 4, 3):
        with publisher("--all") as process:
            until(owner_connection, "SELECT count(*) FROM publication_act", [], acts + more)
            time.sleep(chance.uniform(0, 0.05))
        killed += process.returncode == -signal.SIGKILL
        until_gone(owner_connection)
        acts = Act.objects.count()
        assert is_whole(owner_connection)
        follower.is_right()
    assert killed == 3
    with publisher("--all") as process:
        assert process.wait(PATIENCE) == 0
    assert is_whole(owner_connection)
    follower.is_right()
    assert follower.snapshots == 1
    after_all = owner_connection.execute(OUTSIDE).fetchall()
    owner_connection.execute(UNDO)
    publish_everything()
    assert owner_connection.execute(OUTSIDE).fetchall() == after_all


@pytest.mark.parametrize("table", WRITTEN)
def test_an_act_killed_at_any_of_its_writes_has_not_happened(
    life: Life, owner_connection: Connection[TupleRow], table: str
) -> None:
    publish([subject_of(life.cast.held)], actor=ACTOR)
    follower = Follower()
    follower.begin()
    before, told = owner_connection.execute(OUTSIDE).fetchall(), Change.objects.count()
    with psycopg.connect(owner_connection.info.dsn, dbname=connection.settings_dict["NAME"]) as holder:
        holder.execute(f"SET ROLE volia_owner; LOCK TABLE publication_{table} IN SHARE MODE".encode())
        with publisher(life.cast.event.slug):
            until(owner_connection, WAITING, [f"publication_{table}"], 1)
    until_gone(owner_connection)
    assert (owner_connection.execute(OUTSIDE).fetchall(), Change.objects.count()) == (before, told)
    assert is_whole(owner_connection)
    publish([subject_of(life.cast.event)], actor=ACTOR)
    assert PublishedRecord.objects.filter(audience=Audience.PUBLIC, id=life.cast.event.pk).exists()
    assert is_whole(owner_connection)
    follower.is_right()
