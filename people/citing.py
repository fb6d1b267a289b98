"""The small form of its own in which a passage is made to say one thing about one field of one record."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from people.actions import DocumentWithoutText, find_passage
from people.forms import PeopleForm
from people.stated import NONE, canonical, model_field, own_value
from sources.admin_forms import NamedAutocomplete
from sources.models import Document, Passage
from sources.quotes import Occurrence, QuoteAmbiguous, QuoteNotFound
from sources.record import Record
from sources.rows import labelled


class CitationForm(PeopleForm):
    """What the passage states, in the terms of its field; ``record`` and ``field_name`` are set by the page."""

    record: ClassVar[Record]
    field_name: ClassVar[str]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        stated = states_field(self.record, self.field_name)
        if stated is None:
            self.fields["states"] = forms.CharField(required=False, widget=forms.HiddenInput)
        else:
            stated.label = _("The passage states")
            self.fields["states"] = stated

    def clean_states(self) -> str:
        """What is stated, in canonical text. :raises ValidationError: with the sentence of the field's own parser."""
        value = self.cleaned_data["states"]
        text = str(value.pk) if isinstance(value, models.Model) else "" if value is None else str(value)
        return canonical(type(self.record), self.field_name, text)


class CitingForm(CitationForm):
    """A new citation: the quote is pasted, and its place in the document is found.

    ``documents`` are set by the page: a refusal quotes the text, so only those that the user may see can be chosen.
    """

    documents: ClassVar[models.QuerySet[Document]]
    document = forms.ModelChoiceField(queryset=Document.objects.none(), label=_("Document"))
    quote = forms.CharField(
        strip=False,
        label=_("Quote"),
        widget=forms.Textarea(attrs={"rows": 4, "cols": 90}),
        help_text=_("Pasted from the document exactly as it stands there; where it stands is found by itself."),
    )
    at = forms.IntegerField(required=False, label=_("Which one"), widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        document: Any = self.fields["document"]
        document.queryset = self.documents.all()
        document.widget = NamedAutocomplete(Passage._meta.get_field("document"), admin.site)
        document.widget.choices = document.choices
        document.widget.is_required = True

    def clean_quote(self) -> str:
        """Browsers send CRLF where a text has LF; blanks around the quote are slips of the mouse."""
        return str(self.cleaned_data["quote"]).replace("\r\n", "\n").strip()

    def clean(self) -> dict[str, Any] | None:
        """Find the passage, or say why there is none; where it stands more than once, ask which."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("document") and cleaned.get("quote"):
            try:
                found = find_passage(document=cleaned["document"], quote=cleaned["quote"], at=cleaned.get("at"))
                cleaned["at"] = found.start
            except QuoteAmbiguous as error:
                # An answer to the question before, about another quote, is no answer.
                if len(error.found) == 1:
                    cleaned["at"] = error.found[0].start
                else:
                    self._ask(error)
            except (QuoteNotFound, DocumentWithoutText) as error:
                self.add_error("quote", str(error))
        return cleaned

    def _ask(self, error: QuoteAmbiguous) -> None:
        choices = [(one.start, _in_context(one)) for one in error.found]
        field = self.fields["at"]
        field.widget = forms.RadioSelect(choices=choices)
        self.add_error("at", str(error))


def states_field(record: Record, name: str) -> Any:
    """A form field for what may be stated of a field of a record; None where nothing more can be stated."""
    if name == "exists":
        return None
    if name in record.declared.lists:
        return forms.ChoiceField(choices=[(NONE, _("known to be none"))])
    field = model_field(type(record), name)
    if isinstance(field, models.ForeignKey):
        widget = NamedAutocomplete(field, admin.site)
        return forms.ModelChoiceField(queryset=labelled(field.related_model), widget=widget)
    if field.flatchoices:
        return forms.ChoiceField(choices=[("", "---------"), *field.flatchoices])
    if isinstance(field, models.CharField | models.TextField):
        return _text_field(field)
    return field.formfield(required=True, help_text="")


def _text_field(field: Any) -> forms.CharField:
    told = _("In the words of the field's language; empty for indirect speech, or where the quote says it all.")
    widget = forms.Textarea(attrs={"rows": 2, "cols": 90})
    return forms.CharField(required=False, help_text=told, widget=widget, max_length=field.max_length)


def own_in_words(record: Record, name: str) -> str:
    """The record's own value, for comparison beside the box; empty where it has none."""
    if name not in record.declared.cited or not own_value(record, name):
        return ""
    field = model_field(type(record), name)
    value = getattr(record, name)
    return str(dict(field.flatchoices).get(value, value))


def _in_context(found: Occurrence) -> SafeString:
    before, after = found.before.replace("\n", " ↵ "), found.after.replace("\n", " ↵ ")
    return format_html("line {}: …{}<mark>{}</mark>{}…", f"{found.line:,}", before, found.quote, after)
