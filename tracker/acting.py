"""Who acts: every write of the staff runs in one transaction that carries the actor and the request (DESIGN.md §3)."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from sources.history import acting

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class ActingMiddleware:
    """Gives each request an id (answered as ``X-Request-Id``) and calls writing admin views as their user.

    It must be the last middleware: it calls the view itself, so that nothing that runs later escapes the transaction.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the request's id."""
        request_id = uuid.uuid4().hex
        request.META["volia.request_id"] = request_id
        response = self.get_response(request)
        response.headers["X-Request-Id"] = request_id
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Call the view inside ``acting`` when a signed-in user may write."""
        if request.method in SAFE_METHODS or not request.path_info.startswith(reverse("admin:index")):
            return None
        if not request.user.is_authenticated:
            return None
        with acting(actor=f"user:{request.user.pk}", request_id=request.META["volia.request_id"]):
            return view(request, *args, **kwargs)
