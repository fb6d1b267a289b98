"""Logging that tells what failed and where, never whom it was about: no query strings, no values, no keys."""

import logging
import re
import traceback

from django.http import HttpRequest

NO_ROUTE = "an address without a page"
QUERY = re.compile(r"\?[^\s\"']*")


class PathOnly(logging.Filter):
    """Cuts the query string from every address that a record mentions; Django's own tell the route, not the address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place; nothing is dropped."""
        record.msg = QUERY.sub("", _with_route(record))
        record.args = ()
        return True


def _with_route(record: logging.LogRecord) -> str:
    """The message with the route, as the resolver spells it, in the place of what somebody typed or was led to."""
    message, request = record.getMessage(), getattr(record, "request", None)
    if not isinstance(request, HttpRequest) or len(request.path) < len("/x"):
        return message
    route = request.resolver_match.route if request.resolver_match else NO_ROUTE
    # As Django writes it, lest somebody writes lines of the log.
    escaped = request.path.encode("unicode_escape").decode("ascii")
    return message.replace(request.path, route).replace(escaped, route)


class Plain(logging.Formatter):
    """One line a record; an exception is told by its class and the places it passed, without its text.

    A database error repeats the offending value ("Key (text)=(…) already exists"), and that may be a name.
    """

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name is logging's
        """Class of the exception and its frames (file, line, function), those of its causes first."""
        error = ei[1] if isinstance(ei, tuple) else None
        told: list[str] = []
        seen = set[int]()
        # Causes may go round in a circle: ``raise error from error`` is allowed.
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            frames = traceback.extract_tb(error.__traceback__)
            places = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
            told = [f"{type(error).__module__}.{type(error).__qualname__}", *places, *told]
            error = error.__cause__
        return "\n".join(told)
