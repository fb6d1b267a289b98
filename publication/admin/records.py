"""Persons, events and documents as their own rooms registered them, with what the publication adds to their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from people.admin.event import EventAdmin
from people.admin.hold import HoldAdmin
from people.admin.hold import HoldForm as PlainHoldForm
from people.admin.person import PersonAdmin
from people.models import Event, Hold, Person
from publication.actions import place_hold
from publication.admin.asked import MOST, Asked, TooManyAtOnce, looked_up
from publication.admin.box import log_of
from publication.admin.forms import withdrawing_too
from publication.admin.page import actor_of, counts_of, or_why_not
from publication.admin.permissions import acts_open_to
from publication.admin.views import hold_shown, previewed, withdrawal_shown
from publication.refusals import CannotBeMade, PublicationRefused
from publication.settling import lock
from publication.subjects import KINDS, Subject, subject_of
from sources.admin import DocumentAdmin
from sources.admin_record import RecordAdmin
from sources.models import Document

if TYPE_CHECKING:
    _Pages = RecordAdmin[Any]
else:
    _Pages = object


class Publishing(_Pages):
    """What a published kind of record has beside the pages of its room: a box, a log, and acts on marked rows."""

    change_form_template = "admin/publication/record.html"
    actions: Any = ("preview_marked", "withdraw_marked", "hold_marked")

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history with the log of the publication above it."""
        response = super().history_view(request, object_id, extra_context)
        if isinstance(response, TemplateResponse) and response.context_data is not None:
            response.template_name = "admin/publication/history.html"
            response.context_data["log"] = log_of(response.context_data["object"])
        return response

    def has_preview_permission(self, request: HttpRequest) -> bool:
        """Whether the list offers previews."""
        return acts_open_to(request)["preview"]

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        """Whether the list offers to withdraw."""
        return acts_open_to(request)["withdraw"]

    def has_hold_permission(self, request: HttpRequest) -> bool:
        """Whether the list offers to hold."""
        return acts_open_to(request)["hold"]

    @admin.action(description=_("Preview and publish those marked…"), permissions=["preview"])
    def preview_marked(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """The preview of the marked rows."""
        asked = _marked(request, queryset)
        return or_why_not(previewed, request, asked) if asked else None

    @admin.action(description=_("Withdraw those marked…"), permissions=["withdraw"])
    def withdraw_marked(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """The page that withdraws the marked rows."""
        asked = _marked(request, queryset)
        return or_why_not(withdrawal_shown, request, asked) if asked else None

    @admin.action(description=_("Place a hold on those marked…"), permissions=["hold"])
    def hold_marked(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """The page that holds the marked rows."""
        asked = _marked(request, queryset)
        return or_why_not(hold_shown, request, asked) if asked else None


def _marked(request: HttpRequest, queryset: QuerySet[Any]) -> list[Asked]:
    """The marked rows; none, and a sentence, when they are too many."""
    ids = list(queryset.order_by().values_list("pk", flat=True)[: MOST + 1])
    try:
        return looked_up(request, [Subject(KINDS[queryset.model], pk) for pk in ids])
    except TooManyAtOnce as refused:
        messages.error(request, str(refused))
        return []


class PublishedPersonAdmin(Publishing, PersonAdmin):
    """Persons, with their publication."""


class PublishedEventAdmin(Publishing, EventAdmin):
    """Events, with their publication."""


class PublishedDocumentAdmin(Publishing, DocumentAdmin):
    """Documents, with their publication: they go along with what quotes them."""

    change_form_template = "admin/publication/document.html"


class HoldForm(PlainHoldForm):
    """A new hold offers at once to take back what is out."""

    withdraw = withdrawing_too()


class WithdrawingHoldAdmin(HoldAdmin):
    """Holds; placing or lifting one waits for all who publish, and a new one may withdraw."""

    form = HoldForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The offer stands on the form for a new hold only, for those who may withdraw."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None and acts_open_to(request)["withdraw"]:
            fields = list(fieldsets[0][1]["fields"])
            fields.insert(fields.index("reason") + 1, "withdraw")
            fieldsets[0][1]["fields"] = fields
        return fieldsets

    def save_model(self, request: HttpRequest, obj: Hold, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Under the lock of the publication, so that no act that began before overlooks the hold."""
        lock()
        withdraws = form.cleaned_data.get("withdraw") and acts_open_to(request)["withdraw"]
        if change or not withdraws:
            super().save_model(request, obj, form, change)
            return
        covering: Any = obj.event or obj.document or obj.person

        def place() -> None:
            super(WithdrawingHoldAdmin, self).save_model(request, obj, form, change)

        try:
            outcome = place_hold(
                [subject_of(covering)], actor=actor_of(request), reason=obj.reason, place=place, withdraw_now=True
            )
        except (PublicationRefused, CannotBeMade) as refused:
            # What was written before was taken back with the refusal.
            obj._state.adding = True
            place()
            messages.error(request, _("The hold stands, but what was out still is: %s") % refused)
        else:
            messages.info(request, " ".join(counts_of(outcome)))


PAGES: tuple[tuple[Any, Any], ...] = (
    (Person, PublishedPersonAdmin),
    (Event, PublishedEventAdmin),
    (Document, PublishedDocumentAdmin),
    (Hold, WithdrawingHoldAdmin),
)
for model, pages in PAGES:
    admin.site.unregister(model)
    admin.site.register(model, pages)
