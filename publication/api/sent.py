"""What is sent to us: JSON, or a form, of a bounded length. Nothing of it is ever logged or repeated in a refusal."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, QueryDict, UnreadablePostError

from publication.api.negotiation import JSON
from publication.api.problems import Fault, Malformed, NotUnderstood, TooLarge, WrongMediaType

LARGEST_BODY = 256 * 1024  # bytes
FORM = "application/x-www-form-urlencoded"
BODY = "/body"
"""Where pointers into what was sent begin."""


def sent_json(request: HttpRequest) -> Any:
    """What the body says.

    :raises WrongMediaType: when it is not said to be JSON. :raises TooLarge: when it is too long.
    :raises NotUnderstood: when it is no JSON. :raises Malformed: when it ends before its time.
    """
    return json_of(_read(request, JSON.media_type))


def sent_form(request: HttpRequest) -> QueryDict:
    """The fields of a form, as a client for tables sends it.

    :raises WrongMediaType: when it is not said to be one. :raises TooLarge: when it is too long.
    :raises Malformed: when it ends before its time. :raises SuspiciousOperation: when it has very many fields.
    """
    return QueryDict(_read(request, FORM), encoding="utf-8")


def json_of(text: bytes | str, root: str = BODY) -> Any:
    """What is written there. :raises NotUnderstood: when it is no JSON; ``root`` is where it stood."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise NotUnderstood(faults=[fault_in([], "json", "Expected JSON, in UTF-8.", root=root)]) from error


def fault_in(path: list[Any], code: str, message: str, *, root: str = BODY) -> Fault:
    """What is wrong; ``path`` are the members and places that lead there from the root (JSON pointer, RFC 6901)."""
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in path]
    return {"pointer": "/".join([root, *parts]), "code": code, "message": message}


def _read(request: HttpRequest, media_type: str) -> bytes:
    if request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != media_type:
        raise WrongMediaType
    length = str(request.META.get("CONTENT_LENGTH", ""))
    # No more is read than the length says; without one, nothing.
    if length.isdecimal() and int(length) > LARGEST_BODY:
        raise TooLarge
    try:
        return request.read(LARGEST_BODY)
    except UnreadablePostError as error:
        raise Malformed from error
