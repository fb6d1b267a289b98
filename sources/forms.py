"""Form fields for dates, counts and durations: a line of text, examples beside it, a sentence when it is refused."""

from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sources.counts import CountRange
from sources.dates import PartialDate
from sources.durations import DurationRange
from sources.values import NotUnderstood

V = TypeVar("V", PartialDate, CountRange, DurationRange)


class StatedValueField(forms.Field, Generic[V]):
    """Cleans to a value or None. What was typed stays in the box when it is refused."""

    value_type: type[V]
    examples: ClassVar[Promise]
    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        options["help_text"] = options.get("help_text") or self.examples
        super().__init__(**options)

    def to_python(self, value: Any) -> V | None:
        """Read what was typed. :raises ValidationError: with the sentence of the value type."""
        if value is None or isinstance(value, self.value_type):
            return value
        text = str(value).strip()
        try:
            return self.value_type.parse(text) if text else None
        except NotUnderstood as error:
            raise ValidationError(str(error), code="invalid") from error

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Nothing to correct and nothing to remember: ``2021-07-14~`` is no word."""
        return {**super().widget_attrs(widget), "autocomplete": "off", "spellcheck": "false", "size": "26"}


class PartialDateField(StatedValueField[PartialDate]):
    """A text box for a partial date."""

    value_type = PartialDate
    examples = _(
        "2025, 2025-12 or 2025-12-13; 2021-07-14~ about, 2025? perhaps; 2025-12-13/2025-12-14 between; "
        "2020/.. since; 202X or 2025-12-XX; .. known to be none. Empty: unknown."
    )


class CountRangeField(StatedValueField[CountRange]):
    """A text box for a count."""

    value_type = CountRange
    examples = _("123; 1101.. more than 1,100; ..50 at most 50; 8..9 eight or nine; 12.. dozens; 100.. hundreds.")


class DurationRangeField(StatedValueField[DurationRange]):
    """A text box for a duration."""

    value_type = DurationRange
    examples = _("4y (or P4Y), 18m, P5Y6M, 2w, 1613d; P4Y..P5Y between; P5Y.. five or more; ..P3Y at most.")
