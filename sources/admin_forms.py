"""Forms of the record: each carries the version it was opened with; nothing typed is lost, nothing wins silently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.models import BaseInlineFormSet
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from sources.changes import history_of
from sources.spanned import spanned_fields

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Any]
    _InlineFormSet = BaseInlineFormSet[Any, Any, Any]
else:
    _ModelForm = forms.ModelForm
    _InlineFormSet = BaseInlineFormSet

VERSION = "opened_version"
OVER = "over_version"


class RecordForm(_ModelForm):
    """A form of one row. ``refusals`` say in words what a constraint of the database refuses."""

    opened_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    refusals: ClassVar[Mapping[str, Any]] = {}
    refused: ClassVar[str] = ""
    """What the database refused when this form was tried a moment ago."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.instance._state.adding:
            self.initial[VERSION] = self.instance.version

    def clean(self) -> dict[str, Any] | None:
        """Refuse what the database refused, and what was made from an older version of the row."""
        cleaned = super().clean()
        if self.refused:
            self.add_error(None, self.refused)
        if not self.instance._state.adding and self._is_stale() and self.differing():
            self.add_error(None, ValidationError(self._stale_message(), code="stale"))
        return cleaned

    def differing(self) -> list[str]:
        """The fields in which what was typed differs from what is stored now."""
        return [name for name in self.changed_data if name != VERSION]

    def _post_clean(self) -> None:
        """Also check the spans, which no form holds, as the database will check them."""
        super()._post_clean()  # type: ignore[misc] # the stubs leave out what is private to Django
        spanned = spanned_fields(type(self.instance))
        if not spanned or self.errors:
            return
        for field in spanned:
            field.pre_save(self.instance, add=False)
        exclude = self._get_validation_exclusions() - {field.span_name for field in spanned}  # type: ignore[attr-defined]
        try:
            self.instance.validate_constraints(exclude=exclude)
        except ValidationError as error:
            self._update_errors(error)

    def _update_errors(self, errors: ValidationError) -> None:
        """Say the refusals of constraints in our words."""
        names = {c.get_violation_error_message(): c.name for _model, cs in self.instance.get_constraints() for c in cs}
        found = errors.error_dict if hasattr(errors, "error_dict") else {}
        for error in found.get(NON_FIELD_ERRORS, []):
            error.message = self.refusals.get(names.get(error.message, ""), error.message)
        super()._update_errors(errors)  # type: ignore[misc] # private to Django

    def _is_stale(self) -> bool:
        known = {self.data.get(self.add_prefix(name), "") for name in (VERSION, OVER)}
        return str(self.instance.version) not in known

    def _stale_message(self) -> str:
        """Both versions side by side. Made while the instance still has its stored values."""
        shown = [
            {
                "label": self.fields[name].label or name,
                "stored": self._words(name, self.fields[name].prepare_value(self.initial.get(name))),
                "typed": self._words(name, self[name].value()),
            }
            for name in self.differing()
        ]
        last = next(iter(history_of([self.instance])), None)
        context = {"form": self, "shown": shown, "last": last, "opened": self.data.get(self.add_prefix(VERSION))}
        return render_to_string("admin/record/stale.html", {**context, "over": self.add_prefix(OVER)})

    def _words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if value in (None, ""):
            return ""
        if isinstance(field, forms.ModelChoiceField):
            found = field.queryset.filter(pk=value).first() if field.queryset is not None else None
            return str(found or value)
        choices = {str(code): label for code, label in getattr(field, "choices", ())}
        return str(choices.get(str(value), value))


class NamedAutocomplete(AutocompleteSelect):
    """Django's autocomplete box, told the label of the chosen row, so that many boxes need not ask one by one."""

    labels: Mapping[str, str] | None = None

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        """The chosen row alone; the others come when somebody types."""
        if self.labels is None or any(one and one not in self.labels for one in value):
            return super().optgroups(name, [one for one in value if self._may_be_chosen(one)], attr)
        options = [] if self.is_required else [self.create_option(name, "", "", selected=False, index=0)]
        options += [
            self.create_option(name, one, self.labels[one], selected=True, index=len(options)) for one in value if one
        ]
        return [(None, options, 0)]

    def _may_be_chosen(self, value: str) -> bool:
        """Whether a value can be a key at all; an address may bring anything, and the database would choke on it."""
        key: Any = self.field.remote_field.get_related_field()
        try:
            key.to_python(value)
        except ValidationError:
            return False
        return True


class RecordFormSet(_InlineFormSet):
    """Rows that hang on a record: labelled for those who listen, and their neighbours' names read set by set."""

    row_name: ClassVar[Any] = _("row")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for form in self.forms:
            self._label(form)
        for name in self.empty_form.fields:
            self._tell_labels(name)

    @property
    def empty_form(self) -> Any:
        """The row that is copied when one is added."""
        form = super().empty_form
        self._label(form)
        return form

    def _label(self, form: Any) -> None:
        """A cell of a table has no label of its own: say row and column."""
        row = str(form.instance) if not form.instance._state.adding else _("new %(row)s") % {"row": self.row_name}
        for name, field in form.fields.items():
            if not field.widget.is_hidden:
                inner_of(field.widget).attrs["aria-label"] = f"{field.label or name}, {row}"

    def _tell_labels(self, name: str) -> None:
        boxes = [inner_of(form.fields[name].widget) for form in self.forms if name in form.fields]
        if not boxes or not isinstance(boxes[0], NamedAutocomplete):
            return
        chosen = {str(form[name].value()) for form in self.forms if form[name].value()}
        field = self.forms[0].fields[name]
        try:
            labels = {str(one.pk): str(one) for one in field.queryset.filter(pk__in=chosen)} if chosen else {}
        except ValidationError:  # something that is no id was sent; the field itself will say so
            return
        for box in boxes:
            box.labels = labels


def inner_of(widget: Any) -> Any:
    """The box itself, without the admin's frame for adding and looking up."""
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget
