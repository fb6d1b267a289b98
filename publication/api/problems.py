"""Every refusal as a problem document (RFC 9457), in the same shape for every error."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any, TypedDict

import orjson
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views import defaults
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import set_rollback

from publication.api.renderers import JSONRenderer

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
PREFIX = "/api/"


class Fault(TypedDict):
    """One thing that is wrong with a request. ``pointer`` says where, for example ``/query/limit``."""

    pointer: str
    code: str
    message: str


class Problem(TypedDict):
    """Why a request was refused (RFC 9457). ``errors`` names every fault of a request that is not understood."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[Fault]


class NotUnderstood(APIException):
    """The request has parameters that are unknown or have values that are not understood."""

    status_code = 400

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(self.__doc__)
        self.faults = faults


DETAILS = {
    404: "There is nothing here that you may see.",
    405: "This address answers GET, HEAD and OPTIONS only.",
    406: "This address answers with application/json only.",
    500: "Something went wrong on our side; it has been logged.",
}


def handle(error: Exception, context: dict[str, Any]) -> Response:
    """The answer to an error of a view. What is not a refusal is logged without address or values."""
    status = _status_of(error)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("%s failed", type(context["view"]).__qualname__, exc_info=error)
        set_rollback()
    faults = error.faults if isinstance(error, NotUnderstood) else []
    found = problem(status, context["request"].path, detail=str(error) if faults else "", faults=faults)
    headers = {"Allow": ", ".join(context["view"].allowed_methods)} if status == HTTPStatus.METHOD_NOT_ALLOWED else {}
    response = Response(found, status=status, content_type=MEDIA_TYPE, headers=headers)
    # Django would log the address once more, and a slug is a name.
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - Django's own mark for that
    # Whatever was asked for, and also where nothing acceptable was: a problem is JSON.
    context["request"].accepted_renderer = JSONRenderer()
    context["request"].accepted_media_type = MEDIA_TYPE
    return response


def problem(status: int, instance: str, *, detail: str = "", faults: list[Fault] | None = None) -> Problem:
    """The body of a problem document."""
    return {
        "type": "urn:volia:problem:not-understood" if faults else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail or DETAILS.get(status, HTTPStatus(status).description),
        "instance": instance,
        "errors": faults or [],
    }


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for requests that reach no view."""
    return _outside(request, 400) or defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler for failures outside of the API's views."""
    return _outside(request, 500) or defaults.server_error(request)


def _outside(request: HttpRequest, status: int) -> HttpResponse | None:
    if not request.path.startswith(PREFIX):
        return None
    return HttpResponse(orjson.dumps(problem(status, request.path)), status=status, content_type=MEDIA_TYPE)


def _status_of(error: Exception) -> int:
    if isinstance(error, Http404):
        return HTTPStatus.NOT_FOUND
    if isinstance(error, PermissionDenied):
        return HTTPStatus.FORBIDDEN
    return error.status_code if isinstance(error, APIException) else HTTPStatus.INTERNAL_SERVER_ERROR
