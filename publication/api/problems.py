"""Every refusal as a problem document (RFC 9457), in the same shape for every error."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar, TypedDict

import orjson
import psycopg
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views import defaults
from rest_framework.exceptions import APIException

from publication.reading import NotConfigured

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
PREFIX = "/api/"
URN = "urn:volia:problem:"
KEY_LIKE = re.compile(r"volia_[a-z0-9]+_[a-z0-9]+", re.IGNORECASE)
"""What looks like a partner's key wherever it stands; it is never repeated in an answer."""


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


class Refusal(Exception):
    """Why there is no answer; the docstring of each kind is the sentence that is told."""

    status: ClassVar[HTTPStatus]
    type: ClassVar[str] = "about:blank"

    def __init__(self, *, faults: list[Fault] | None = None, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(self.sentence())
        self.faults = faults or []
        self.headers = headers or {}

    @classmethod
    def sentence(cls) -> str:
        """What is told, in one line."""
        return " ".join((cls.__doc__ or "").split())


class Malformed(Refusal):
    """This is not a request that can be understood."""

    status = HTTPStatus.BAD_REQUEST


class NotUnderstood(Refusal):
    """The request has parameters or members that are unknown, missing or have values that are not understood."""

    status = HTTPStatus.BAD_REQUEST
    type = f"{URN}not-understood"


class NoSuchKey(Refusal):
    """This key is not accepted: it is unknown, wrong, expired or revoked."""

    status = HTTPStatus.UNAUTHORIZED
    type = f"{URN}key"


class OutOfScope(Refusal):
    """This key is accepted, but not for this address."""

    status = HTTPStatus.FORBIDDEN
    type = f"{URN}scope"


class NotThere(Refusal):
    """There is nothing here that you may see."""

    status = HTTPStatus.NOT_FOUND


class WrongMethod(Refusal):
    """This address answers GET, HEAD and OPTIONS only."""

    status = HTTPStatus.METHOD_NOT_ALLOWED


class OnlySent(WrongMethod):
    """This address answers POST and OPTIONS only."""


class AlsoSent(WrongMethod):
    """This address answers GET, HEAD, POST and OPTIONS only."""


class NotAcceptable(Refusal):
    """This address does not answer in any of the media types that were asked for."""

    status = HTTPStatus.NOT_ACCEPTABLE


class ResyncNeeded(Refusal):
    """Changes after this position are not known. Take a snapshot and go on from its position."""

    status = HTTPStatus.GONE
    type = f"{URN}resync-needed"


class TooLarge(Refusal):
    """What was sent is larger than 256 KiB, or more queries or ids than are answered at once; send less at once."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class WrongMediaType(Refusal):
    """What is sent must be what this address takes: JSON, with the header Content-Type: application/json, or a form."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class TooMany(Refusal):
    """Too many requests; wait for the seconds given in Retry-After."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    type = f"{URN}busy"


class TooManyStreams(TooMany):
    """At most two exports or snapshots may run at once; wait for one to end."""


class Unavailable(Refusal):
    """The publication cannot be read at the moment; try again later."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    type = f"{URN}unavailable"
    retry_after: ClassVar[int] = 30  # seconds

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": str(self.retry_after)})


class Crowded(Unavailable):
    """Too many questions that cost much are being answered; ask again in a few seconds."""

    retry_after = 5


class TakesTooLong(Unavailable):
    """This question takes too long to answer; narrow it by more filters, or by ids."""


class TakeTooLong(Unavailable):
    """These queries take too long to answer; send fewer of them at once."""


class Failed(Refusal):
    """Something went wrong on our side; it has been logged."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR


UNREADABLE = (NotConfigured, OperationalError, InterfaceError, psycopg.OperationalError)
FRAMED = {HTTPStatus.METHOD_NOT_ALLOWED: WrongMethod, HTTPStatus.NOT_ACCEPTABLE: NotAcceptable}
"""Refusals of Django REST framework's own that can occur in our views."""


def refusal_of(error: Exception, place: str) -> Refusal:
    """The refusal that an error amounts to. A failure of ours is logged: where, never for what address or value."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error.__cause__, psycopg.errors.QueryCanceled):
        logger.warning("%s: a question took too long", place)
        return TakesTooLong()
    if isinstance(error, UNREADABLE):
        logger.warning("%s: the publication cannot be read (%s)", place, type(error).__name__)
        return Unavailable()
    if isinstance(error, SuspiciousOperation):  # above all a Host that is not ours
        return Malformed()
    if isinstance(error, APIException) and error.status_code in FRAMED:
        return FRAMED[HTTPStatus(error.status_code)]()
    logger.error("%s failed", place, exc_info=error)
    return Failed()


def problem(refusal: Refusal, path: str) -> Problem:
    """The body of a problem document."""
    return {
        "type": refusal.type,
        "title": refusal.status.phrase,
        "status": int(refusal.status),
        "detail": str(refusal),
        "instance": KEY_LIKE.sub("volia_…", path),
        "errors": refusal.faults,
    }


def problem_response(refusal: Refusal, path: str) -> HttpResponse:
    """The answer to a refused request."""
    response = HttpResponse(
        orjson.dumps(problem(refusal, path)),
        status=int(refusal.status),
        content_type=MEDIA_TYPE,
        headers={**refusal.headers, "Cache-Control": "no-store"},
    )
    # Django would log the address once more, and a slug is a name.
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - Django's own mark for that
    return response


def handle(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """The answer to an error in a view of Django REST framework's."""
    return problem_response(refusal_of(error, type(context["view"]).__qualname__), context["request"].path)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for requests that reach no view."""
    if request.path.startswith(PREFIX):
        return problem_response(Malformed(), request.path)
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler for failures outside of the API's views."""
    if request.path.startswith(PREFIX):
        return problem_response(Failed(), request.path)
    return defaults.server_error(request)
