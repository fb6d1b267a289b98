"""One row while it is read: its cells, what it says of itself, and whether anything in it was refused."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from django_countries import countries

from intake.cells import WRONG, Cell, NotAccepted, audience_of, shown
from intake.kinds import TOP
from intake.notes import Entry, Notes, Plain
from intake.refusals import Refusals
from intake.shapes import Row, Shape, Slot

COUNTRY_CODE = 2
"""A reference to a place that is this many capital letters means a country's place."""


@dataclass(frozen=True, slots=True)
class Own:
    """What a row says of a field: its canonical text, or the kind and key of the row that it refers to."""

    text: str
    to: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Above:
    """What a row inherits from the one that it hangs on. ``local``: full keys by kind and by the key in the list."""

    number: int
    key: str
    parent: str
    audience: int | None
    local: Mapping[str, Mapping[str, str]]
    lists: Mapping[str, str]


@dataclass(kw_only=True, slots=True)
class Draft:
    """A row in the making. ``first`` is the key that names it, which is no value."""

    entry: Entry
    mapping: dict[str, Plain]
    shape: Shape
    number: int
    key: str
    first: str
    above: Above | None
    refusals: Refusals
    countries: dict[str, tuple[int, int]]
    audience: int | None = None
    sound: bool = True
    cells: list[Cell] = field(default_factory=list)
    own: dict[str, Own] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def refuse(self, message: str, *, key: str = "", within: dict[str, Plain] | None = None) -> None:
        """Refuse what a key of the row (or of a mapping inside it) says; the row goes on without it."""
        self.sound = False
        mapping = self.mapping if within is None else within
        named = f"{key}: " if key else ""
        self.refusals.add(self.entry.name, self.entry.line_of(mapping, key), named + message)

    def fill(self) -> None:
        """Read every key of the mapping."""
        shape = self.shape
        self.cells = shape.blank.copy()
        if self.above:
            self.cells[shape.kind.parents.index(self.above.parent)] = str(self.above.number)
        self._inherit()
        for key, value in self.mapping.items():
            slot = shape.slots.get(key)
            if key == self.first:
                continue
            if slot is None:
                if key not in shape.others:
                    self._unknown(key)
            elif self.above and key == self.above.parent:
                self.refuse("this row stands below it already. Expected no such key.", key=key)
            else:
                self._fill_slot(key, value, slot)

    def put(self, key: str, text: str) -> None:
        """Give a value that the file does not state in the key's own place."""
        self._fill_slot(key, text, self.shape.slots[key])

    def require(self) -> None:
        """Refuse what the row lacks."""
        for key in self.shape.required:
            if not self.cells[self.shape.slots[key].at] and not self.mapping.get(key):
                self.refuse(f"{key} is missing. A row of this kind needs {' and '.join(self.shape.required)}.")

    def row(self) -> Row:
        """The row, done."""
        return Row(
            kind=self.shape.kind.name,
            number=self.number,
            key=self.key,
            file=self.entry.file,
            line=self.entry.line_of(self.mapping),
            lines=json.dumps(self.lines) if self.lines else None,
            sound=self.sound,
            cells=tuple(self.cells),
        )

    def _inherit(self) -> None:
        stated = self.mapping.get("audience")
        if stated is not None:
            try:
                self.audience = audience_of(str(stated))
            except NotAccepted as refused:
                self.refuse(str(refused), key="audience")
        elif self.above:
            self.audience = self.above.audience
        self.cells[self.shape.audience] = str(self.audience or 0)

    def _fill_slot(self, key: str, value: Plain, slot: Slot) -> None:
        text = plain_text(value)
        if text is None:
            self.refuse("found a list, a mapping or null. Expected a plain text.", key=key)
        elif text:
            try:
                said = self._parse(key, text, slot)
            except WRONG as refused:
                self.refuse(str(refused), key=key)
            else:
                self.own[key] = said

    def _parse(self, key: str, text: str, slot: Slot) -> Own:
        if slot.parse:
            parsed = slot.parse(text)
            self.cells[slot.at : slot.at + len(parsed.cells)] = parsed.cells
            return Own(parsed.text)
        said = self.reference(text, slot)
        self.cells[slot.at] = said.text
        if isinstance(self.mapping, Notes):
            self.lines[key] = self.entry.line_of(self.mapping, key)
        return said

    def reference(self, text: str, slot: Slot) -> Own:
        """The full key that a reference means. :raises NotAccepted: for two capital letters that are no country."""
        to = slot.reference.to if slot.reference else ""
        if to == "place" and len(text) == COUNTRY_CODE and text.isupper():
            if text not in countries.countries:
                message = f"{shown(text)} is not a country. Expected a code of ISO 3166-1, or the key of a place."
                raise NotAccepted(message)
            self.countries.setdefault(text, (self.entry.file, self.entry.line_of(self.mapping)))
        elif self.above and to in self.above.lists:
            beside = self.above.local.get(to, {}).get(text)
            if beside or to not in TOP:
                return Own(beside or f"{self.above.key}/{self.above.lists[to]}/{text}", to)
        return Own(text, to)

    def _unknown(self, key: str) -> None:
        known = [k for k in self.shape.kind.keys if not (self.above and k == self.above.parent)]
        near = get_close_matches(key, known, n=1)
        meant = f" Did you mean {shown(near[0])}?" if near else ""
        kind = self.shape.kind.name.replace("_", " ")
        self.refuse(f"{shown(key)} is not a key of a {kind}.{meant} Expected one of: {', '.join(known)}.", key=key)


def plain_text(value: Plain) -> str | None:
    """A value as text; JSON's true and false are read as words. None for whatever is no text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return None
