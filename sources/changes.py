"""The history of records as people read it: who changed what, when, from what to what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from sources.actors import names_of
from sources.models import History
from sources.record import Record
from sources.rows import labelled

LONGEST = 500
"""As many changes are shown, the newest."""
_CALLED = ("text", "name", "title", "quote", "label", "wording", "target", "slug", "reason")
"""Columns by which a row is called in a list of changes, the best first."""
_UNTOLD = frozenset({"id", "version", "created", "updated"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One field of one row, before and after; empty text where it had no value."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One change of one row: ``kind`` of row, what it is called, and in ``operation`` a word such as “changed”."""

    at: datetime
    actor: str
    operation: str
    kind: str
    model: type[models.Model] | None
    record: UUID
    label: str
    version: int
    reason: str
    is_new: bool
    changes: tuple[Change, ...]


def changed(before: Mapping[str, Any], after: Mapping[str, Any], *, untold: Iterable[str] = ()) -> list[str]:
    """The columns that differ between two images of a row, in the order of the later one."""
    left_out = {*_UNTOLD, *untold}
    return [c for c in after if c not in left_out and (before.get(c) or "") != (after[c] or "")]


def history_of(records: Iterable[Record]) -> list[Entry]:
    """The newest changes of the given rows, the latest first; a fixed number of queries."""
    return entries(History.objects.filter(record__in=[record.pk for record in records]).order_by("-id"))


def entries(rows: models.QuerySet[History]) -> list[Entry]:
    """The given part of the history in words; each change is told against the row's image just before it."""
    found = list(rows[:LONGEST])
    before = _images_before(found)
    told = {row.pk: changed(before.get(row.pk, {}), row.row, untold=_untold(row.table)) for row in found}
    labels = _labels(found, before, told)
    actors = names_of(row.actor for row in found)
    return [
        Entry(
            at=row.at,
            actor=actors[row.actor],
            operation=row.get_operation_display(),
            kind=_kind(row.table),
            model=model_of(row.table),
            record=row.record,
            label=next((str(row.row[c]) for c in _CALLED if row.row.get(c)), ""),
            version=row.row.get("version", 0),
            reason=row.reason,
            is_new=row.operation == History.Operation.INSERT,
            changes=tuple(
                Change(
                    field=_field_label(row.table, column),
                    before=_shown(row.table, column, before.get(row.pk, {}).get(column), labels),
                    after=_shown(row.table, column, row.row[column], labels),
                )
                for column in told[row.pk]
            ),
        )
        for row in found
    ]


def model_of(table: str) -> type[models.Model] | None:
    """The model whose rows a table holds; None for a table of the past."""
    return next((model for model in apps.get_models() if model._meta.db_table == table), None)


def _images_before(rows: list[History]) -> dict[int, dict[str, Any]]:
    """For each change the image that the row had before it."""
    earlier: defaultdict[UUID, list[History]] = defaultdict(list)
    for row in History.objects.filter(record__in={row.record for row in rows}).order_by("id"):
        earlier[row.record].append(row)
    return {
        later.pk: before.row
        for images in earlier.values()
        for before, later in pairwise(images)
        if later.operation == History.Operation.UPDATE
    }


def _untold(table: str) -> tuple[str, ...]:
    model = model_of(table)
    return model.declared.computed if model is not None and issubclass(model, Record) else ()


def _kind(table: str) -> str:
    model = model_of(table)
    return str(model._meta.verbose_name) if model else table


def _column(table: str, column: str) -> "models.Field[Any, Any] | None":
    model = model_of(table)
    return next((f for f in model._meta.concrete_fields if f.column == column), None) if model else None


def _field_label(table: str, column: str) -> str:
    field = _column(table, column)
    return str(field.verbose_name) if field else column


def _labels(rows: list[History], before: dict[int, dict[str, Any]], told: dict[int, list[str]]) -> dict[str, str]:
    """What the ids in the told changes stand for; one query for each kind that is pointed at."""
    asked: defaultdict[type[models.Model], set[str]] = defaultdict(set)
    for row in rows:
        for column in told[row.pk]:
            field = _column(row.table, column)
            if isinstance(field, models.ForeignKey):
                values = (row.row[column], before.get(row.pk, {}).get(column))
                asked[field.related_model].update(value for value in values if value)
    return {str(one.pk): str(one) for model, ids in asked.items() for one in labelled(model).filter(pk__in=ids)}


def _shown(table: str, column: str, value: Any, labels: Mapping[str, str]) -> str:
    if value is None or value == "":
        return ""
    field = _column(table, column)
    if isinstance(field, models.ForeignKey):
        return labels.get(str(value), str(value))
    choices = dict(field.flatchoices) if field is not None else {}
    return str(choices.get(value, value))
