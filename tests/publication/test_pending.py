"""What has unpublished changes: no way of writing escapes, and what would change nothing is not listed."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from people.models import Citation
from publication.actions import publish
from publication.models import Touched
from publication.pending import Why, candidates, come_to_pass, pending, touched
from publication.subjects import subject_of
from publication.vocabulary import Kind
from sources.models import Derivation, Passage
from sources.record import Record
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import (
    DerivationFactory,
    HoldFactory,
    NameFactory,
    OrganisationFactory,
    PersonFactory,
    ReleaseFactory,
    cite,
)
from tests.publication.publishing import ACTOR, publish_everything
from tests.publication.test_publishing import edited
from tests.publication.whole import cite_all, rows_of_every_kind

OPERATIONS = ("insert", "update", "delete")


def record_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, Record) and model.__module__[:5] != "tests"]


def triggers(model: type[models.Model]) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = %s::regclass", [model._meta.db_table])
        return dict(cursor.fetchall())


@pytest.mark.parametrize("model", record_models(), ids=lambda model: model.__name__)
def test_every_table_of_the_record_touches(db: None, model: type[models.Model]) -> None:
    """A new model: add it to the migration ``touched_by_the_record``, or one like it."""
    found = triggers(model)
    assert found.get("touched_update") == found.get("touched_delete") == "A"
    has_parents = bool(model.declared.parents) or model is Citation  # type: ignore[attr-defined]  # a Record's
    assert (found.get("touched_insert") == "A") == (has_parents and model is not Passage)


def each_row(cast: Cast) -> Iterator[Record]:
    rows = rows_of_every_kind(cast.released, cast.event, mark="some", audience=Audience.PUBLIC)
    cite_all(rows, cast.legend)
    yield from rows
    yield from (cast.released, cast.event, cast.fable, cast.place, cast.released.names.get(preferred=True))
    yield from (
        Citation.objects.filter(release__person=cast.released)[0],
        Passage.objects.filter(document=cast.fable)[0],
    )


def test_a_write_on_any_row_of_a_body_makes_it_a_candidate(cast: Cast) -> None:
    rows = list(each_row(cast))
    publish_everything()
    kinds = set()
    for row in rows:
        assert touched() == [], row
        edited(row, audience=Audience.PARTNER)
        assert touched() != [], row
        publish_everything()
        edited(row, audience=Audience.PUBLIC)
        publish_everything()
        kinds.add(type(row))
    assert len(kinds) > 20


def test_new_rows_make_their_subject_a_candidate_and_nobody_else(cast: Cast) -> None:
    publish_everything()
    release = ReleaseFactory.create(person=cast.held, event=cast.event)
    assert set(touched()) == {subject_of(cast.held), subject_of(cast.event)}
    publish_everything()
    assert touched() == []
    cite(release, document=cast.fable, quote="two tellers of tales")
    assert set(touched()) == {subject_of(cast.held), subject_of(cast.event)}


def test_a_renamed_organisation_touches_all_who_name_it(cast: Cast) -> None:
    cite(cast.fable, "publisher", str(cast.fable.publisher_id), document=cast.fable, quote="Fabelgrad")
    publish_everything()
    edited(cast.fable.publisher, name="The Nightly Fable")
    assert {subject.kind for subject in touched()} == set(Kind)


def test_a_hold_and_a_derivation_touch(cast: Cast) -> None:
    publish_everything()
    HoldFactory.create(person=cast.held)
    assert subject_of(cast.held) in touched()
    publish_everything()
    DerivationFactory.create(document=cast.legend, origin=cast.fable)
    assert subject_of(cast.released) in touched()
    assert Derivation.objects.exists()


def test_what_would_change_nothing_is_not_listed(cast: Cast) -> None:
    publish_everything()
    edited(cast.held, note="for colleagues")
    NameFactory.create(person=cast.released, text="Not cited")
    OrganisationFactory.create()
    assert touched() != []
    assert pending() == {}


def test_new_and_changed_ones_are_listed_with_why(cast: Cast) -> None:
    publish([subject_of(cast.event)], actor=ACTOR)
    assert pending() == {subject_of(cast.held): Why.NEW}
    publish_everything()
    assert pending() == {}
    edited(cast.released.detentions.get(), began="2018")
    edited(cast.event, name="Another name")
    assert set(pending().items()) == {
        (subject_of(cast.released), Why.CHANGED),
        (subject_of(cast.event), Why.CHANGED),
        (subject_of(cast.disputed), Why.CHANGED),
    }
    assert {subject.kind for subject in pending(candidates([Kind.EVENT]))} == {Kind.EVENT}


def test_held_and_internal_ones_are_not_listed(cast: Cast) -> None:
    publish_everything()
    PersonFactory.create(audience=0)
    edited(cast.embargoed, note="still there")
    assert pending() == {}


def test_a_day_that_comes_changes_a_status(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    soon = date.fromordinal(timezone.localdate().toordinal() + 3)
    release = ReleaseFactory.create(person=cast.held, date=soon.isoformat())
    cite(release, "date", soon.isoformat(), document=cast.fable, quote="Alesia Vydumka is still behind bars")
    cite(release, document=cast.fable, quote="Alesia Vydumka is still behind bars")
    publish_everything()
    assert come_to_pass() == []
    later: Any = soon + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: later)
    assert come_to_pass() == [subject_of(cast.held)]
    assert pending() == {subject_of(cast.held): Why.DUE}
    publish_everything()
    assert come_to_pass() == []


def test_touches_that_everybody_has_considered_are_forgotten(cast: Cast) -> None:
    publish_everything()
    edited(cast.held, note="looked at")
    assert Touched.objects.exists()
    publish_everything()
    assert not Touched.objects.exists()
