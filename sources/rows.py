"""A record and all rows that hang on it, as its model declares them (``Declared.lists``); read set by set."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Prefetch, QuerySet

from sources.record import Record


def labelled(model: type[models.Model]) -> QuerySet[Any]:
    """All rows of a model, ready for ``str()``: persons with their names, documents without their texts and bytes."""
    rows: QuerySet[Any] = model._default_manager.all()
    if hasattr(rows, "with_name"):
        rows = rows.with_name()
    return rows.defer(*_heavy(model))


def with_neighbours(rows: QuerySet[Any], *, leave_out: Iterable[str] = ()) -> QuerySet[Any]:
    """The rows with everything that their foreign keys point at, labelled; one query a key, however many rows."""
    keys = [field for field in rows.model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return rows.prefetch_related(
        *(Prefetch(key.name, queryset=labelled(key.related_model)) for key in keys if key.name not in set(leave_out))
    )


def rows_under(record: Record) -> list[Record]:
    """The rows that hang on a record, each followed by its own, in the order of the declared lists."""
    return rows_under_each(type(record), [record])[record.pk]


def rows_under_each(model: type[Record], parents: list[Any]) -> defaultdict[UUID, list[Record]]:
    """The same for many records of one kind; a fixed number of queries."""
    found: defaultdict[UUID, list[Record]] = defaultdict(list)
    by_id = {parent.pk: parent for parent in parents}
    for name in model.declared.lists if parents else ():
        relation: Any = model._meta.get_field(name)
        key: str = relation.remote_field.name
        rows = with_neighbours(labelled(relation.related_model), leave_out=[key]).filter(**{f"{key}__in": parents})
        own = rows_under_each(relation.related_model, list(rows))
        for row in rows:
            parent = by_id[getattr(row, f"{key}_id")]
            setattr(row, key, parent)
            found[parent.pk] += [row, *own[row.pk]]
    return found


def _heavy(model: type[models.Model]) -> list[str]:
    """What no list shows: texts and bytes that nobody edits."""
    kinds = (models.TextField, models.BinaryField)
    return [field.name for field in model._meta.concrete_fields if isinstance(field, kinds) and not field.editable]
