"""``./manage.py index_published``: keys of other tables are made anew, and nothing else changes."""

from io import StringIO

import pytest
from django.core.management import call_command

from people.naming.keys import KEYS_VERSION
from publication import indexing
from publication.models import PublishedRecord
from sources.vocabulary import Audience
from tests.publication.published import person_body, put


def index() -> str:
    """What the command says."""
    said = StringIO()
    call_command("index_published", stdout=said)
    return said.getvalue().strip()


def test_keys_of_other_tables_are_made_anew_and_nothing_else_changes(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "BATCH", 2)
    for number in range(5):
        put(person_body(f"p{number}", name=f"Ihar Vydumka {number}"))
    put(person_body("p9", name="Ihar Vydumka"), audience=Audience.PARTNER)
    before = list(PublishedRecord.objects.order_by("slug").values())
    PublishedRecord.objects.exclude(slug="p0").update(keys_version=KEYS_VERSION - 1, name_keys=[1])
    assert index() == "keys made anew: 5"
    assert list(PublishedRecord.objects.order_by("slug").values()) == before
    assert index() == "keys made anew: 0"
