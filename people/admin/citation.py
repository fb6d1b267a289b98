"""Citations: a small form of its own, reached from the evidence of a record."""

from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from people.actions import cite
from people.admin.base import PeopleAdmin
from people.citing import CitationForm, CitingForm, own_in_words
from people.evidence import label_of
from people.models import TARGETS, Citation
from people.vocabulary import Basis, Verdict
from sources.admin_forms import VERSION
from sources.admin_record import page_of, visible
from sources.models import Document
from sources.record import Record
from sources.rows import with_neighbours

VOICE = ("attributed_person", "attributed_organisation", "attributed_description")


@admin.register(Citation)
class CitationAdmin(PeopleAdmin[Citation]):
    form = CitationForm
    add_form_template = "admin/people/citation/add.html"
    list_display = ("passage", "about", "field", "states", "basis", "verdict", "audience")
    list_filter = ("verdict", "basis", "audience")
    search_fields = ("passage__quote", "states", "passage__document__title")
    empty_sentence = _("No citation yet. Citations are added from the evidence on the page of a record.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Citation]:
        """With passage, document and voice; what they are about is named by kind alone."""
        visible_rows = cast("QuerySet[Citation]", visible(Citation, request))
        return visible_rows.select_related("passage__document", "attributed_organisation", "judged_by").defer(
            "passage__document__text", "passage__document__original"
        )

    def get_fieldsets(self, _request: HttpRequest, obj: Citation | None = None) -> Any:
        """First the passage, then what it says, then how it is judged."""
        passage = ["document", "quote", "at"] if obj is None else ["of_record", "field", "from_document", "passage"]
        judged = [] if obj is None else [("judged", "judged_by"), VERSION]
        return [
            (_("The passage"), {"fields": passage}),
            (_("What it says"), {"fields": ["states", "basis"]}),
            (_("Whom the sentence holds responsible"), {"fields": [VOICE], "description": _NOT_THE_PUBLISHER}),
            (_("How it is judged"), {"fields": ["verdict", "why", "audience", *judged]}),
        ]

    def get_readonly_fields(self, _request: HttpRequest, obj: Any = None) -> Any:
        """A citation stays what it was about; another passage is another citation."""
        return ("of_record", "field", "from_document", "passage", "judged", "judged_by") if obj else ()

    def get_form(self, request: HttpRequest, obj: Citation | None = None, *others: Any, **options: Any) -> Any:
        """A form in the terms of the field that is cited."""
        record, field = (obj.target, obj.field) if obj else (asked_record(request), request.GET.get("field", "exists"))
        base = CitationForm if obj else CitingForm
        known = {"record": record, "field_name": field, "documents": visible(Document, request)}
        options["form"] = type(base.__name__, (base,), known)
        return super().get_form(request, obj, *others, **options)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> Any:
        """The form, once it is known which field of which record is cited; else the choice."""
        record, field = asked_record(request), request.GET.get("field", "")
        context = {**(extra_context or {}), "record": record}
        if record is None or field not in record.declared.citable():
            return self._choice(request, context)
        told = {
            "field_label": label_of(record, field),
            "own": own_in_words(record, field),
            "page": page_of(record),
            "kind": record._meta.verbose_name,
            "show_save_and_continue": False,
            "parents": [parent for name in record.declared.parents if (parent := getattr(record, name))],
        }
        return super().add_view(request, form_url, {**context, **told})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A citation has the audience of its record, unless somebody decides otherwise."""
        record = asked_record(request)
        return {"audience": record.audience} if record else {}

    def save_model(self, request: HttpRequest, obj: Citation, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Through the verb of the room, so that every citation is made in one way."""
        if change:
            obj.judged_by = cast("Any", request.user)
            super().save_model(request, obj, form, change)
            return
        given = form.cleaned_data
        made = cite(
            record=form.record,
            field=form.field_name,
            document=given["document"],
            quote=given["quote"],
            at=given["at"],
            states=given["states"],
            basis=Basis(given["basis"]),
            by=next((given[name] for name in VOICE if given[name]), ""),
            verdict=Verdict(given["verdict"]),
            why=given["why"],
            audience=given["audience"],
            judged_by=request.user,
        )
        obj.pk, obj.passage, obj.field = made.pk, made.passage, made.field

    def response_add(self, request: HttpRequest, obj: Citation, *_others: Any, **_options: Any) -> HttpResponse:
        """Back to the evidence, or on to another citation of the same field."""
        messages.success(request, _("Cited: %s") % obj.passage)
        if "_addanother" in request.POST:
            return HttpResponseRedirect(request.get_full_path())
        record = asked_record(request)
        page = page_of(record) if record else reverse("admin:index")
        return HttpResponseRedirect(f"{way_back(request) or page}#evidence")

    def _choice(self, request: HttpRequest, context: dict[str, Any]) -> TemplateResponse:
        record: Record | None = context["record"]
        fields = [(name, label_of(record, name)) for name in record.declared.citable()] if record else []
        shown = {"title": _("Add citation"), "opts": self.opts, "fields": fields, "query": request.GET.copy()}
        return TemplateResponse(
            request,
            "admin/people/citation/choose.html",
            {**self.admin_site.each_context(request), **context, **shown},
        )

    @admin.display(description=_("about"))
    def about(self, citation: Citation) -> str:
        """The kind of record."""
        return str(TARGETS[citation.target_name]._meta.verbose_name)

    @admin.display(description=_("record"))
    def of_record(self, citation: Citation) -> SafeString:
        """A way to the record."""
        return format_html('<a href="{}#evidence">{}</a>', page_of(citation.target), citation.target)

    @admin.display(description=_("document"))
    def from_document(self, citation: Citation) -> SafeString:
        """A way to the passage in its document."""
        passage = citation.passage
        return format_html('<a href="{}#at-{}">{}</a>', page_of(passage.document), passage.start, passage.document)


_NOT_THE_PUBLISHER = _("The finest voice in the sentence, one of the three; never the document's own publisher.")


def asked_record(request: HttpRequest) -> Record | None:
    """The record that the address names, for example ``?detention=<id>``; None when it names none that is there."""
    for kind in TARGETS.keys() & request.GET.keys():
        try:
            asked = UUID(request.GET[kind])
        except ValueError:
            return None
        found: Record | None = with_neighbours(visible(TARGETS[kind], request)).filter(pk=asked).first()
        return found
    return None


def way_back(request: HttpRequest) -> str:
    """The page of ours to which ``back`` leads; empty when it leads elsewhere."""
    back = request.GET.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(reverse("admin:index"))
    return back if ours else ""
