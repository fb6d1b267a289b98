"""What stands in the cells of a table, as far as it can be understood; what cannot refines nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.utils.translation import override
from django_countries import countries

from publication.api.filters import COUNTRIES
from publication.api.parameters import LONGEST_TEXT
from publication.api.queries import LONGEST_DATE
from sources.dates import DateNotUnderstood, PartialDate

CODES = frozenset(code for code, _name in COUNTRIES)


def texts(value: Any) -> list[str]:
    """A value, or each of several, as text; of what was matched before, the name, else its id."""
    return list(_texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        yield from _texts(value.get("name") or value.get("id"))
    elif isinstance(value, str) and value.strip():
        yield value.strip()
    elif isinstance(value, int | float) and not isinstance(value, bool):
        # 1982.0 is how some tables write a year.
        yield str(int(value) if value == value // 1 else value)


def names_in(value: Any) -> list[str]:
    """Names that are not too long."""
    return [text for text in texts(value) if len(text) <= LONGEST_TEXT]


def dates_in(value: Any) -> list[PartialDate]:
    """Dates in EDTF; of a moment (as tables have dates) the day."""
    found = []
    for text in texts(value):
        day, at, _clock = text.partition("T")
        try:
            date = PartialDate.parse(day if at and len(day) == 10 else text[:LONGEST_DATE])
        except DateNotUnderstood:
            continue
        if not date.is_none:
            found.append(date)
    return found


def countries_in(value: Any) -> list[str]:
    """Codes of countries (ISO 3166-1 alpha-2), of codes of any kind and of English names."""
    return [code for text in texts(value) if (code := _code(text))]


def _code(text: str) -> str | None:
    # What is a digit elsewhere than in ASCII is none to the library.
    code = countries.alpha2(text) if text.isascii() and len(text) <= 3 else ""
    return code if code in CODES else _by_name().get(text.casefold())


@cache
def _by_name() -> dict[str, str]:
    with override("en"):
        return {str(name).casefold(): code for code, name in countries}
