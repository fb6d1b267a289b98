"""Holds, which keep records out of every new publication."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.admin.base import PeopleAdmin
from people.forms import PeopleForm
from people.models import Hold


class HoldForm(PeopleForm):
    lift = forms.BooleanField(
        required=False,
        label=_("Lift it now"),
        help_text=_("The record may then be published again. No clock ever does this."),
    )


@admin.register(Hold)
class HoldAdmin(PeopleAdmin[Hold]):
    form = HoldForm
    list_display = ("__str__", "placed", "placed_by", "lifted", "lifted_by")
    list_filter = ()
    search_fields = ("reason", "event__name", "person__names__text", "document__title")
    fields = (("event", "document", "person"), "reason", "lift", ("placed", "placed_by"), ("lifted", "lifted_by"))
    readonly_fields = ("placed", "placed_by", "lifted", "lifted_by")
    empty_sentence = _("Nothing is held back.")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a hold that stands can be lifted."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or obj.lifted:
            kept = [name for name in fieldsets[0][1]["fields"] if name != "lift"]
            fieldsets[0][1]["fields"] = kept
        return fieldsets

    def save_model(self, request: HttpRequest, obj: Hold, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Say who placed it, and who lifted it."""
        user: Any = request.user
        if not change:
            obj.placed_by = user
        # Also where the field was not on the page: whoever sends a form by hand is asked like everybody else.
        if change and form.cleaned_data.get("lift") and request.user.has_perm("people.change_hold"):
            obj.lifted, obj.lifted_by = timezone.now(), user
        super().save_model(request, obj, form, change)
