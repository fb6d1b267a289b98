"""``./manage.py tidy_publication``: forgets what nobody needs any more, that alone, and publishes nothing."""

from datetime import timedelta
from io import StringIO
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone
from psycopg import Connection
from psycopg.rows import TupleRow

from publication.models import Change, Counter, PublishedBody, PublishedRecord, Touched
from publication.pending import touched
from publication.settling import KEPT
from publication.subjects import subject_of
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.publication.publishing import publish_everything
from tests.publication.test_publishing import edited, go

NOW = timezone.now()


def tidy(*options: str) -> list[str]:
    """The lines that the command says."""
    said = StringIO()
    call_command("tidy_publication", *options, stdout=said)
    return said.getvalue().splitlines()


def old_news(cast: Cast) -> None:
    """Everybody went out long ago, and one changed since: the first line of theirs nobody needs any more."""
    with patch.object(timezone, "now", lambda: NOW - KEPT - timedelta(days=1)):
        publish_everything()
        edited(cast.held, slug="alesia")
    go(cast.held)


def told() -> set[tuple[object, ...]]:
    """All that anybody may read, and what is to be published."""
    rows = PublishedRecord.objects.values_list("audience", "kind", "id", "hash", "position")
    found: set[tuple[object, ...]] = {(*row[:3], bytes(row[3]), row[4]) for row in rows}
    return found | {(bytes(row.hash), row.body) for row in PublishedBody.objects.all()} | {(one,) for one in touched()}


def test_where_there_is_nothing_to_forget(db: None) -> None:
    assert tidy() == ["touched ids: 0 forgotten", "lines of the feeds: 0 forgotten"]


def test_touches_that_everybody_has_considered(cast: Cast) -> None:
    publish_everything()
    edited(cast.held, note="for colleagues")
    go(cast.held)
    edited(cast.released, note="to be looked at")
    before, count = told(), Touched.objects.count()
    (touches, _changes) = tidy()
    left = Touched.objects.count()
    assert touches == f"touched ids: {count - left} forgotten"
    assert count > left > 0
    assert told() == before
    assert subject_of(cast.released) in touched()


def test_lines_that_are_too_old(cast: Cast) -> None:
    old_news(cast)
    feeds = Change.objects.count()
    last = {(one.audience, one.record): one.position for one in Change.objects.order_by("position")}
    before = told()
    assert tidy()[1] == f"lines of the feeds: {feeds - len(last)} forgotten"
    assert feeds - len(last) >= 2  # the slug that was, for each audience
    assert {(one.audience, one.record): one.position for one in Change.objects.all()} == last
    assert Change.objects.count() == len(last)
    assert Counter.objects.get(audience=Audience.PUBLIC).floor > 0
    assert told() == before
    assert tidy()[1] == "lines of the feeds: 0 forgotten"


def test_it_publishes_nothing(cast: Cast) -> None:
    tidy()
    assert not PublishedRecord.objects.exists()
    assert not Change.objects.exists()


def test_a_dry_run_says_how_many_and_forgets_nothing(cast: Cast) -> None:
    old_news(cast)
    before = everything_kept()
    foretold = tidy("--dry-run")
    assert everything_kept() == before
    assert "0" not in {line.split(": ")[1].split()[0] for line in foretold}
    assert [line.replace("would be ", "") for line in foretold] == tidy()


def test_a_run_over_everything_forgets_by_the_same_way(cast: Cast) -> None:
    old_news(cast)
    publish_everything()
    assert tidy() == ["touched ids: 0 forgotten", "lines of the feeds: 0 forgotten"]


def test_it_waits_for_whoever_publishes(committed_db: None, owner_connection: Connection[TupleRow]) -> None:
    tidy()
    with connection.cursor() as cursor, owner_connection.transaction():
        owner_connection.execute("SELECT FROM publication_counter FOR UPDATE")
        cursor.execute("SET lock_timeout = 50")
        try:
            with pytest.raises(OperationalError, match="lock timeout"):
                tidy()
        finally:
            cursor.execute("RESET lock_timeout")


def everything_kept() -> list[object]:
    rows = (Touched.objects.order_by("id"), Change.objects.order_by("audience", "position"), Counter.objects.all())
    return [row for model in rows for row in model.values_list()]
