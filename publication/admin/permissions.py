"""Who of the staff may look at what would be published, and who may do which of the acts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from sources.admin_record import may_see
from sources.record import Record

PUBLISH = "publication.publish_record"
WITHDRAW = "publication.withdraw_record"
HOLD = "people.add_hold"
LIFT = "people.change_hold"
SHOWN = ("sources", "people")

View = Callable[..., HttpResponseBase]


def may_preview(request: HttpRequest) -> bool:
    """Whether somebody may see bodies before they are out: these hold rows of every kind of the record."""
    rows = (model for model in apps.get_models() if issubclass(model, Record) and model._meta.app_label in SHOWN)
    may_look = request.user.has_perm("publication.view_publishedrecord")
    return may_look and all(may_see(model, request) for model in rows)


def acts_open_to(request: HttpRequest) -> dict[str, bool]:
    """Which of the buttons are shown. Nobody withdraws, holds or lifts without seeing what that does."""
    looks = may_preview(request)
    may = request.user.has_perm
    return {
        "preview": looks,
        "publish": looks and may(PUBLISH),
        "withdraw": looks and may(WITHDRAW),
        "hold": looks and may(HOLD),
        "lift": looks and may(LIFT),
    }


def only_for(act: str, *, to_write: str = "") -> Callable[[View], View]:
    """A view for whoever is allowed ``act``; one that is posted to with ``confirm`` needs ``to_write`` for that.

    :raises PermissionDenied: for everybody else.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            asked = to_write if to_write and request.method == "POST" and "confirm" in request.POST else act
            if not acts_open_to(request)[asked]:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard
