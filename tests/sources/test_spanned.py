"""The span follows the text on every way into the database."""

import pytest
from django.db import models
from django.db.models import F, Value

from sources.dates import PartialDate
from sources.durations import DurationRange
from sources.fields import PartialDateField
from sources.spanned import SpanIsComputed, SpannedModel, SpannedQuerySet
from tests.sources.probe import APPS, Probe

Probes = SpannedQuerySet[Probe]
OLD, NEW = PartialDate.parse("2020"), PartialDate.parse("2025-12-13")


@pytest.fixture
def probe(probes: Probes) -> Probe:
    return probes.create(name="one", began=OLD, held="P4Y")


def began_in_database() -> tuple[object, object]:
    began, span = SpannedQuerySet(Probe).values_list("began", "began_span").get(name="one")
    return began, span


def test_saving_a_row_saves_the_span(probe: Probe) -> None:
    probe.began = NEW
    probe.save()
    assert began_in_database() == (NEW, NEW.span)


def test_saving_only_the_text_saves_the_span(probe: Probe) -> None:
    probe.began = "2025-12-13"
    probe.save(update_fields=["began"])
    assert began_in_database() == (NEW, NEW.span)


def test_saving_only_the_span_saves_what_the_text_says(probe: Probe) -> None:
    setattr(probe, "began_span", NEW.span)  # noqa: B010 - the type checker knows no such attribute
    probe.save(update_fields=["began_span"])
    assert began_in_database() == (OLD, OLD.span)


def test_saving_a_row_of_which_only_the_text_was_read_saves_the_span(probe: Probe, probes: Probes) -> None:
    partly = probes.only("began").get()
    partly.began = NEW
    partly.save()
    assert began_in_database() == (NEW, NEW.span)


def test_taking_a_date_away_takes_its_span_away(probe: Probe) -> None:
    probe.began = None
    probe.save()
    assert began_in_database() == (None, None)


def test_updating_many_rows_at_once_updates_the_spans(probe: Probe, probes: Probes) -> None:
    assert probes.filter(name="one").update(began="2025-12-13", held=None) == 1
    assert began_in_database() == (NEW, NEW.span)
    assert probes.values_list("held", "held_span").get() == (None, None)


def test_updating_other_fields_leaves_the_span(probe: Probe, probes: Probes) -> None:
    probes.update(held="1613d")
    assert began_in_database() == (OLD, OLD.span)
    assert probes.values_list("held_span", flat=True).get() == DurationRange.parse("1613d").span


@pytest.mark.parametrize(
    "values",
    [{"began_span": NEW.span}, {"began": NEW, "began_span": NEW.span}, {"began": F("name")}, {"began": Value("2025")}],
)
def test_a_span_is_never_written_directly_nor_a_text_that_only_the_database_knows(
    probe: Probe,
    probes: Probes,
    values: dict[str, object],
) -> None:
    with pytest.raises(SpanIsComputed, match="began_span cannot be written so"):
        probes.update(**values)
    assert began_in_database() == (OLD, OLD.span)


def test_an_expression_is_refused_on_an_instance_too(probe: Probe) -> None:
    setattr(probe, "began", F("name"))  # noqa: B010 - the type checker refuses it as well
    with pytest.raises(SpanIsComputed):
        probe.save()


def test_inserting_many_rows_inserts_the_spans(probes: Probes) -> None:
    probes.bulk_create([Probe(name="one", began="2025-12-13"), Probe(name="two")])
    assert began_in_database() == (NEW, NEW.span)


def test_inserting_rows_that_exist_updates_the_spans(probe: Probe, probes: Probes) -> None:
    again = [Probe(name="one", began=NEW, held="P5Y")]
    probes.bulk_create(again, update_conflicts=True, unique_fields=["name"], update_fields=["began"])
    assert began_in_database() == (NEW, NEW.span)
    assert probes.values_list("held", "held_span").get() == (
        DurationRange.parse("P4Y"),
        DurationRange.parse("P4Y").span,
    )


def test_updating_many_rows_each_with_its_own_values_updates_the_spans(probe: Probe, probes: Probes) -> None:
    other = probes.create(name="two", began="2019")
    probe.began, other.began = "2025-12-13", None
    assert probes.bulk_update([probe, other], ["began"]) == 2
    assert began_in_database() == (NEW, NEW.span)
    assert probes.values_list("began", "began_span").get(name="two") == (None, None)


def test_updating_many_rows_stays_inside_the_rows_that_were_asked_for(probe: Probe, probes: Probes) -> None:
    probe.began = NEW
    assert probes.filter(name="two").bulk_update([probe], ["began"]) == 0
    assert began_in_database() == (OLD, OLD.span)


def test_update_or_create_updates_the_span(probe: Probe, probes: Probes) -> None:
    probes.update_or_create(name="one", defaults={"began": NEW})
    assert began_in_database() == (NEW, NEW.span)


def test_a_model_with_a_way_past_the_span_is_an_error_of_the_system_check() -> None:
    class Loose(models.Model):  # noqa: DJ008 - nobody prints it
        began = PartialDateField()

        class Meta:
            app_label = "sources"
            apps = APPS

    class HalfLoose(SpannedModel):
        began = PartialDateField()
        objects = models.Manager()

        class Meta:
            app_label = "sources"
            apps = APPS

    assert {found.id for found in Loose._meta.get_field("began").check()} == {"sources.E001", "sources.E002"}
    assert {found.id for found in HalfLoose._meta.get_field("began").check()} == {"sources.E002"}
    assert Probe._meta.get_field("began").check() == []
