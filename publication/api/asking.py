"""The parameters of a request, all checked before anything is answered; every fault is named at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
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
MOST_FAULTS = 20
"""How many faults of a request are told; it is refused all the same."""
MOST_CHOICES = 12


def without_keys(request: HttpRequest) -> str:
    """The query of the address. :raises NotUnderstood: when there may be a partner's key in it."""
    query: str = request.META.get("QUERY_STRING", "")
    if query and KEY_LIKE.search(unquote_plus(query)):
        raise NotUnderstood(faults=[{"pointer": "/query", "code": "key", "message": KEY_IN_ADDRESS}])
    return query


def understood(request: HttpRequest, fields: Mapping[str, Field]) -> dict[str, Any]:
    """The parameters given, as values.

    :raises NotUnderstood: when one is unknown, empty, given twice, or not as its field expects it.
    """
    if not without_keys(request):
        return {}
    values: dict[str, Any] = {}
    faults = list(islice(_read(request.GET, fields, values), MOST_FAULTS))
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
                    yield fault(name, one.code or "invalid", _sentence(fields[name], one))


def _sentence(field: Field, error: ValidationError) -> str:
    """What is expected. Django's sentence about a choice repeats what was given; ours never do."""
    if error.code != "invalid_choice":
        return " ".join(error.messages)
    choices = [str(value) for value, _label in field.widget.choices]
    if len(choices) > MOST_CHOICES:
        return "Expected one of the codes that /api/v1/schema lists."
    return f"Expected one of: {', '.join(choices)}."
