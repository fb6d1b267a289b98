"""The page “Unpublished changes”."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publication.admin.page import PENDING
from publication.admin.permissions import acts_open_to, only_for
from publication.admin.waiting import DEEPEST, KINDS, SHOWN, waiting
from publication.vocabulary import Kind


@require_safe
@only_for("preview")
def pending_list(request: HttpRequest) -> HttpResponse:
    """Persons and events that publishing would change, a page at a time, to be marked for the preview."""
    kind = request.GET.get("kind", "")
    number = _page_number(request.GET.get("page", ""))
    rows, more = waiting(request, [Kind(kind)] if kind in KINDS else KINDS, page=number)
    return TemplateResponse(
        request,
        "admin/publication/pending.html",
        {
            **admin.site.each_context(request),
            "title": _("Unpublished changes"),
            "rows": rows,
            "kind": kind if kind in KINDS else "",
            "kinds": [(one.value, one.label) for one in KINDS],
            "page": number,
            "earlier": number - 1,
            "later": number + 1 if more else 0,
            "deepest": number == DEEPEST,
            "shown": SHOWN,
            "came_from": PENDING,
            "may": acts_open_to(request),
        },
    )


def _page_number(text: str) -> int:
    return min(max(int(text), 1), DEEPEST) if text.isdecimal() and len(text) < len(str(DEEPEST)) + 1 else 1
