"""The text boxes: what they clean to, what they say, and that they keep what was typed."""

import pytest
from django import forms

from sources.counts import CountRange
from sources.dates import PartialDate
from sources.durations import DurationRange
from sources.forms import CountRangeField, DurationRangeField, PartialDateField
from tests.sources.probe import Probe


class Boxes(forms.Form):
    began = PartialDateField(required=False)
    held = DurationRangeField(required=False)
    count = CountRangeField()


ProbeForm = forms.modelform_factory(Probe, fields=["began", "held", "count"])


def test_texts_are_cleaned_to_values() -> None:
    form = Boxes({"began": " 2021-07-14~ ", "held": "18m", "count": "8..9"})
    assert form.is_valid()
    assert form.cleaned_data == {
        "began": PartialDate.parse("2021-07-14~"),
        "held": DurationRange.parse("P18M"),
        "count": CountRange.parse("8..9"),
    }


def test_an_empty_box_is_nothing_and_refused_only_where_a_value_is_needed() -> None:
    form = Boxes({"began": "", "held": " ", "count": ""})
    assert form.errors == {"count": ["This field is required."]}
    assert (form.cleaned_data["began"], form.cleaned_data["held"]) == (None, None)


@pytest.mark.parametrize(
    ("name", "typed"), [("began", "<13 December>"), ("held", "four years & more"), ("count", "dozens %s %(x)s")]
)
def test_what_is_not_understood_is_refused_with_its_sentence_and_kept_in_the_box(name: str, typed: str) -> None:
    form = Boxes({"count": "1", name: typed})
    assert not form.is_valid()
    assert str(form.errors[name][0]).startswith(f"“{typed}” is not a ")
    assert form[name].value() == typed


def test_the_examples_stand_beside_the_box_unless_a_help_text_does() -> None:
    assert "2025-12-13" in str(PartialDateField().help_text)
    assert PartialDateField(help_text="What the text shows.").help_text == "What the text shows."


def test_a_form_of_a_model_shows_values_as_texts_and_sees_what_changed() -> None:
    probe = Probe(began=PartialDate.parse("2025-12"), held=DurationRange.parse("4y"), count=CountRange.parse("8..9"))
    form = ProbeForm({"began": "2025-12", "held": "4y", "count": "8..10"}, instance=probe)
    assert list(form.fields) == ["began", "held", "count"]
    assert 'value="P4Y"' in str(ProbeForm(instance=probe)["held"])
    assert form.changed_data == ["count"]
    assert form.is_valid()
    assert form.save(commit=False).count == CountRange.parse("8..10")
