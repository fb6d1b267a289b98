"""What the pages of acts share: who was asked for, the frame around it, and the way back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publication.actions import Outcome
from publication.admin.asked import Asked, NothingMarked, TooManyAtOnce, asked_for
from publication.admin.circles import circle
from publication.admin.permissions import acts_open_to
from publication.refusals import CannotBeMade
from publication.subjects import MODELS
from publication.vocabulary import Operation

logger = logging.getLogger(__name__)

REFUSED = 409
"""Nothing was done; the page says why and shows what would happen now."""
PENDING = "pending"
UNMADE = gettext_lazy(
    "Nothing was done. What would go out of these records, or of others that change with them, cannot be made: a fault "
    "of the program, which its log tells. A published record that cannot be made says so on its page."
)

Act = Callable[[HttpRequest, Sequence[Asked]], HttpResponse]


def with_asked(act: Act) -> Callable[[HttpRequest], HttpResponse]:
    """A view that knows the records asked for; none or too many get a sentence instead."""

    @wraps(act)
    def view(request: HttpRequest) -> HttpResponse:
        try:
            asked = asked_for(request)
        except (NothingMarked, TooManyAtOnce) as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(reverse("admin:publication_pending"))
        return or_why_not(act, request, asked)

    return view


def or_why_not(act: Act, request: HttpRequest, asked: Sequence[Asked]) -> HttpResponse:
    """What the act answers; where a body cannot be made, the way back with a sentence, and the fault in the log."""
    try:
        return act(request, asked)
    except CannotBeMade:
        logger.exception("A body cannot be made; asked for: %s", ", ".join(str(one.subject.id) for one in asked))
        messages.error(request, UNMADE)
        return HttpResponseRedirect(way_back(request, asked))


def page(
    request: HttpRequest,
    name: str,
    asked: Sequence[Asked],
    *,
    title: str,
    verb: str,
    notice: str = "",
    **context: Any,
) -> HttpResponse:
    """The page of an act, whose form posts to the act's own address. A ``notice`` says why it was not done."""
    return TemplateResponse(
        request,
        f"admin/publication/{name}.html",
        {
            **admin.site.each_context(request),
            "title": title if len(asked) > 1 else f"{title}: {asked[0].record}",
            "asked": asked,
            "verb": verb,
            "notice": notice,
            "action": reverse(f"admin:publication_{name}"),
            "back": way_back(request, asked),
            "came_from": _came_from(request),
            "may": acts_open_to(request),
            **context,
        },
        status=REFUSED if notice else None,
    )


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the act is to be done now; everything else only shows it."""
    return request.method == "POST" and "confirm" in request.POST


def actor_of(request: HttpRequest) -> str:
    """Who acts, as the history calls them."""
    return f"user:{request.user.pk}"


def way_back(request: HttpRequest, asked: Sequence[Asked]) -> str:
    """Where somebody came from: the record's page, or the list that the records were marked in."""
    if len(asked) == 1:
        return asked[0].page
    kinds = {one.subject.kind for one in asked}
    if _came_from(request) == PENDING or len(kinds) > 1:
        return reverse("admin:publication_pending")
    opts = MODELS[kinds.pop()]._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")


def done(request: HttpRequest, asked: Sequence[Asked], told: str, outcome: Outcome | None = None) -> HttpResponse:
    """Say what was done, with its counts, and lead back."""
    counts = counts_of(outcome) if outcome else []
    messages.success(request, " ".join([told, *counts]))
    return HttpResponseRedirect(way_back(request, asked))


def counts_of(outcome: Outcome) -> list[str]:
    """What an act did for whom, in sentences."""
    if not outcome.lines:
        return [_("Nothing changed for anybody.")]
    return [
        _("For %(whom)s: %(what)s.") % {"whom": circle(audience), "what": _told(counted)}
        for audience, counted in sorted(outcome.counts.items())
    ]


def _told(counted: dict[Operation, int]) -> str:
    return ", ".join(f"{count} {Operation(operation).label}" for operation, count in counted.items())


def _came_from(request: HttpRequest) -> str:
    return PENDING if request.POST.get("back") == PENDING else ""
