"""From a plain text to what its field stores: every value is parsed by its own field, and repeated values only once."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from django.core.exceptions import ValidationError
from django.db import models
from django_countries import countries
from django_countries.fields import CountryField
from psycopg.types.range import Range

from intake.kinds import AnyField
from sources.counts import CountRange
from sources.fields import CountRangeField
from sources.spanned import SpannedField
from sources.values import NotUnderstood
from sources.vocabulary import Audience

REMEMBERED = 20_000
"""How many parsed values of a field are kept: days, durations and counts come again and again."""
SHOWN = 80
"""How much of a text a message repeats."""

Cell: TypeAlias = str | None
"""One column of one row as ``COPY`` takes it, before escaping; None is NULL."""


class NotAccepted(ValueError):
    """A text is not what its field takes; the message says what was found and what is expected."""


class Parsed(NamedTuple):
    """A value: its canonical text (what a citation states), and the column or columns that store it."""

    text: str
    cells: tuple[Cell, ...]


Parse: TypeAlias = Callable[[str], Parsed]


def parser_of(field: AnyField) -> Parse:
    """How texts become values of a field. The function raises NotAccepted or NotUnderstood."""
    if isinstance(field, models.SlugField | models.URLField):
        return lambda text: _cleaned(field, text)
    if isinstance(field, models.CharField | models.TextField) and not (
        field.choices or isinstance(field, CountryField)
    ):
        return _free_text(field.max_length)
    return lru_cache(REMEMBERED)(_parser_of_repeated(field))


def _parser_of_repeated(field: AnyField) -> Parse:
    if isinstance(field, SpannedField):
        return lambda text: _spanned(field, text)
    if isinstance(field, CountRangeField):
        return _count
    if isinstance(field, CountryField):
        return _country
    if field.choices:
        codes = [str(code) for code, _ in field.flatchoices]
        return lambda text: _choice(text, codes)
    return _answer if isinstance(field, models.BooleanField) else lambda text: _cleaned(field, text)


def default_of(field: AnyField) -> tuple[Cell, ...]:
    """The columns of a row that says nothing about the field."""
    if isinstance(field, SpannedField):
        return (None, None)
    default = field.get_default()
    if default is None or (default == "" and field.null):
        return (None,)
    return ("f" if default is False else "t" if default is True else str(default),)


def audience_of(text: str) -> int:
    """``public`` and its like as numbers. :raises NotAccepted: for any other text."""
    try:
        return int(Audience[text.upper()]) if text.islower() else _no_audience(text)
    except KeyError:
        return _no_audience(text)


def spanned_text(span: Range[Any]) -> str:
    """A range as PostgreSQL reads it."""
    if span.isempty:
        return "empty"
    lower, upper = ("" if bound is None else str(bound) for bound in (span.lower, span.upper))
    return f"{span.bounds[0]}{lower},{upper}{span.bounds[1]}"


def shown(text: str) -> str:
    """A text as messages repeat it: on one line and not too much of it."""
    line = text.replace("\n", "↵")
    return f"“{line if len(line) <= SHOWN else line[: SHOWN - 1] + '…'}”"


def _spanned(field: "SpannedField[Any]", text: str) -> Parsed:
    value = field.value_type.parse(text)
    if len(value.text) > field.length:
        raise _longer(text, field.length)
    return Parsed(value.text, (value.text, spanned_text(value.span)))


def _count(text: str) -> Parsed:
    value = CountRange.parse(text)
    return Parsed(value.text, (spanned_text(value.span),))


def _country(text: str) -> Parsed:
    if text not in countries.countries:
        message = f"{shown(text)} is not a country. Expected a code of ISO 3166-1 such as BY or UA."
        raise NotAccepted(message)
    return Parsed(text, (text,))


def _choice(text: str, codes: list[str]) -> Parsed:
    if text not in codes:
        message = f"{shown(text)} is not one of the choices. Expected one of: {', '.join(filter(None, codes))}."
        raise NotAccepted(message)
    return Parsed(text, (text,))


def _answer(text: str) -> Parsed:
    if text not in ("true", "false"):
        message = f"{shown(text)} is neither true nor false."
        raise NotAccepted(message)
    return Parsed(text, (text[0],))


def _free_text(longest: int | None) -> Parse:
    def parse(text: str) -> Parsed:
        if longest is not None and len(text) > longest:
            raise _longer(text, longest)
        return Parsed(text, (text,))

    return parse


def _longer(text: str, longest: int) -> NotAccepted:
    return NotAccepted(f"{shown(text)} has {len(text)} characters. Expected {longest} at most.")


def _cleaned(field: AnyField, text: str) -> Parsed:
    try:
        value = str(field.clean(text, None))
    except ValidationError as error:
        message = f"{shown(text)} is not accepted: {' '.join(error.messages)}"
        raise NotAccepted(message) from error
    return Parsed(value, (value,))


def _no_audience(text: str) -> int:
    message = f"{shown(text)} is not an audience. Expected internal, partner or public."
    raise NotAccepted(message)


WRONG = (NotAccepted, NotUnderstood)
"""What a parser raises."""
