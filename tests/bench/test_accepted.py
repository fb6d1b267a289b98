"""The import takes an invented register as it is: if this fails, either the register or the import left the format."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from bench.register import write_register
from bench.world import EVENTS, PERSONS_A_DOCUMENT, World
from people.models import Citation, Detention, Name, Person, Release
from sources.models import Document

PERSONS = 60


@pytest.fixture
def imported(db: None, tmp_path: Path) -> str:
    """What the import said."""
    write_register(tmp_path / "register", World(persons=PERSONS))
    said = StringIO()
    call_command("import_seeds", str(tmp_path / "register"), stdout=said)
    return said.getvalue()


def test_every_row_arrives(imported: str) -> None:
    assert Person.objects.count() == PERSONS
    assert Name.objects.count() == 3 * PERSONS
    assert Document.objects.count() == -(-PERSONS // PERSONS_A_DOCUMENT)
    assert Detention.objects.filter(began_span__isnull=False).count() == Detention.objects.count() > PERSONS
    assert "refused" not in imported


def test_five_citations_rest_on_each_person(imported: str) -> None:
    on_persons = Citation.objects.filter(event=None, tally=None, document=None, derivation=None)

    assert on_persons.count() == 5 * PERSONS
    assert Citation.objects.filter(event__isnull=False).count() == 4 * EVENTS


def test_releases_point_at_the_episode_that_they_end(imported: str) -> None:
    linked = Release.objects.filter(detention__isnull=False)

    assert linked.count() > 0
    assert all(release.detention and release.detention.person_id == release.person_id for release in linked)
