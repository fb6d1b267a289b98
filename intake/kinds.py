"""What kinds of rows a bundle may hold, read off the models: a new field of a model is a key of its kind at once.

Only what no model says stands here: which kinds have records of their own, their head fields (docs/seed-format.md).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import Any, TypeAlias

from django.db import models

from people.models import TARGETS
from sources.models import Document
from sources.record import Record
from sources.spanned import SpannedField

AnyField: TypeAlias = "models.Field[Any, Any]"

KIND_OF: Mapping[type[models.Model], str] = {model: name for name, model in TARGETS.items()}
TOP = ("organisation", "place", "document", "person", "event", "tally", "concession", "statement")
"""Kinds that may be a record of their own."""
HEADS = {
    "name": "text",
    "identifier": "value",
    "nationality": "country",
    "role": "title",
    "relationship": "kind",
    "recognition": "title",
    "ground": "text",
    "sentence": "length",
    "condition": "kind",
    "tally": "count",
    "event_group": "who",
    "destination": "place",
    "statement": "wording",
}
"""What a citation states that says nothing else; ``exists`` for the other kinds and for rows without this value."""
SENSITIVE = frozenset({"destination", "condition", "relationship"})
"""Whereabouts, health and relatives: they inherit no audience."""
TEXT_FIRST = "name"
"""The kind whose rows begin with their own text instead of a key."""
FROM_FILE = ("original", "sha256", "text")
"""Fields of a document that its file gives, named by the key ``file``."""


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A foreign key: in a file the key of another row. ``local``: it may be one of the same record's lists."""

    field: AnyField
    to: str

    @property
    def column(self) -> str:
        """Where staging keeps the key."""
        return f"{self.field.name}_ref"


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A list of rows below a row: which kind they are, and by which foreign key they hang on it."""

    kind: str
    parent: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of row. ``values`` and ``references`` by their keys in a file."""

    name: str
    model: type[Record]
    head: str
    values: Mapping[str, AnyField]
    references: Mapping[str, Reference]
    parents: tuple[str, ...]
    lists: Mapping[str, Listed]

    @property
    def table(self) -> str:
        """The table of its records."""
        return self.model._meta.db_table

    @property
    def top(self) -> bool:
        """Whether it may be a record of its own."""
        return self.name in TOP

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key that a row of this kind may have, apart from its own first one."""
        file = ("file",) if self.model is Document else ()
        return (*self.values, *self.references, *file, "audience", "key", "cited", *self.lists)

    @property
    def required(self) -> tuple[str, ...]:
        """Keys without which a row says nothing."""
        return tuple(
            key
            for key, field in {**self.values, **{key: r.field for key, r in self.references.items()}}.items()
            if not field.blank and not field.has_default() and key not in (*self.parents, "slug")
        )

    def of_parent(self, name: str) -> str:
        """The kind of the row that this one hangs on by the given foreign key."""
        related: Any = self.model._meta.get_field(name).related_model
        return KIND_OF[related]

    def spans(self) -> dict[str, str]:
        """The columns that follow another one: a value's name, and its span's."""
        return {field.name: field.span_name for field in self.values.values() if isinstance(field, SpannedField)}

    def columns(self) -> tuple[str, ...]:
        """The columns of the model's table that an import writes, spans apart."""
        written = self._written()
        return ("audience", *(str(f.column) for f in self.model._meta.concrete_fields if f.name in written))

    def _written(self) -> set[str]:
        held = ("original", "text", "sha256") if self.model is Document else ()
        return {*self.values, *self.references, *self.parents, *held}


def _kind(name: str, model: type[Record]) -> Kind:
    declared = model.declared
    keys = [key for key in (*declared.cited, *declared.editorial) if key not in FROM_FILE or model is not Document]
    if name in TOP:
        keys += declared.parents
    fields = {key: model._meta.get_field(key) for key in keys}
    return Kind(
        name=name,
        model=model,
        head=HEADS.get(name, "exists"),
        values={key: f for key, f in fields.items() if isinstance(f, models.Field) and not f.is_relation},
        references={key: _reference(f) for key, f in fields.items() if isinstance(f, models.ForeignKey)},
        parents=declared.parents,
        lists={key: _listed(model, key) for key in declared.lists},
    )


def _reference(field: "models.ForeignKey[Any, Any]") -> Reference:
    return Reference(field=field, to=KIND_OF[field.related_model])


def _listed(model: type[Record], name: str) -> Listed:
    relation: Any = model._meta.get_field(name)
    return Listed(kind=KIND_OF[relation.related_model], parent=relation.field.name)


def _needs(kind: Kind) -> Iterable[str]:
    """The kinds whose rows must be there before."""
    foreign = [f for f in kind.model._meta.concrete_fields if isinstance(f, models.ForeignKey)]
    named = {KIND_OF.get(f.related_model) for f in foreign}
    return {name for name in named if name} - {kind.name}


def _in_order(kinds: Iterable[Kind]) -> dict[str, Kind]:
    by_name = {kind.name: kind for kind in kinds}
    order = TopologicalSorter({name: set(_needs(kind)) for name, kind in by_name.items()}).static_order()
    return {name: by_name[name] for name in order}


KINDS: dict[str, Kind] = _in_order(_kind(name, model) for name, model in TARGETS.items())
"""Every kind, those first that others refer to."""
REFERRED = frozenset(reference.to for kind in KINDS.values() for reference in kind.references.values())
"""Kinds to whose keys rows may refer."""
