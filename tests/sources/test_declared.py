"""Every model of the record says of every field what it is, and stands under history and version guard."""

import pytest
from django.apps import apps
from django.db import connection, models

from people.models import TARGETS
from sources.record import Record

BASE = {"id", "audience", "version", "created", "updated"}
RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]
GUARDS = {"guard_version", "history_insert", "history_update", "history_delete"}


def own_fields(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields} - BASE


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_every_field_is_declared_exactly_once(model: type[Record]) -> None:
    declared = model.declared
    named = [*declared.parents, *declared.editorial, *declared.computed, *declared.cited]
    assert sorted(named) == sorted(set(named))
    assert own_fields(model) == set(named)


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_every_list_names_rows_that_hang_on_the_model(model: type[Record]) -> None:
    relations = {relation.get_accessor_name() for relation in model._meta.related_objects}
    assert set(model.declared.lists) <= relations


@pytest.mark.django_db
@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_every_table_of_the_record_is_tracked_by_triggers_that_nothing_switches_off(model: type[Record]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'A'", [model._meta.db_table]
        )
        assert {name for (name,) in cursor.fetchall()} >= GUARDS


def test_whatever_has_cited_fields_can_be_cited() -> None:
    assert {model for model in RECORDS if model.declared.cited} <= set(TARGETS.values())
