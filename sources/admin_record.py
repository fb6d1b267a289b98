"""What all pages of the record in the admin share; every model of the record is registered with a class made from it.

Rules (SAFETY.md): one scope for lists, boxes and look-ups; nothing is deleted; no stale form wins; every list costs a
fixed number of queries. Django's own log is not written: the history table is the one account of what was done.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import admin
from django.db import IntegrityError, models
from django.forms import Textarea
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sources.admin_forms import VERSION, NamedAutocomplete, RecordForm, RecordFormSet
from sources.changes import history_of
from sources.record import Record
from sources.refusals import refusal_of
from sources.rows import labelled, rows_under, with_neighbours

R = TypeVar("R", bound=Record)
REFUSED = "volia.refused"
"""Key in ``request.META`` of the sentence with which the database refused the last try."""

if TYPE_CHECKING:

    class _Admin(admin.ModelAdmin[R]):
        """Django's class, as the type checker knows it."""

    class _Rows(admin.TabularInline[Any, Any]):
        """Django's class, as the type checker knows it."""

else:

    class _Admin(admin.ModelAdmin, Generic[R]):
        """Django's class cannot be subscripted while the program runs."""

    _Rows = admin.TabularInline


def visible(model: type[models.Model], request: HttpRequest) -> models.QuerySet[Any]:
    """The rows of a model that this member of staff may see, ready for ``str()``; every way in goes through here."""
    return labelled(model) if may_see(model, request) else labelled(model).none()


def may_see(model: type[models.Model], request: HttpRequest) -> bool:
    """Whether this member of staff may see the rows of a model."""
    opts = model._meta
    return any(request.user.has_perm(f"{opts.app_label}.{what}_{opts.model_name}") for what in ("view", "change"))


@dataclass(frozen=True, kw_only=True, slots=True)
class RelatedList:
    """Rows under a heading, each with a page of its own; ``add`` is the address of the form for another one."""

    title: Any
    model: type[models.Model]
    rows: tuple[RelatedRow, ...]
    add: str
    empty: Any


@dataclass(frozen=True, kw_only=True, slots=True)
class RelatedRow:
    """A row in a few words and the address of its page."""

    label: str
    details: str
    page: str


def page_of(record: models.Model) -> str:
    """The address of a row's own page in the admin."""
    opts = record._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])


def form_for(model: type[models.Model], **known: Any) -> str:
    """The address of the form for a new row of which some fields are known."""
    opts = model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_add") + "?" + urlencode(known)


class Scoped:
    """Whatever a form lets somebody choose from is scoped like the list of its model."""

    formfield_overrides: ClassVar[Mapping[type[models.Field[Any, Any]], Mapping[str, Any]]] = {
        models.TextField: {"widget": Textarea(attrs={"rows": 3, "cols": 80})},
        models.URLField: {"assume_scheme": "https"},
    }

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """A box to search in, over the rows that the user may see."""
        options.setdefault("queryset", visible(db_field.remote_field.model, request))
        options.setdefault("widget", NamedAutocomplete(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **options)  # type: ignore[misc] # of Django's class

    def has_delete_permission(self, *_: Any, **__: Any) -> bool:
        """Nothing of the record is hard-deleted."""
        return False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The declared fields and, hidden, the version that the form was opened with."""
        fieldsets = deepcopy(list(super().get_fieldsets(request, obj)))  # type: ignore[misc] # of Django's class
        if not any(VERSION in options["fields"] for _name, options in fieldsets):
            fieldsets[0][1]["fields"] = [*fieldsets[0][1]["fields"], VERSION]
        return fieldsets


class RecordRows(Scoped, _Rows):
    """Rows of the record inside the page of the record that they hang on."""

    form: type[Any] = RecordForm
    formset: type[Any] = RecordFormSet
    template = "admin/record/rows.html"
    extra = 0
    show_change_link = True
    formfield_overrides = {models.TextField: {"widget": Textarea(attrs={"rows": 1, "cols": 30})}}

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The rows that the user may see, with their neighbours."""
        rows = visible(self.model, request)
        return with_neighbours(rows).order_by(
            *(self.get_ordering(request) or rows.query.get_meta().ordering or ["created"])
        )


class RecordAdmin(Scoped, _Admin[R]):
    """The pages of one model of the record."""

    form: type[Any] = RecordForm
    actions = None
    list_per_page = 50
    show_full_result_count = False
    list_filter: ClassVar[Any] = ("audience",)
    change_form_template = "admin/record/change_form.html"
    change_list_template = "admin/record/change_list.html"
    empty_sentence: ClassVar[Any] = ""
    """What an empty list says instead of nothing."""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[R]:
        """The rows that the user may see, with their neighbours, in the order of the model."""
        rows = visible(self.model, request)
        return with_neighbours(rows).order_by(
            *(self.get_ordering(request) or rows.query.get_meta().ordering or ["-created"])
        )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list; an empty one says what belongs there."""
        return super().changelist_view(request, {"empty_sentence": self.empty_sentence, **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """The form. What the database refuses comes back as a sentence over everything that was typed."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            # The first try is rolled back to its savepoint; the second reads anew and stops at this sentence.
            request.META[REFUSED] = refusal_of(error, self._sentences(request))
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: R | None = None, *others: Any, **options: Any) -> Any:
        """The form class, which knows what the database refused a moment ago."""
        form: Any = super().get_form(request, obj, *others, **options)
        form.refused = request.META.get(REFUSED, "")
        return form

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What happened to the record and to the rows that hang on it."""
        record = self.get_object(request, object_id)
        if record is None or not self.has_view_or_change_permission(request, record):
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %s") % record,
            "opts": self.opts,
            "object": record,
            "entries": history_of(row for row in self.told_in_history(record) if may_see(type(row), request)),
        }
        return TemplateResponse(request, "admin/record/history.html", {**context, **(extra_context or {})})

    def told_in_history(self, record: R) -> list[Record]:
        """The rows whose changes the record's history page shows."""
        return [record, *rows_under(record)]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> R | None:
        """The row; an id that is none finds nothing."""
        try:
            UUID(object_id)
        except ValueError:
            return None
        return super().get_object(request, object_id, from_field)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Left to the history table."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Left to the history table."""

    def related_lists(self, record: R) -> list[RelatedList]:  # noqa: ARG002 - for those that have some
        """Rows with pages of their own that the record's page lists, with a way to add one."""
        return []

    def render_change_form(self, request: HttpRequest, context: Any, *others: Any, **options: Any) -> Any:
        """The form with what belongs below it."""
        if (record := options.get("obj")) is not None:
            context["related_lists"] = [one for one in self.related_lists(record) if may_see(one.model, request)]
        return super().render_change_form(request, context, *others, **options)

    def _sentences(self, request: HttpRequest) -> dict[str, str]:
        told = dict(self.form.refusals)
        for inline in self.get_inline_instances(request):
            told.update(getattr(inline.form, "refusals", {}))
        return told


class PartAdmin(RecordAdmin[Any]):
    """Rows that are mostly edited on the page of the record they hang on; theirs shows what they rest on."""
