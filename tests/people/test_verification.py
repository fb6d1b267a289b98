"""``manage.py verify_citations`` finds each kind of fault that gets past the guards, and leaves the rest alone."""

from datetime import date
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from psycopg.rows import TupleRow

from people.models import Person
from people.vocabulary import Verdict
from sources.history import acting
from sources.models import Document
from sources.vocabulary import Audience
from tests.cast import make_cast
from tests.factories import (
    DetentionFactory,
    DocumentFactory,
    EventFactory,
    NameFactory,
    PersonFactory,
    ReleaseFactory,
    TallyFactory,
    cite,
)


def verified() -> tuple[list[str], list[str], str]:
    """Faults, notices and the closing line of the command."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_citations", stdout=out, stderr=err)
    except CommandError:
        pass
    else:
        assert not err.getvalue()
    *notices, closing = out.getvalue().splitlines()
    return err.getvalue().splitlines(), notices, closing


def but_for_papers(lines: list[str]) -> list[str]:
    """Without what is said of the invented papers themselves, which nobody cites for their titles and publishers."""
    return [line for line in lines if " organisation " not in line and " document " not in line]


def named(text: str = "Nadzieja Kazka", **values: Any) -> Person:
    person: Person = PersonFactory.create(called=text, **values)
    cite(person.names.get(), "text", text, quote=text)
    return person


@pytest.mark.django_db
class TestSound:
    def test_an_empty_register_is_sound(self) -> None:
        assert verified() == ([], [], "0 faults, 0 notices")

    def test_the_cast_has_conflicts_but_no_faults(self) -> None:
        make_cast()
        faults, notices, _ = verified()
        assert but_for_papers(faults) == []
        assert any("sources conflict" in line for line in notices)

    def test_a_fault_is_an_exit_code_of_one(self) -> None:
        PersonFactory.create(called="")
        with pytest.raises(CommandError, match="nothing was changed"):
            call_command("verify_citations", stdout=StringIO(), stderr=StringIO())


@pytest.mark.django_db
class TestValues:
    def test_a_published_value_that_nobody_cites_is_a_fault(self) -> None:
        person = named()
        DetentionFactory.create(person=person, began="2030")
        faults, _, _ = verified()
        assert any("(began): “2030” has no accepted citation" in line for line in faults)

    def test_an_internal_one_is_a_notice(self) -> None:
        DetentionFactory.create(person=named(), began="2030", audience=Audience.INTERNAL)
        faults, notices, _ = verified()
        assert but_for_papers(faults) == []
        assert any("(began): “2030” has no accepted citation" in line for line in notices)

    def test_a_noted_or_rejected_citation_bears_nothing(self) -> None:
        tally = TallyFactory.create(count="2")
        for verdict in (Verdict.NOTED, Verdict.REJECTED):
            cite(tally, "count", "2", verdict=verdict)
        assert any("(count): “2” has no accepted citation" in line for line in verified()[0])

    def test_a_value_other_than_the_stated_one_needs_a_reason(self) -> None:
        tally = TallyFactory.create(count="2..3")
        citation = cite(tally, "count", "2")
        assert any("and nobody says why" in line for line in verified()[0])
        with acting(actor="test"):
            citation.why = "another paper speaks of two or three"
            citation.save()
        assert not any("and nobody says why" in line for line in verified()[0])

    def test_fields_said_in_one_breath_bear_one_another(self) -> None:
        event = EventFactory.create(country="BY")
        cite(event)
        release = ReleaseFactory.create(person=named(), event=event)
        cite(release, "event", str(event.pk))
        assert not any("release" in line for line in verified()[0])


@pytest.mark.django_db
class TestCitations:
    @pytest.mark.parametrize(
        ("field", "states", "expected"),
        [
            ("colour", "", "is no field of a detention that can be cited"),
            ("began", "yesterday", "“yesterday” is not a date"),
            ("exists", "yes", "states nothing more"),
            ("sentences", "two", "a source can only state “none”"),
            ("place", "nowhere", "is not the id of a place"),
            ("place", "8d1c62b0-6c43-4f0e-9d34-0a5d0c7f0001", "which is no place"),
            ("form", "dungeon", "dungeon"),
            ("time_held", "4y", "which is written “P4Y”"),
        ],
    )
    def test_what_is_stated_must_be_a_value_of_the_field(self, field: str, states: str, expected: str) -> None:
        cite(DetentionFactory.create(person=named()), field, states)
        assert any(expected in line for line in verified()[0])

    def test_known_to_be_none_is_a_value_of_a_list(self) -> None:
        cite(DetentionFactory.create(person=named()), "sentences", "none")
        assert but_for_papers(verified()[0]) == []


@pytest.mark.django_db
class TestRecord:
    def test_a_person_without_preferred_name(self) -> None:
        NameFactory.create(person=PersonFactory.create(slug="nameless", called=""), audience=Audience.INTERNAL)
        assert verified()[0] == ["fault   person nameless: has no preferred name"]

    def test_a_preferred_name_that_fewer_may_see_than_the_person(self) -> None:
        with acting(actor="test"):
            named("Alesia Kazka", slug="alesia-kazka").names.update(audience=Audience.INTERNAL)
        assert any("person alesia-kazka: its preferred name is for a narrower" in line for line in verified()[0])

    @pytest.mark.parametrize(
        ("ended", "faulty"), [("2031-03-03", False), ("2031-03", False), ("2031-04", True), ("..", True)]
    )
    def test_an_episode_and_its_release_end_on_the_same_day(self, ended: str, *, faulty: bool) -> None:
        person = named()
        detention = DetentionFactory.create(person=person, began="2030", ended=ended, audience=Audience.INTERNAL)
        ReleaseFactory.create(
            person=person, event=None, date="2031-03-03", detention=detention, audience=Audience.INTERNAL
        )
        assert any("cannot both be" in line for line in verified()[0]) is faulty

    def test_a_document_that_nobody_cites_is_a_notice_and_a_stub_is_none(self) -> None:
        DocumentFactory.create(slug="lonely", audience=Audience.INTERNAL, publisher=None)
        DocumentFactory.create(slug="stub", text=None, audience=Audience.INTERNAL, publisher=None)
        assert any("document lonely: nobody cites this document" in line for line in verified()[1])
        assert not any("stub: nobody" in line for line in verified()[1])


@pytest.mark.usefixtures("committed_db")
class TestTamperedWith:
    """Faults that only somebody past the guards can make: the owner of the tables, or a broken disk."""

    def tamper(self, owner: psycopg.Connection[TupleRow], table: str, change: str) -> list[str]:
        person = named()
        DetentionFactory.create(person=person, began="2030", audience=Audience.INTERNAL)
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        try:
            owner.execute(f"UPDATE {table} SET {change}")
        finally:
            for trigger in owner.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
            ).fetchall():
                owner.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger[0]}")
        return verified()[0]

    @pytest.mark.parametrize(
        ("table", "change", "expected"),
        [
            ("sources_document", "text = 'Nadzieja Kaska'", "its bytes read as another text"),
            ("sources_document", "media_type = 'image/png'", "can no longer be read"),
            ("sources_passage", "quote = 'Nadzieja Kaska'", "does not stand in"),
            ("people_detention", "began_span = '[2020-01-01,2021-01-01)'", "have come apart"),
        ],
    )
    def test_it_is_found(
        self, owner_connection: psycopg.Connection[TupleRow], table: str, change: str, expected: str
    ) -> None:
        assert any(expected in line for line in self.tamper(owner_connection, table, change))


@pytest.mark.django_db
def test_a_retracted_document_no_longer_conflicts() -> None:
    event = EventFactory.create(date="2031-03-03")
    cite(event)
    cite(event, "date", "2031-03-03")
    cite(event, "date", "2031-03-04")
    assert any("conflict" in line for line in verified()[1])
    with acting(actor="test"):
        Document.objects.filter(passages__citations__states="2031-03-04").update(retracted=date(2031, 4, 1))
    assert not any("conflict" in line for line in verified()[1])
