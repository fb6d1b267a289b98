"""The parameters of a request, all checked before anything is answered; every fault is named at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus

from django.core.exceptions import ValidationError
from django.forms import Field
from django.http import HttpRequest, QueryDict

from publication.api.problems import KEY_LIKE, Fault, NotUnderstood

KEY_IN_ADDRESS = (
    "Never put a key into an address, where logs and histories keep it: send it in the header Authorization, "
    "and have this one replaced."
)
NOTHING: Mapping[str, Field] = {}


def understood(request: HttpRequest, fields: Mapping[str, Field]) -> dict[str, Any]:
    """The parameters given, as values.

    :raises NotUnderstood: when one is unknown, empty, given twice, or not as its field expects it.
    """
    query = request.META.get("QUERY_STRING", "")
    if not query:
        return {}
    if KEY_LIKE.search(unquote_plus(query)):
        raise NotUnderstood(faults=[{"pointer": "/query", "code": "key", "message": KEY_IN_ADDRESS}])
    values: dict[str, Any] = {}
    faults = list(_read(request.GET, fields, values))
    if faults:
        raise NotUnderstood(faults=faults)
    return values


def fault(name: str, code: str, message: str) -> Fault:
    """What is wrong with a parameter."""
    return {"pointer": f"/query/{name}", "code": code, "message": message}


def _read(query: QueryDict, fields: Mapping[str, Field], values: dict[str, Any]) -> Iterator[Fault]:
    """Fill in the values; yields what is wrong."""
    for name, given in query.lists():
        if name not in fields:
            known = ", ".join(sorted(fields)) or "none"
            yield fault(name, "unknown", f"There is no such parameter here. Known are: {known}.")
        elif len(given) > 1:
            yield fault(name, "repeated", "This parameter can be given only once.")
        elif not given[0]:
            yield fault(name, "empty", "This parameter has no value. Leave it out, or give one.")
        else:
            try:
                values[name] = fields[name].clean(given[0])
            except ValidationError as error:
                for one in error.error_list:
                    yield fault(name, one.code or "invalid", " ".join(one.messages))
