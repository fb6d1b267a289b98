"""docs/sync.py against the register itself: what it keeps is what a fresh snapshot says, byte for byte."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.conf import settings as project
from django.db import connections
from pytest_django import Settings

from accounts.actions import issue_key, revoke_key
from accounts.models import Partner, User
from people.models import Person
from publication.actions import lift_holds, place_hold, publish, withdraw
from publication.subjects import subject_of
from sources.history import acting
from sources.vocabulary import Audience
from tests.cast import Cast, make_cast
from tests.factories import MergeFactory
from tests.publication.partner import rows, sync
from tests.publication.publishing import ACTOR, publish_everything
from tracker.wsgi import application

GUIDE = Path(project.BASE_DIR) / "docs" / "partners.md"


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def cast(committed_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def address(settings: Settings, committed_db: None) -> Iterator[str]:
    """Of the API as it is served, over the reader's own connection."""
    settings.PUBLISHED_ALIAS = "published"
    httpd = make_server("127.0.0.1", 0, application, handler_class=Quiet)

    def serve() -> None:
        httpd.serve_forever(poll_interval=0.02)
        connections.close_all()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}/api/v1"
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def edit(person: Person, **values: Any) -> None:
    with acting(actor="test:editor"):
        Person.objects.filter(pk=person.pk).update(**values)


def fresh(address: str, key: str = "") -> bytes:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    with urlopen(Request(f"{address}/snapshot", headers=headers), timeout=30) as answer:  # noqa: S310 - our own
        return bytes(answer.read())


def kept(file: Path) -> bytes:
    """What is in the file, as a snapshot would tell it."""
    found = rows(file, "SELECT kind, body FROM records WHERE NOT stale ORDER BY kind, id")
    (position,) = rows(file, "SELECT position FROM state")
    lines = [f'{{"kind":"{kind}","body":{body}}}' for kind, body in found]
    end = f'{{"end":true,"count":{len(found)},"position":{position}}}'
    return "\n".join([*lines, end, ""]).encode()


def test_after_everything_that_can_happen_the_copy_is_a_fresh_snapshot(
    cast: Cast, address: str, tmp_path: Path
) -> None:
    file, late = tmp_path / "register.sqlite", tmp_path / "late.sqlite"
    everyone = [subject_of(one) for one in (cast.event, cast.held, cast.released, cast.disputed)]

    def same() -> bool:
        done = sync(address, file)
        assert done.returncode == 0, done.stderr
        return kept(file) == fresh(address)

    assert same()
    publish_everything()
    assert same()
    assert sync(address, late).returncode == 0
    withdraw([subject_of(cast.released)], actor=ACTOR, reason="asked to")
    assert same()
    assert str(cast.released.pk) not in rows(file, "SELECT id FROM records")
    publish(everyone, actor=ACTOR)
    edit(cast.held, slug="another-slug")
    publish(everyone, actor=ACTOR)
    assert same()
    lift_holds([subject_of(cast.embargoed)], actor=ACTOR)
    publish_everything()
    assert same()
    assert str(cast.embargoed.pk) in rows(file, "SELECT id FROM records")
    place_hold([subject_of(cast.event)], actor=ACTOR, reason="not yet")
    assert same()
    lift_holds([subject_of(cast.event)], actor=ACTOR)
    MergeFactory.create(survivor=cast.released, former=cast.disputed)
    publish_everything()
    assert same()
    assert rows(file, "SELECT * FROM redirects") == [(str(cast.disputed.pk), str(cast.released.pk))]
    # Whoever slept through all of it ends with the same.
    assert sync(address, late).returncode == 0
    assert kept(late) == fresh(address)
    assert rows(late, "SELECT * FROM redirects") == rows(file, "SELECT * FROM redirects")


def test_the_example_in_the_guide_finds_who_is_out(cast: Cast, address: str, tmp_path: Path) -> None:
    publish_everything()
    assert sync(address, tmp_path / "register.sqlite").returncode == 0
    (statement,) = re.findall(r"```sql\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert ("Mikola Kazka", "2021-03-03") in rows(tmp_path / "register.sqlite", statement)


def test_a_key_brings_its_own_world_and_a_revoked_one_nothing(cast: Cast, address: str, tmp_path: Path) -> None:
    file, staff = tmp_path / "register.sqlite", User.objects.create_user("keeper")
    edit(cast.held, audience=Audience.PARTNER)
    publish_everything()
    assert sync(address, file).returncode == 0
    assert str(cast.held.pk) not in rows(file, "SELECT id FROM records")
    key, token = issue_key(partner=Partner.objects.create(name="Friends"), label="sync", actor=staff)
    assert sync(address, file, key=token).returncode == 0
    assert kept(file) == fresh(address, token)
    assert str(cast.held.pk) in rows(file, "SELECT id FROM records")
    revoke_key(key, actor=staff, reason="over")
    done = sync(address, file, key=token)
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 1)
    assert "not accepted" in done.stderr
