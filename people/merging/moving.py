"""Carrying rows from one record to another, with an account of every value that was changed, for the way back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models

from people.corroboration import UNKNOWN_CODES
from people.merging.hanging import FILLED, HANGING, Hanging
from people.models import TARGETS, Citation, Name, Person, Relationship
from people.stated import model_field, own_value, text_of
from people.vocabulary import NameKind
from sources.record import Record

Changed = dict[str, dict[str, dict[str, list[str]]]]
"""Table → id → field → canonical text before and after: what ``Merge.moved`` holds."""


class Moving:
    """One merge. Rows from where fewer may look are narrowed to these, or moving them would open them."""

    def __init__(self, *, survivor: Person, former: Person) -> None:
        self.survivor = survivor
        self.former = former
        self.changed: Changed = {}
        # As it was: whoever is narrowed while they are one person is so for both records when they part.
        self._note(survivor, "audience", text_of(survivor.audience), text_of(survivor.audience))

    def carry_all(self) -> None:
        """Everything that hangs on the former record, and every citation that states it as a value."""
        self._carry(self.former, self.survivor, seen_by=self.former.audience, open_to=self.survivor.audience)
        self._restate()

    def _carry(self, row: Record, twin: Record, *, seen_by: int, open_to: int) -> None:
        """From a row to the one that stands for it; the numbers are the narrowest audience along either's chain."""
        for hanging in HANGING[type(row)]:
            for one in hanging.rows(row, twin):
                self._carry_one(hanging, one, twin, seen_by=seen_by, open_to=open_to)
        for name in FILLED.get(type(row), ()) if seen_by >= open_to else ():
            if own_value(twin, name) in UNKNOWN_CODES and own_value(row, name) not in UNKNOWN_CODES:
                self._change(twin, **{name: own_value(row, name)})

    def _carry_one(self, hanging: Hanging, row: Record, onto: Record, *, seen_by: int, open_to: int) -> None:
        twin = hanging.twin(row, onto)
        if twin is not None:
            seen, opened = min(seen_by, row.audience), min(open_to, twin.audience)
            if opened == seen or hanging.always:
                self._carry(row, twin, seen_by=seen, open_to=opened)
                return
        limit = seen_by if seen_by < open_to else None
        self._move(row, limit=limit, **{hanging.by: text_of(onto.pk), **self._as_alias(row)})

    def _as_alias(self, row: Record) -> dict[str, str]:
        """A person has one preferred name: the survivor's."""
        if not isinstance(row, Name) or not row.preferred or not self.survivor.names.filter(preferred=True).exists():
            return {}
        kind = NameKind.ALIAS if row.kind == NameKind.AS_PRINTED else row.kind
        return {"preferred": str(False), "kind": str(kind)}

    def _restate(self) -> None:
        """A citation that states the former record as a relative or speaker, say, states the survivor."""
        asked = Citation.objects.select_for_update().filter(states=str(self.former.pk), field__in=_STATING_PERSONS)
        apart = Relationship.objects.filter(person__in=self._both, other__in=self._both)
        limit = self.former.audience if self.former.audience < self.survivor.audience else None
        for citation in asked.exclude(relationship__in=apart).order_by("pk"):
            self._move(citation, limit=limit, states=str(self.survivor.pk))

    @property
    def _both(self) -> tuple[Person, Person]:
        return self.survivor, self.former

    def _move(self, row: Record, *, limit: int | None, **values: str) -> None:
        narrowed = {"audience": text_of(int(limit))} if limit is not None and row.audience > limit else {}
        self._change(row, **values, **narrowed)

    def _change(self, row: Record, **values: str) -> None:
        for name, text in values.items():
            self._note(row, name, own_value(row, name), text)
            put(row, name, text)
        row.save()

    def _note(self, row: Record, name: str, before: str, after: str) -> None:
        fields = self.changed.setdefault(row._meta.db_table, {}).setdefault(str(row.pk), {})
        fields[name] = [fields[name][0] if name in fields else before, after]


def put(row: Record, name: str, text: str) -> None:
    """Set a field to the value that the canonical text gives; nothing is saved."""
    field = model_field(type(row), name)
    setattr(row, field.attname, _value_of(field, text))


def _value_of(field: models.Field[Any, Any], text: str) -> Any:
    if text == "" and field.null:
        return None
    return UUID(text) if isinstance(field, models.ForeignKey) else field.to_python(text)


_STATING_PERSONS = frozenset(
    name
    for model in TARGETS.values()
    for name in model.declared.cited
    if model._meta.get_field(name).related_model is Person
)
"""Fields whose values, where citations state them, are the ids of persons."""
