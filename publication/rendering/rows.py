"""Rows as they are loaded for rendering: light, read-only, and with the text of every value as it would be stated."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, cast
from uuid import UUID

from psycopg.types.range import Range

from people.models import Event, Person, Place
from sources.counts import CountRange
from sources.dates import PartialDate
from sources.durations import DurationRange
from sources.fields import CountRangeField
from sources.models import Document, Organisation
from sources.record import Declared, Record
from sources.spanned import SpannedField

NAMEABLE: tuple[type[Record], ...] = (Person, Event, Place, Organisation, Document)
"""What bodies name across bodies."""
NEVER_SHOWN = {
    Person: {"note", "sort_key"},
    Document: {"original", "text", "media_type"},
    Place: {"latitude", "longitude"},
}
OF_EVERY_ROW = {"version", "created", "updated"}
PARSED = 65_536
"""How many different texts are kept parsed; dates and durations repeat."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """What is known of all rows of a kind. ``related`` are the columns, by position, that hold other rows' ids."""

    model: type[Record]
    declared: Declared
    table: str
    columns: tuple[str, ...]
    at: Mapping[str, int]
    related: tuple[tuple[int, type[Record]], ...]
    names: Mapping[str, type[Record]]
    """Cited fields whose values bodies name: the kind of record behind them."""
    borne: Mapping[str, tuple[str, ...]]
    """For each cited field the fields of the citations that bear it."""
    breath: tuple[str, ...]
    parsers: Mapping[str, Callable[[str], Any]]


class Row(tuple[Any, ...]):
    """One row: its columns as attributes, named as Django's (``person_id``)."""

    __slots__ = ()
    shape: ClassVar[Shape]
    if TYPE_CHECKING:
        id: UUID
        audience: int

        def __getattr__(self, name: str) -> Any: ...


@cache
def row_class(model: type[Record]) -> type[Row]:
    """The class of a kind's rows; made of a tuple by ``tuple.__new__``."""
    shape = _shape(model)
    columns = namedtuple(f"{model.__name__}Row", shape.columns)  # type: ignore[misc]  # noqa: PYI024 - of any model
    return cast("type[Row]", type(columns.__name__, (Row, columns), {"__slots__": (), "shape": shape}))


def own(row: Row, field: str) -> str:
    """The row's value of a field in the canonical text of citations; empty where it is unknown."""
    value = row[row.shape.at[field]]
    if value is None:
        return ""
    if isinstance(value, Range):
        return CountRange.from_span(value).text
    return value if type(value) is str else str(value)


def _shape(model: type[Record]) -> Shape:
    declared = model.declared
    left_out = OF_EVERY_ROW | set(declared.computed) | NEVER_SHOWN.get(model, set())
    fields = [field for field in model._meta.concrete_fields if field.name not in left_out]
    related: list[Any] = [(at, field.related_model) for at, field in enumerate(fields) if field.is_relation]
    behind = {fields[at].name: to for at, to in related}
    return Shape(
        model=model,
        declared=declared,
        table=model._meta.db_table,
        columns=tuple(field.attname for field in fields),
        at={field.name: at for at, field in enumerate(fields)},
        related=tuple(related),
        names={name: behind[name] for name in declared.cited if behind.get(name) in NAMEABLE},
        borne={field: tuple(sorted(declared.borne_by(field))) for field in declared.cited},
        breath=("exists", *declared.breath),
        parsers={field.name: parse for field in fields if (parse := _parser(field))},
    )


def _parser(field: Any) -> Callable[[str], Any] | None:
    """How texts of the field become values that span an interval; None where they do not."""
    if isinstance(field, SpannedField):
        return _DATES if field.value_type is PartialDate else _DURATIONS
    return _COUNTS if isinstance(field, CountRangeField) else None


_DATES = lru_cache(PARSED)(PartialDate.parse)
_DURATIONS = lru_cache(PARSED)(DurationRange.parse)
_COUNTS = lru_cache(PARSED)(CountRange.parse)
