"""Who acts: every write of the staff runs in one transaction that carries the actor and the request (DESIGN.md §3)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from sources.history import acting
from tracker.doors import is_staff_door

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class ActingMiddleware:
    """Calls writing views of the admin as their user.

    It must be the last middleware: it calls the view itself, so that nothing that runs later escapes the transaction.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The view's answer."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Call the view inside ``acting`` when a signed-in user may write."""
        if request.method in SAFE_METHODS or not is_staff_door(request) or not request.user.is_authenticated:
            return None
        with acting(actor=f"user:{request.user.pk}", request_id=request.META["volia.request_id"]):
            return view(request, *args, **kwargs)
