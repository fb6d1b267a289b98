"""Two doors in one process: the staff's below ``/admin``, with sessions and users, and the public's, without.

What the public does not need is passed by for its requests: cookies are not even read there, no answer sets one or
varies by it, and 100 µs of middleware become 20. The classes stay those of Django, whose admin asks for them.
"""

import uuid
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.deprecation import MiddlewareMixin

STAFF = "/admin"
STAFF_METHODS = ("GET", "HEAD", "POST", "OPTIONS")
PUBLIC_PROGRAMS = "/api/"
BODILESS = {HTTPStatus.NO_CONTENT.value, HTTPStatus.NOT_MODIFIED.value}
"""A length would be that of nothing, or of an answer that is not given (RFC 9110, 8.6)."""
OWN_POLICY = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")

Respond = Callable[[HttpRequest], HttpResponseBase]
# As Django types it; nothing here runs asynchronously.
Answer = HttpResponseBase | Awaitable[HttpResponseBase]


def is_staff_door(request: HttpRequest) -> bool:
    """Whether this address is one of the admin's; all others are public."""
    return request.path_info.startswith(STAFF)


class StaffOnly(MiddlewareMixin):
    """Passes by whatever is public; goes before the middleware that it guards."""

    async_capable = False

    def __call__(self, request: HttpRequest) -> Answer:
        """The guarded middleware's answer at the staff's door, the next one's elsewhere."""
        if is_staff_door(request):
            return super().__call__(request)
        return self.get_response(request)


class StaffMethods:
    """Refuses what browsers do not send; Django's admin would take it for GET (RFC 9110, 15.5.6)."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The next answer, or at the staff's door 405 with the methods that are known there, whoever asks."""
        if is_staff_door(request) and request.method not in STAFF_METHODS:
            return HttpResponseNotAllowed(STAFF_METHODS)
        return self.get_response(request)


class StaffSession(StaffOnly, SessionMiddleware):
    """Sessions for the admin."""


class StaffAuthentication(StaffOnly, AuthenticationMiddleware):
    """Users for the admin."""


class StaffMessages(StaffOnly, MessageMiddleware):
    """Messages for the admin."""


class StaffCsrf(StaffOnly, CsrfViewMiddleware):
    """Forgery protection for the admin; the public side has nothing that writes."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseForbidden | None:
        """Django's own check, which is called for every view."""
        return super().process_view(request, view, args, kwargs) if is_staff_door(request) else None


class PageAddresses(CommonMiddleware):
    """Slashes and lengths for pages; an address for programs is right or is none, and says its length itself."""

    async_capable = False

    def __call__(self, request: HttpRequest) -> Answer:
        """Django's own answer for pages."""
        if not request.path_info.startswith(PUBLIC_PROGRAMS):
            return super().__call__(request)
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and response.status_code not in BODILESS:
            response.headers.setdefault("Content-Length", str(len(response.content)))
        return response


class ContentPolicy(CSPMiddleware):
    """The one policy of all pages, put together once; a page that widens it takes the long way."""

    async_capable = False

    def __init__(self, get_response: Respond) -> None:
        super().__init__(get_response)
        self.respond = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer with the policy."""
        response = self.respond(request)
        # Django's own error pages for developers are exempted by the parent.
        if settings.DEBUG or any(name in response.__dict__ for name in OWN_POLICY):
            return self.process_response(request, response)
        response.headers[HEADER] = self.policy
        return response


class RequestId:
    """Gives each request an id that our side chose, for the history and for whoever reports a failure."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer with ``X-Request-Id``."""
        request_id = uuid.uuid4().hex
        request.META["volia.request_id"] = request_id
        response = self.get_response(request)
        response.headers["X-Request-Id"] = request_id
        return response
