"""The frame of views of Django REST framework's, with the functions that the thin views have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.vocabulary import Scope
from publication.api.admission import Admission
from publication.api.door import Visit, preflight, refuse_method, without_body
from publication.api.headers import READING, finish
from publication.api.negotiation import Format, negotiated
from publication.api.problems import NotAcceptable, problem_response, refusal_of


class Negotiation(BaseContentNegotiation):
    """The one way to read Accept, for renderers."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> None:
        """Nothing is ever sent to us."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], _suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """The renderer that Accept asks for. :raises NotAcceptable: when there is none."""
        known = list(renderers)
        offered = [Format(suffix=one.format, media_type=one.media_type, content_type=one.media_type) for one in known]
        wanted = negotiated(request.META.get("HTTP_ACCEPT"), offered)
        if wanted is None:
            raise NotAcceptable
        return known[offered.index(wanted)], wanted.media_type


class FramedView(APIView):
    """GET, HEAD and OPTIONS with the shared headers; ``scope`` None is for what is the same for everybody."""

    http_method_names = ["get", "head", "options"]
    content_negotiation_class = Negotiation
    scope: ClassVar[Scope | None] = None
    visit: Visit
    admission: Admission

    @property
    def default_response_headers(self) -> dict[str, str]:
        """None but the shared ones."""
        return {}

    def dispatch(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        """The answer with the shared headers; methods are looked at before anybody is asked who they are."""
        if request.method == "OPTIONS":
            return preflight(request)
        if request.method not in READING:
            return refuse_method(request)
        try:
            self.visit = Visit(request)
        except SuspiciousOperation as error:  # meant for another host
            return self._finished(problem_response(refusal_of(error, type(self).__qualname__), request.path), request)
        response = super().dispatch(request, *args, **named)
        if isinstance(response, Response):
            response.render()
        return self._finished(response, request, self.visit.admission)

    def _finished(
        self, response: HttpResponseBase, request: HttpRequest, admission: Admission | None = None
    ) -> HttpResponseBase:
        finish(response, request, admission)
        return without_body(response) if request.method == "HEAD" else response

    def initial(self, request: Request, *args: Any, **named: Any) -> None:
        """Ask for admission before anything else. :raises Refusal: when there is none."""
        if self.scope is not None:
            self.admission = self.visit.admit(self.scope)
        super().initial(request, *args, **named)
