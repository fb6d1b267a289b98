"""How we know, in the admin: organisations, documents and where they come from, passages, history."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sources.actions import receive_document
from sources.admin_forms import VERSION, RecordForm
from sources.admin_history import HistoryAdmin
from sources.admin_record import PartAdmin, RecordAdmin, RecordRows
from sources.characters import unseen
from sources.marking import segments
from sources.models import Derivation, Document, History, Organisation, Passage
from sources.receiving import DocumentForm, ReceivingForm


class SourcesForm(RecordForm):
    refusals: ClassVar = {
        "derivation_once": _("That document is named as an origin already; one line for each origin."),
        "derivation_not_of_itself": _("A document does not come out of itself."),
    }


admin.site.register(History, HistoryAdmin)


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin[Organisation]):
    form = SourcesForm
    list_display = ("name", "kind", "country", "audience")
    list_filter = ("kind", "audience")
    search_fields = ("name", "slug")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    fields = ("name", "slug", "kind", "country", "audience")
    empty_sentence = _("No organisation yet. One table serves publishers and those who act or speak.")


class DerivationRows(RecordRows):
    model = Derivation
    form = SourcesForm
    fk_name = "document"
    fields = ("origin", "kind", "audience")
    verbose_name = _("origin")
    verbose_name_plural = _("Where it comes from")


@admin.register(Document)
class DocumentAdmin(RecordAdmin[Document]):
    form = DocumentForm
    change_form_template = "admin/record/document.html"
    inlines = (DerivationRows,)
    list_display = ("title_or_slug", "publisher", "published", "kind", "language", "passage_count", "kept", "audience")
    list_filter = ("kind", "language", "audience")
    search_fields = ("title", "slug", "publisher__name", "author", "url")
    empty_sentence = _("No document yet. Upload a text or paste it; everything in the register rests on documents.")
    _about: ClassVar = (
        *("title", "slug", ("publisher", "carrier"), ("author", "kind"), ("language", "original_language")),
        *(("published", "accessed"), "url", "archived_url", "audience"),
    )

    def get_fieldsets(self, _request: HttpRequest, obj: Any = None) -> Any:
        """What is known; for a new one how it comes in, for an old one what became of it."""
        if obj is None:
            rest = (_("The text"), {"fields": ["file", "pasted", "stub", "supersedes"]})
        else:
            rest = (_("Later"), {"fields": ["corrections", "retracted", "supersedes"]})
        return [(None, {"fields": [*self._about, *([] if obj is None else [VERSION])]}), rest]

    def get_form(self, request: HttpRequest, obj: Document | None = None, *others: Any, **options: Any) -> Any:
        """A new document brings its text."""
        if obj is None:
            options["form"] = ReceivingForm
        return super().get_form(request, obj, *others, **options)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        """Each with the number of its passages."""
        passages = Passage.objects.filter(document=OuterRef("pk")).order_by().values("document")
        counted = Subquery(passages.annotate(number=Count("pk")).values("number"))
        return super().get_queryset(request).annotate(passages_cited=Coalesce(counted, 0))

    def save_model(self, request: HttpRequest, obj: Document, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Keep bytes, hash and text of a new one."""
        if change or form.received is None:
            super().save_model(request, obj, form, change)
            return
        original, media_type = form.received
        receive_document(document=obj, original=original, media_type=media_type)
        for character in unseen(obj.text or ""):
            messages.warning(request, _("The text holds invisible characters, kept as they are: %s.") % character)

    def render_change_form(self, request: HttpRequest, context: Any, *others: Any, **options: Any) -> Any:
        """The form, and below it the text with its cited passages marked."""
        document: Document | None = options.get("obj")
        if document is not None and document.text is not None:
            context["segments"] = segments(document.text, document.passages.all())
            context["unseen"] = unseen(document.text)
        return super().render_change_form(request, context, *others, **options)

    @admin.display(description=_("document"), ordering="title")
    def title_or_slug(self, document: Document) -> str:
        """What the list calls it."""
        return str(document)

    @admin.display(description=_("passages"), ordering="passages_cited")
    def passage_count(self, document: Any) -> int:
        """How many passages of it are cited."""
        return int(document.passages_cited)

    @admin.display(description=_("text kept"), boolean=True)
    def kept(self, document: Document) -> bool:
        """Whether there is a text; a stub has none."""
        return bool(document.sha256)


@admin.register(Derivation)
class DerivationAdmin(PartAdmin):
    form = SourcesForm
    list_display = ("document", "kind", "origin", "audience")
    list_filter = ("kind", "audience")
    search_fields = ("document__title", "origin__title")


@admin.register(Passage)
class PassageAdmin(PartAdmin):
    """Passages come with citations; here they can only be read."""

    list_display = ("quote", "where", "start", "end")
    search_fields = ("quote", "document__title")
    fields = ("where", "start", "end", "quote")
    readonly_fields = fields

    def has_add_permission(self, *_: Any) -> bool:
        """A passage is made by a citation."""
        return False

    def has_change_permission(self, *_: Any) -> bool:
        """A passage that is wrong is no passage; its citation is rejected."""
        return False

    @admin.display(description=_("document"))
    def where(self, passage: Passage) -> SafeString:
        """The document, at the passage."""
        page = reverse("admin:sources_document_change", args=[passage.document_id])
        return format_html('<a href="{}#at-{}">{}</a>', page, passage.start, passage.document)
