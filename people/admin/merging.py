"""Merging two records of one person, and parting them again: the pages, the box on a person's page, and the traces."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from people.admin.base import PeopleAdmin
from people.admin.standing import standings
from people.merging import MergeRefused, UndoRefused, merge, undo
from people.merging.actions import refuse, why_not_undone
from people.merging.contradictions import warnings
from people.merging.hanging import HANGING
from people.merging.outlook import going_back, rows_of, side_by_side
from people.models import Merge, Person
from sources.admin_forms import NamedAutocomplete
from sources.admin_record import page_of, visible
from sources.record import Record
from sources.rows import with_neighbours

if TYPE_CHECKING:
    _Pages = PeopleAdmin[Person]
else:
    _Pages = object

REFUSED = 409
"""Nothing was done; the page says why."""
LONGEST_REASON = 2_000
MERGED_ON = "merged_on"
"""Annotation of a person: the id of the record that they were merged into."""

shown_or_done = require_http_methods(["GET", "HEAD", "POST"])


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say why; it stands in the history.")},
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80, "class": "vLargeTextField"}),
        help_text=_("For staff only: it stands in the history and is never published."),
    )


class IntoForm(forms.Form):
    into = forms.ModelChoiceField(queryset=Person.objects.none(), label=_("Merge into"))

    def __init__(self, *args: Any, request: HttpRequest, former: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["into"]
        field.queryset = visible(Person, request).exclude(pk=former.pk)
        field.widget = NamedAutocomplete(Merge._meta.get_field("survivor"), admin.site)
        field.widget.choices = field.choices
        field.widget.is_required = True


def may_merge(request: HttpRequest) -> bool:
    """Whether somebody may merge and part: it edits rows of every kind that hangs on a person."""
    edited: set[type[Record]] = {Person, Merge, *(hanging.model for hanging in HANGING[Person])}
    may = request.user.has_perm
    return may("people.add_merge") and all(may(f"people.change_{model._meta.model_name}") for model in edited)


def only_for_mergers(request: HttpRequest) -> None:
    """:raises PermissionDenied: for everybody else."""
    if not may_merge(request):
        raise PermissionDenied


class MergingPages(_Pages):
    """What a person's pages have for merging; the page of a record that was merged away is only read."""

    def get_urls(self) -> list[URLPattern]:
        """Before the addresses of Django's own, which take every path."""
        page = self.admin_site.admin_view(merging)
        return [path("<uuid:person>/merge/", page, name="people_person_merge"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        """Each with the record that stands for them, if they were merged away."""
        standing = Merge.objects.filter(former=OuterRef("pk"), undone=None).order_by()
        return super().get_queryset(request).annotate(**{MERGED_ON: Subquery(standing.values("survivor")[:1])})

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whatever is told of somebody merged away is told of the survivor."""
        return super().has_change_permission(request, obj) and getattr(obj, MERGED_ON, None) is None

    def render_change_form(self, request: HttpRequest, context: Any, *others: Any, **options: Any) -> Any:
        """The form with the merges of the person above it."""
        if (person := options.get("obj")) is not None:
            known = merges_of(person)
            context["merging"] = {
                "into": next((one for one in known if one.former_id == person.pk), None),
                "formers": [one for one in known if one.survivor_id == person.pk],
                "page": reverse("admin:people_person_merge", args=[person.pk]),
                "may": may_merge(request),
            }
        return super().render_change_form(request, context, *others, **options)

    def told_in_history(self, record: Person) -> list[Record]:
        """Also the merges, undone ones too."""
        known = Merge.objects.filter(Q(survivor=record) | Q(former=record))
        return [*super().told_in_history(record), *known]


def merges_of(person: Person) -> list[Merge]:
    """The merges in force that a person is part of, the oldest first."""
    known = Merge.objects.filter(Q(survivor=person) | Q(former=person), undone=None)
    return list(with_neighbours(known).order_by("created"))


@shown_or_done
def merging(request: HttpRequest, person: UUID) -> HttpResponse:
    """Choose with whom, look at both, and merge when it is confirmed."""
    only_for_mergers(request)
    former = _found(visible(Person, request), person)
    asked = request.POST if "into" in request.POST else request.GET
    into = IntoForm(asked if "into" in asked else None, request=request, former=former)
    if not into.is_valid():
        return _page(request, "choose", title=_("Merge into…"), person=former, form=into)
    survivor: Person = into.cleaned_data["into"]
    reason = ReasonForm(request.POST if "confirm" in request.POST else None)
    if not reason.is_valid():
        return _compared(request, former, survivor, reason)
    try:
        merge(survivor=survivor, former=former, actor=_actor(request), reason=reason.cleaned_data["reason"])
    except MergeRefused as refused:
        return _compared(request, former, survivor, reason, notice=str(refused))
    told = _("Merged: what was told of “%(former)s” is told of this record now. Nothing was published by that.")
    messages.success(request, told % {"former": former})
    return HttpResponseRedirect(page_of(survivor))


def _compared(
    request: HttpRequest, former: Person, survivor: Person, form: ReasonForm, *, notice: str = ""
) -> HttpResponse:
    both = {"former": former, "survivor": survivor}
    today = standings([former.pk, survivor.pk], day=date.today())  # noqa: DTZ011 - the day as staff and server have it (UTC)
    counts = rows_of(former), rows_of(survivor)
    return _page(
        request,
        "merge",
        title=_("Merge: %s") % former,
        person=former,
        survivor=survivor,
        form=form,
        notice=notice or _refusal(former, survivor),
        refused=bool(notice),
        lines=side_by_side(**both, status=lambda person: str(today[person.pk].status.label)),
        counts=[(kind, counts[0][kind], counts[1][kind]) for kind in counts[0]],
        warnings=warnings(**both),
        other_way=f"{reverse('admin:people_person_merge', args=[survivor.pk])}?into={former.pk}",
    )


def _refusal(former: Person, survivor: Person) -> str:
    try:
        refuse(survivor=survivor, former=former)
    except MergeRefused as refused:
        return str(refused)
    return ""


@shown_or_done
def parting(request: HttpRequest, merge: UUID) -> HttpResponse:
    """Show what would go back, and part the two when it is confirmed."""
    only_for_mergers(request)
    known: Merge = _found(with_neighbours(visible(Merge, request)), merge)
    reason = ReasonForm(request.POST if "confirm" in request.POST else None)
    if not reason.is_valid():
        return _parting_shown(request, known, reason, why_not_undone(known), tried=False)
    try:
        undo(merge=known, actor=_actor(request), reason=reason.cleaned_data["reason"])
    except MergeRefused as refused:
        return _parting_shown(request, known, reason, refused, tried=True)
    messages.success(request, _("Parted again: this record stands on its own. Nothing was published by that."))
    return HttpResponseRedirect(page_of(known.former))


def _parting_shown(
    request: HttpRequest, known: Merge, form: ReasonForm, refused: MergeRefused | None, *, tried: bool
) -> HttpResponse:
    return _page(
        request,
        "undo",
        title=_("Undo the merge of %s") % known.former,
        person=known.survivor,
        merge=known,
        form=form,
        notice=str(refused) if refused and not isinstance(refused, UndoRefused) else "",
        conflicts=refused.conflicts if isinstance(refused, UndoRefused) else (),
        refused=tried,
        counts=sorted(going_back(known).items()),
    )


def _page(request: HttpRequest, name: str, *, refused: bool = False, **context: Any) -> HttpResponse:
    shown = {**admin.site.each_context(request), "back": page_of(context["person"]), **context}
    return TemplateResponse(request, f"admin/people/merging/{name}.html", shown, status=REFUSED if refused else None)


def _found(rows: QuerySet[Any], pk: UUID) -> Any:
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _actor(request: HttpRequest) -> str:
    return f"user:{request.user.pk}"


@admin.register(Merge)
class MergeAdmin(PeopleAdmin[Merge]):
    """Merges are read here, not made: making one moves rows."""

    list_display = ("former", "survivor", "reason", "undone")
    list_filter = ()
    search_fields = ("former__names__text", "survivor__names__text", "reason")
    readonly_fields = ("survivor", "former", "reason", "undone")
    fields = readonly_fields
    empty_sentence = _("No records were merged.")

    def get_urls(self) -> list[URLPattern]:
        """The page that parts two records comes before the list's own addresses."""
        page = self.admin_site.admin_view(parting)
        return [path("<uuid:merge>/undo/", page, name="people_merge_undo"), *super().get_urls()]

    def has_add_permission(self, *_: Any, **__: Any) -> bool:
        """Made by merging."""
        return False

    def has_change_permission(self, *_: Any, **__: Any) -> bool:
        """Made by merging."""
        return False
