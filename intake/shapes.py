"""What staging keeps of a row of each kind: which columns, and how the texts of a file become them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from intake.cells import Cell, Parse, default_of, parser_of
from intake.kinds import FROM_FILE, KINDS, AnyField, Kind, Reference
from people.models import Citation
from sources.models import Document

FIXED = ("number", "key", "file", "line", "lines", "sound")
"""Columns of every staged row, before its own."""
CITATION = "citation"
CITATION_COLUMNS = (
    *("target_kind", "target", "field", "states", "states_kind", "states_ref", "document", "start", "end", "quote"),
    *("basis", "by_ref", "attributed_description", "verdict", "why", "audience"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row as it will be staged, its values parsed.

    ``number`` counts the rows of an import; rows below and citations name their parent by it. ``key`` is unique in the
    kind and the bundle. ``lines`` is JSON that says where its references stand, if not on ``line``. A row that is not
    ``sound`` was refused in part: it stands in so that what refers to it is not refused as well.
    """

    kind: str
    number: int
    key: str
    file: int
    line: int
    lines: str | None
    sound: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """One key of a row: which of the row's cells it fills, from a value (``parse``) or a reference to another row."""

    at: int
    field: AnyField
    parse: Parse | None = None
    reference: Reference | None = None


class Shape:
    """The cells of one kind: parents' numbers, audience, values with their spans, references, a document's file."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.columns: list[str] = [f"{parent}_number" for parent in kind.parents]
        self.blank: list[Cell] = [None] * len(kind.parents)
        self.audience = len(self.columns)
        self._add(("audience",), ("0",))
        self.slots: Mapping[str, Slot] = {**self._value_slots(), **self._reference_slots()}
        self.file = len(self.columns)
        if kind.model is Document:
            self._add(FROM_FILE, (None, "", None))
        self.others = frozenset(kind.keys) - frozenset(self.slots)
        self.required = kind.required
        self.citable = frozenset(kind.model.declared.citable())

    @cached_property
    def listed(self) -> frozenset[str]:
        """Fields of which a source can only say that there are none."""
        return frozenset(self.kind.lists)

    def _add(self, columns: tuple[str, ...], blank: tuple[Cell, ...]) -> int:
        at = len(self.columns)
        self.columns.extend(columns)
        self.blank.extend(blank)
        return at

    def _value_slots(self) -> dict[str, Slot]:
        spans = self.kind.spans()
        slots = {}
        for key, field in self.kind.values.items():
            columns = (str(field.column), spans[key]) if key in spans else (str(field.column),)
            slots[key] = Slot(at=self._add(columns, default_of(field)), field=field, parse=parser_of(field))
        return slots

    def _reference_slots(self) -> dict[str, Slot]:
        return {
            key: Slot(at=self._add((reference.column,), (None,)), field=reference.field, reference=reference)
            for key, reference in self.kind.references.items()
        }


def shapes() -> dict[str, Shape]:
    """The shape of every kind; parsed values are remembered as long as these live."""
    return {name: Shape(kind) for name, kind in KINDS.items()}


def citation_parser(name: str) -> Parse:
    """How a citation's own values are read."""
    field: Any = Citation._meta.get_field(name)
    return parser_of(field)
