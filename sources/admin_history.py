"""The history of everything, to read; it is written by the database alone."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sources.actors import names_of
from sources.changes import model_of
from sources.models import History


class ReadHere:
    """For what the program writes by itself: in the admin nobody adds, changes or removes it."""

    def has_add_permission(self, *_: Any, **__: Any) -> bool:
        """Written elsewhere alone."""
        return False

    def has_change_permission(self, *_: Any, **__: Any) -> bool:
        """Never changed."""
        return False

    def has_delete_permission(self, *_: Any, **__: Any) -> bool:
        """Never removed."""
        return False


class HistoryAdmin(ReadHere, admin.ModelAdmin):  # type: ignore[type-arg] # Django's class cannot be subscripted at run time
    change_list_template = "admin/record/change_list.html"
    list_display = ("at", "who", "operation", "what", "reason")
    list_filter = ("operation",)
    list_display_links = None
    list_per_page = 100
    show_full_result_count = False
    search_fields = ("=record", "=request", "=actor")
    search_help_text = _("The id of a record, of a request or of an actor.")
    actions = None

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with the accounts' names read once."""
        changelist = super().get_changelist_instance(request)
        rows: list[Any] = list(changelist.result_list)
        called = names_of(row.actor for row in rows)
        for row in rows:
            row.called = called[row.actor]
        changelist.result_list = rows
        return changelist

    @admin.display(description=_("who"))
    def who(self, row: Any) -> str:
        """The account, or what acted."""
        return str(row.called)

    @admin.display(description=_("what"))
    def what(self, row: History) -> str | SafeString:
        """The kind of the row and a way to its own history."""
        model = model_of(row.table)
        if model is None:
            return row.table
        try:
            page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_history", args=[row.record])
        except NoReverseMatch:
            return str(model._meta.verbose_name)
        return format_html('<a href="{}">{}</a>', page, model._meta.verbose_name)
