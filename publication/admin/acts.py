"""The log of acts, to read; and, under its address, the pages on which acts are done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db import connection
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from publication.admin.foreseen import address_of
from publication.admin.listing import pending_list
from publication.admin.views import holding, lifting, publishing, withdrawing
from publication.models import Act
from publication.subjects import MODELS, Subject, by_kind
from publication.vocabulary import Kind
from sources.actors import names_of
from sources.admin_history import ReadHere
from sources.admin_record import visible

NAMED = 4
"""So many persons and events of an act are named in the list."""
FIRST_OF_EACH = """
SELECT a.id, c.kind, c.record FROM unnest(%(acts)s::uuid[]) AS a(id) CROSS JOIN LATERAL (
  SELECT h.kind, h.record, h.position FROM publication_change h
  WHERE h.act = a.id AND h.kind IN ('person', 'event') ORDER BY h.position LIMIT %(most)s
) AS c
ORDER BY a.id, c.position
"""


@admin.register(Act)
class ActAdmin(ReadHere, admin.ModelAdmin):  # type: ignore[type-arg] # Django's class cannot be subscripted at run time
    change_list_template = "admin/record/change_list.html"
    list_display = ("at", "who", "verb", "what", "reason")
    list_filter = ("verb",)
    list_display_links = None
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("reason", "=actor")
    search_help_text = _("Words of a reason, or the id of an actor.")
    actions = None

    def get_urls(self) -> list[URLPattern]:
        """The pages of the acts come before the list's own addresses."""
        pages = (
            ("pending", pending_list),
            ("publish", publishing),
            ("withdraw", withdrawing),
            ("hold", holding),
            ("lift", lifting),
        )
        own = [path(f"{name}/", self.admin_site.admin_view(view), name=f"publication_{name}") for name, view in pages]
        return [*own, *super().get_urls()]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with the names of accounts and of some of the records read once."""
        changelist = super().get_changelist_instance(request)
        rows: list[Any] = list(changelist.result_list)
        called, named = names_of(row.actor for row in rows), _named(request, rows)
        for row in rows:
            row.called, row.named = called[row.actor], named[row.pk]
        changelist.result_list = rows
        return changelist

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list; an empty one says what belongs there."""
        return super().changelist_view(
            request,
            {
                "title": _("Log of the publication"),
                "empty_sentence": _("Nothing was ever published or withdrawn."),
                **(extra_context or {}),
            },
        )

    @admin.display(description=_("who"))
    def who(self, row: Any) -> str:
        """The account, or what acted."""
        return str(row.called)

    @admin.display(description=_("what"))
    def what(self, row: Any) -> str | SafeString:
        """The first few persons and events, with ways to them."""
        shown = format_html_join(", ", '<a href="{}">{}</a>', row.named[: NAMED - 1])
        return shown if len(row.named) < NAMED else format_html("{} …", shown)


def _named(request: HttpRequest, acts: Sequence[Act]) -> dict[UUID, list[tuple[str, str]]]:
    """By act the pages and names of its first persons and events; one query, and one for each kind."""
    with connection.cursor() as cursor:
        # Each record may stand in the feed of every audience.
        cursor.execute(FIRST_OF_EACH, {"acts": [act.pk for act in acts], "most": 2 * NAMED})
        found = dict.fromkeys((act, Subject(Kind(kind), record)) for act, kind, record in cursor.fetchall())
    names = {
        Subject(kind, record.pk): str(record)
        for kind, ids in by_kind(subject for _act, subject in found).items()
        if ids
        for record in visible(MODELS[kind], request).filter(pk__in=ids)
    }
    told: defaultdict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for act, subject in found:
        if subject in names and len(told[act]) < NAMED:
            told[act].append((address_of(subject), names[subject]))
    return told
