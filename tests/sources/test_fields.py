"""The model fields: what an attribute takes and gives, what the database and the migrations see of it."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.postgres.fields import DateRangeField, DecimalRangeField
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import models, transaction
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter
from psycopg.types.range import Range

from sources.counts import CountRange
from sources.dates import PartialDate
from sources.durations import DurationRange
from sources.fields import CountRangeField, PartialDateField
from sources.models import Document
from sources.spanned import SpannedField, SpannedQuerySet
from tests.sources.probe import Probe

Probes = SpannedQuerySet[Probe]
GRAPH = MigrationGraph()
GRAPH.add_node(("sources", "0001_initial"), None)


def test_values_come_back_from_the_database_as_they_went_in(probes: Probes) -> None:
    given = {"began": PartialDate.parse("2021-07-14~"), "held": DurationRange.parse("4y")}
    probes.create(name="one", count=CountRange.parse("1101.."), **given)
    probe = probes.get(began="2021-07-14~", held="P4Y", count="1101..")
    assert (probe.began, probe.held, probe.count) == (given["began"], given["held"], CountRange.parse("1101.."))


def test_the_database_holds_the_text_and_the_span_that_the_value_gives(probes: Probes) -> None:
    probes.create(name="one", began="2021-07-14~", held="P4Y..P5Y", count="8..9")
    row = probes.values_list("began_span", "held_span", "count").get()
    assert row[0] == PartialDate.parse("2021-07-14~").span == Range(date(2021, 7, 13), date(2021, 7, 16), "[)")
    assert row[1] == DurationRange.parse("P4Y..P5Y").span == Range(Decimal("1460.97"), Decimal("1826.2125"), "[]")
    assert row[2] == CountRange.parse("8..9")


@pytest.mark.parametrize("text", ["2025", "../2025", "2025/..", "..", "9999", "0001~", "2025-12-13/2025-12-14"])
def test_the_span_in_the_database_equals_the_span_of_the_value(probes: Probes, text: str) -> None:
    probes.create(name="one", began=text)
    assert probes.get(began_span=PartialDate.parse(text).span).began == PartialDate.parse(text)


@pytest.mark.parametrize("text", ["0", "..50", "1101..", "8..9", "2147483646"])
def test_a_count_in_the_database_equals_the_count(probes: Probes, text: str) -> None:
    probes.create(name="one", count=text)
    assert probes.get(count=CountRange.parse(text)).count == CountRange.parse(text)


def test_nothing_is_null_and_not_an_empty_text(probes: Probes) -> None:
    probes.create(name="one", began="", held=None, count="")
    nothing = {f"{name}__isnull": True for name in ("began", "began_span", "held", "held_span", "count")}
    probe = probes.get(**nothing)
    assert (probe.began, probe.held, probe.count) == (None, None, None)


def test_known_to_be_none_is_not_nothing(probes: Probes) -> None:
    probes.create(name="one", began="..")
    assert probes.get(began_span__isempty=True).began == PartialDate.parse("..")


def test_a_text_that_was_assigned_is_a_value_after_cleaning_and_after_saving(probes: Probes) -> None:
    cleaned, saved = Probe(name="one", began="2025", held="4y", count="8..9"), Probe(name="two", began="2025")
    cleaned.clean_fields()
    saved.save()
    assert (cleaned.began, cleaned.held) == (PartialDate.parse("2025"), DurationRange.parse("P4Y"))
    assert (cleaned.count, saved.began) == (CountRange.parse("8..9"), PartialDate.parse("2025"))


@pytest.mark.parametrize(("name", "text"), [("began", "2025-02-30"), ("held", "four years"), ("count", "dozens")])
def test_a_text_that_is_not_understood_is_refused_with_its_sentence(name: str, text: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Probe(**{"name": "one", name: text}).clean_fields()
    assert f"“{text}” is not a " in refusal.value.message_dict[name][0]


def test_a_text_that_is_not_understood_never_reaches_the_database(probes: Probes) -> None:
    with pytest.raises(ValidationError, match="there is no such day"), transaction.atomic():
        probes.create(name="one", began="2025-02-30")
    assert not probes.exists()


@pytest.mark.parametrize("lookup", ["lt", "lte", "gt", "gte", "range"])
def test_texts_are_never_compared_letter_by_letter(lookup: str) -> None:
    with pytest.raises(FieldError, match=f"Unsupported lookup '{lookup}'"):
        SpannedQuerySet(Probe).filter(**{f"began__{lookup}": "2025"})


def test_lookups_on_counts_take_numbers_counts_and_ranges(probes: Probes) -> None:
    probes.create(name="one", count="8..9")
    assert probes.filter(count__contains=9).exists()
    assert not probes.filter(count__contains=10).exists()
    assert probes.filter(count__overlap=CountRange.parse("9..").span).exists()
    assert probes.filter(count__contained_by=CountRange.parse("1..")).exists()


def test_values_and_spans_pass_through_a_serialiser(probes: Probes) -> None:
    probes.create(name="one", began="..", held="1613d", count="1101..")
    probe = probes.get()
    [written] = json.loads(serializers.serialize("json", [probe]))
    assert [written["fields"][name] for name in ("began", "held", "count")] == ["..", "P1613D", "1101.."]
    for field in Probe._meta.local_fields[1:]:
        assert field.to_python(written["fields"][field.name]) == getattr(probe, field.name)


@pytest.mark.parametrize(
    ("field", "stated"),
    [
        (PartialDateField(), {"with_span": False}),
        (PartialDateField(null=False, blank=False), {"with_span": False, "null": False, "blank": False}),
        (PartialDateField(with_span=False, help_text="x"), {"with_span": False, "help_text": "x"}),
        (CountRangeField(), {}),
        (CountRangeField(null=False), {"null": False}),
    ],
)
def test_a_field_names_its_arguments_for_a_migration(
    field: "models.Field[object, object]", stated: dict[str, object]
) -> None:
    _, path, args, options = field.deconstruct()
    assert path == f"sources.fields.{type(field).__name__}"
    assert (args, options) == ([], stated)
    assert field.clone().deconstruct()[1:] == field.deconstruct()[1:]


def test_a_migration_sees_the_span_once_and_as_an_ordinary_field() -> None:
    rendered = historical(Probe)
    assert columns(rendered) == columns(Probe)
    assert type(rendered._meta.get_field("began_span")) is DateRangeField
    assert type(rendered._meta.get_field("held_span")) is DecimalRangeField
    assert not rendered._meta.get_field("began_span").editable


def test_the_history_of_migrations_and_the_models_do_not_differ() -> None:
    written = ProjectState()
    written.add_model(ModelState.from_model(historical(Probe)))
    current = ProjectState()
    current.add_model(ModelState.from_model(Probe))
    assert MigrationAutodetector(written, current).changes(GRAPH) == {}


def test_a_date_field_that_joins_a_model_later_is_added_with_its_span() -> None:
    before, after = ProjectState(), ProjectState()
    state = ModelState.from_model(Probe)
    kept = [(name, field) for name, field in state.fields.items() if not name.startswith("began")]
    before.add_model(ModelState("sources", "Probe", kept, state.options, state.bases, state.managers))
    after.add_model(state)
    [migration] = MigrationAutodetector(before, after).changes(GRAPH)["sources"]
    assert [operation.deconstruct()[2]["name"] for operation in migration.operations] == ["began", "began_span"]
    assert "sources.fields.PartialDateField(blank" not in MigrationWriter(migration).as_string()


def test_a_data_migration_keeps_the_span_in_step_too(probes: Probes) -> None:
    rendered = historical(Probe)
    rendered._base_manager.create(name="one", began="2025-12")
    assert probes.get().began == PartialDate.parse("2025-12")
    assert probes.values_list("began_span", flat=True).get() == PartialDate.parse("2025-12").span


def test_the_record_uses_these_fields() -> None:
    assert isinstance(Document._meta.get_field("published"), SpannedField)
    assert columns(historical(Document)) == columns(Document)


def historical(model: type[models.Model]) -> type[models.Model]:
    """The model as a migration renders it: from the copies of its fields."""
    state = ModelState.from_model(model)
    plain = ModelState(state.app_label, state.name, [(n, f) for n, f in state.fields.items() if not f.is_relation])
    plain.options = {"db_table": model._meta.db_table}
    project = ProjectState()
    project.add_model(plain)
    return project.apps.get_model(state.app_label, state.name)


def columns(model: type[models.Model]) -> set[str]:
    fields = [field for field in model._meta.local_concrete_fields if not field.is_relation]
    names = [field.column for field in fields]
    assert len(set(names)) == len(names)
    return {f"{field.column} {field.get_internal_type()}" for field in fields}
