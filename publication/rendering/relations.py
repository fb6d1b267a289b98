"""What hangs on a person, an event or a document, and in which order bodies tell it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from people.models import (
    Concession,
    Condition,
    Destination,
    Detention,
    Event,
    EventGroup,
    EventPart,
    Ground,
    Identifier,
    Name,
    Nationality,
    Person,
    Recognition,
    Relationship,
    Release,
    Role,
    Sentence,
    Statement,
    Tally,
)
from publication.rendering.asking import ask
from publication.rendering.rows import Row, row_class
from publication.vocabulary import Kind
from sources.models import Derivation, Document
from sources.record import Record

SUBJECTS: dict[Kind, type[Record]] = {Kind.PERSON: Person, Kind.EVENT: Event, Kind.DOCUMENT: Document}


@dataclass(frozen=True, kw_only=True)
class Relation:
    """Rows of a model under another one's: by which column, in which order, and what hangs on them in turn."""

    name: str
    model: type[Record]
    by: str
    order: str
    inside: tuple[Relation, ...] = ()

    @cached_property
    def sql(self) -> str:
        """All rows under the given ones."""
        return f"{selecting(self.model)} WHERE {self.by} = ANY(%s) ORDER BY {self.order}, id"


_DETENTIONS = Relation(
    name="detentions",
    model=Detention,
    by="person_id",
    order="id",
    inside=(
        Relation(name="grounds", by="detention_id", model=Ground, order="side, text"),
        Relation(name="sentences", by="detention_id", model=Sentence, order="date_span"),
        Relation(name="conditions", by="detention_id", model=Condition, order="kind, remark"),
    ),
)
_RELEASES = Relation(
    name="releases",
    model=Release,
    by="person_id",
    order="id",
    inside=(Relation(name="destinations", model=Destination, by="release_id", order="id"),),
)
_GROUPS = Relation(
    name="groups",
    model=EventGroup,
    by="event_id",
    order="label",
    inside=(
        Relation(name="destinations", model=Destination, by="group_id", order="id"),
        Relation(name="grounds", by="group_id", model=Ground, order="side, text"),
    ),
)
RELATIONS: dict[Kind, tuple[Relation, ...]] = {
    Kind.PERSON: (
        Relation(name="names", model=Name, by="person_id", order="preferred DESC, text"),
        Relation(name="identifiers", model=Identifier, by="person_id", order="scheme, value"),
        Relation(name="nationalities", model=Nationality, by="person_id", order="country"),
        Relation(name="roles", model=Role, by="person_id", order="title"),
        Relation(name="relationships", model=Relationship, by="person_id", order="kind"),
        Relation(name="recognitions", model=Recognition, by="person_id", order="kind, title"),
        Relation(name="parts", model=EventPart, by="person_id", order="part"),
        Relation(name="statements", model=Statement, by="speaker_person_id", order="wording"),
        _DETENTIONS,
        _RELEASES,
    ),
    Kind.EVENT: (
        Relation(name="parts", model=EventPart, by="event_id", order="part"),
        Relation(name="concessions", model=Concession, by="event_id", order="target, action"),
        Relation(name="tallies", model=Tally, by="event_id", order="measure, whom"),
        Relation(name="statements", model=Statement, by="event_id", order="wording"),
        Relation(name="releases", model=Release, by="event_id", order="id"),
        _GROUPS,
    ),
    Kind.DOCUMENT: (Relation(name="derivations", model=Derivation, by="document_id", order="kind"),),
}


def selecting(model: type[Record]) -> str:
    """The beginning of a statement that reads rows of a model."""
    shape = row_class(model).shape
    columns = ", ".join(f'"{column}"' for column in shape.columns)
    return f"SELECT {columns} FROM {shape.table}"  # noqa: S608 - the names are those of our own columns


def rows_by_id(model: type[Record], ids: Collection[UUID]) -> dict[UUID, Row]:
    """Rows of a model by id; no query where none is asked for."""
    found = fetch(model, f"{selecting(model)} WHERE id = ANY(%s)", ids) if ids else []
    return {row.id: row for row in found}


def fetch(model: type[Record], sql: str, ids: Collection[UUID]) -> list[Row]:
    """The rows of a statement that takes ids."""
    made = row_class(model)
    return [tuple.__new__(made, found) for found in ask(sql, [list(ids)])]
