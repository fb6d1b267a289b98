"""Judgements on duplicates, to read; they are made and taken back on the page “Duplicates”."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from people.admin.duplicates import duplicates, judging, taking_back
from people.admin.sides import may_compare
from people.models import Judgement, Person
from sources.admin_history import ReadHere
from sources.admin_record import visible
from sources.changes import entries
from sources.models import History


@admin.register(Judgement)
class JudgementAdmin(ReadHere, admin.ModelAdmin):  # type: ignore[type-arg] # Django's class cannot be subscripted at run time
    change_list_template = "admin/record/change_list.html"
    list_display = ("one", "other", "verdict", "judged_by", "created", "undone", "note")
    list_display_links = ("one", "other")
    list_filter = ("verdict",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("one__names__text", "other__names__text", "note")
    fields = (("one", "other"), "verdict", "note", ("judged_by", "created", "undone"))
    actions = None

    def get_urls(self) -> list[URLPattern]:
        """Before the addresses of Django's own, which take every path."""
        wrap = self.admin_site.admin_view
        own = [
            path("duplicates/", wrap(duplicates), name="people_judgement_duplicates"),
            path("judge/", wrap(judging), name="people_judgement_judge"),
            path("<uuid:judgement>/take-back/", wrap(taking_back), name="people_judgement_take_back"),
        ]
        return [*own, *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees judgements sees whom they are about."""
        return super().has_view_permission(request, obj) and may_compare(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Judgement]:
        """With the names of both."""
        both = [Prefetch(side, queryset=visible(Person, request)) for side in ("one", "other")]
        found: QuerySet[Judgement] = super().get_queryset(request)
        return found.select_related("judged_by").prefetch_related(*both)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list; an empty one says how it is filled."""
        empty = _("Nothing was judged yet. Pairs to be judged are on the page “Duplicates”.")
        return super().changelist_view(request, {"empty_sentence": empty, **(extra_context or {})})

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """When it was made and taken back, and by whom."""
        known = self.get_object(request, object_id)
        if known is None or not self.has_view_permission(request, known):
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %s") % known,
            "opts": self.opts,
            "object": known,
            "entries": entries(History.objects.filter(record=known.pk).order_by("-id")),
        }
        return TemplateResponse(request, "admin/record/history.html", {**context, **(extra_context or {})})
