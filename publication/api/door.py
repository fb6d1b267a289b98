"""The frame of a thin view: methods, admission, refusals and shared headers, and nothing else around the answer.

Django REST framework's frame was measured at 2.4 times the cost of a bare view, so what is asked most goes without it.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar, TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from accounts.vocabulary import Scope
from publication.api.admission import Admission, Asker, ask_admission, asker_of, check, counted_here
from publication.api.headers import BOTH, READING, SENDING, Methods, finish
from publication.api.problems import AlsoSent, NotThere, OnlySent, WrongMethod, problem_response, refusal_of

ResponseT = TypeVar("ResponseT", bound=HttpResponseBase)


class Visit:
    """One request on its way through a view; ``admission`` is there once it has been asked for."""

    __slots__ = ("admission", "asker", "request")

    def __init__(self, request: HttpRequest) -> None:
        """:raises SuspiciousOperation: when the request is meant for another host."""
        self.request = request
        request.get_host()
        self.asker: Asker = asker_of(request)
        self.admission: Admission | None = None

    def admit(self, scope: Scope, found: Admission | None = None, *, cost: int = 1) -> Admission:
        """The admission, asked for unless it was ``found`` along with the answer; counted as ``cost`` requests.

        :raises Refusal: when the asker may not go on.
        """
        self.admission = counted_here(self.asker, found or ask_admission(self.asker, cost), cost)
        check(self.asker, self.admission, scope)
        return self.admission


class Door:
    """A view that is called with a request and answers; subclasses say what in ``answer``."""

    # Nothing here reads a cookie, and nothing writes.
    csrf_exempt: ClassVar[bool] = True
    methods: ClassVar[Methods] = READING

    def __call__(self, request: HttpRequest, **named: Any) -> HttpResponseBase:
        """The answer, or the problem document that says why there is none."""
        if request.method == "OPTIONS":
            return preflight(request, self.methods)
        if request.method not in self.methods:
            return refuse_method(request, self.methods)
        visit: Visit | None = None
        try:
            visit = Visit(request)
            response = self.answer(visit, **named)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is logged and told as a problem document
            response = problem_response(refusal_of(error, type(self).__qualname__), request.path)
        finish(response, request, visit.admission if visit else None)
        return without_body(response) if request.method == "HEAD" else response

    def answer(self, visit: Visit, **named: Any) -> HttpResponseBase:
        """The answer to a method that is known here; asks for admission first. :raises Refusal: when there is none."""
        raise NotImplementedError


def preflight(request: HttpRequest, methods: Methods = READING) -> HttpResponse:
    """What may be asked; told to everybody, without looking at keys or counting."""
    response = HttpResponse(status=204, headers={"Allow": methods.allowed})
    del response.headers["Content-Type"]
    finish(response, request, None)
    for header, value in methods.preflight.items() if "HTTP_AUTHORIZATION" not in request.META else ():
        response.headers[header] = value
    return response


def refuse_method(request: HttpRequest, methods: Methods = READING) -> HttpResponse:
    """The answer to TRACE and whatever else there is that an address does not know."""
    wrong = {SENDING: OnlySent, BOTH: AlsoSent}.get(methods, WrongMethod)
    response = problem_response(wrong(headers={"Allow": methods.allowed}), request.path)
    finish(response, request, None)
    return response


def not_there(request: HttpRequest, **_: Any) -> HttpResponse:
    """The answer of every address under the API's that is none, whatever the method."""
    response = problem_response(NotThere(), request.path)
    finish(response, request, None)
    return without_body(response) if request.method == "HEAD" else response


not_there.csrf_exempt = True  # type: ignore[attr-defined] # as Django's own decorator does it


def without_body(response: ResponseT) -> ResponseT:
    """The same answer as it goes out for HEAD: with the length that GET would have, if that is known."""
    if isinstance(response, HttpResponse) and response.status_code != HTTPStatus.NOT_MODIFIED:
        # A stream for HEAD is empty already.
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def not_modified(tag: str) -> HttpResponse:
    """The client holds it already."""
    response = HttpResponse(status=304, headers={"ETag": f'"{tag}"'})
    del response.headers["Content-Type"]
    return response
