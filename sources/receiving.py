"""The form with which a document comes in by hand: a file, a pasted text, or the plain word that there is none."""

from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from sources import readers
from sources.actions import AlreadyReceived, refuse_repetition
from sources.admin_forms import RecordForm
from sources.models import Document
from sources.readers import NotReadable, plain

SUFFIXES = {".txt": "text/plain", ".text": "text/plain"}
"""What a file is by its name; browsers' own guesses differ from machine to machine."""


class DocumentForm(RecordForm):
    """What is known about a document."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Its short name in addresses; made from the title if left empty.")

    def clean_slug(self) -> str:
        """Make a short name where none is given."""
        given = str(self.cleaned_data["slug"])
        if given:
            return given
        if self.instance.pk is None:  # Django's inline forms take a new parent's id away
            self.instance.pk = uuid4()
        title = slugify(str(self.data.get(self.add_prefix("title"), "")))[:100]
        made = title or "document"
        taken = Document.objects.filter(slug=made).exclude(pk=self.instance.pk).exists()
        return f"{made}-{self.instance.pk.hex[:6]}" if taken or not title else made


class ReceivingForm(DocumentForm):
    """A document that comes in. ``received`` is its bytes and their media type; None for a stub."""

    file = forms.FileField(
        required=False,
        label=_("File"),
        help_text=_("Plain text in UTF-8 (.txt). Its bytes are kept as they are and never change."),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    pasted = forms.CharField(
        required=False,
        strip=False,
        label=_("or pasted text"),
        widget=forms.Textarea(attrs={"rows": 12, "cols": 100}),
    )
    stub = forms.BooleanField(
        required=False,
        label=_("There is no text"),
        help_text=_("The document is known only because another one names it. A text cannot be added later."),
    )
    received: tuple[bytes, str] | None = None

    def clean(self) -> dict[str, Any] | None:
        """Read the text, so that whatever is wrong with it is said before anything is written."""
        cleaned = super().clean() or self.cleaned_data
        given = [name for name in ("file", "pasted", "stub") if cleaned.get(name)]
        if len(given) != 1 and not {"file", "pasted"} & set(self.errors):
            self.add_error("file", _("Choose a file, paste the text, or say that there is none: one of the three."))
        elif given in (["file"], ["pasted"]):
            self._receive(given[0])
        return cleaned

    def _receive(self, name: str) -> None:
        try:
            self.received = (
                _from_file(self.cleaned_data[name]) if name == "file" else _from_paste(self.cleaned_data[name])
            )
            original, media_type = self.received
            readers.read(original, media_type=media_type)
        except NotReadable as error:
            self.add_error(name, str(error))

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.received:
            probe = Document(pk=self.instance.pk, supersedes=self.cleaned_data.get("supersedes"))
            try:
                refuse_repetition(probe, original=self.received[0])
            except AlreadyReceived as error:
                self.add_error(None, ValidationError(str(error), code="repeated"))


def _from_file(file: Any) -> tuple[bytes, str]:
    """Bytes and media type. Rewound first: a form may be tried twice in one request."""
    file.seek(0)
    suffix = PurePath(file.name or "").suffix.lower()
    return file.read(), SUFFIXES.get(suffix, suffix or file.content_type or "")


def _from_paste(text: str) -> tuple[bytes, str]:
    return plain.clean(text).encode(), "text/plain"
