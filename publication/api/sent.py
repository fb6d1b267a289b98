"""What is sent to us: JSON, of a bounded length. Nothing of it is ever logged or repeated in a refusal."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, UnreadablePostError

from publication.api.negotiation import JSON
from publication.api.problems import Fault, Malformed, NotUnderstood, TooLarge, WrongMediaType

LARGEST_BODY = 256 * 1024  # bytes


def sent_json(request: HttpRequest) -> Any:
    """What the body says.

    :raises WrongMediaType: when it is not said to be JSON. :raises TooLarge: when it is too long.
    :raises NotUnderstood: when it is no JSON. :raises Malformed: when it ends before its time.
    """
    if request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != JSON.media_type:
        raise WrongMediaType
    length = str(request.META.get("CONTENT_LENGTH", ""))
    # No more is read than the length says; without one, nothing.
    if length.isdecimal() and int(length) > LARGEST_BODY:
        raise TooLarge
    try:
        return orjson.loads(request.read(LARGEST_BODY))
    except orjson.JSONDecodeError as error:
        raise NotUnderstood(faults=[fault_in([], "json", "Expected JSON, in UTF-8.")]) from error
    except UnreadablePostError as error:
        raise Malformed from error


def fault_in(path: list[Any], code: str, message: str) -> Fault:
    """What is wrong in a body; ``path`` are the members and places that lead there (JSON pointer, RFC 6901)."""
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in path]
    return {"pointer": "/".join(["/body", *parts]), "code": code, "message": message}
