"""Everything that the bodies of some records may need, whoever may see it: loaded once, and judged for each audience.

What an audience may not see is loaded too: a body depends on it, for it may be opened tomorrow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from publication.rendering.cited import Cited
from publication.rendering.rows import Row
from publication.vocabulary import Kind
from sources.derivations import Arrow
from sources.vocabulary import Audience

NO_ROWS: tuple[Row, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """Where a passage stands that is cited on a row of ``subject``, which a hold on ``held`` covers."""

    start: int
    end: int
    held: UUID


class Passage(NamedTuple):
    """A stretch of a document that published bodies quote."""

    id: UUID
    document: UUID
    audience: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """Rows by id (``persons`` to ``places``: everything that may be named) and what stands around them."""

    kind: Kind
    subjects: Mapping[UUID, Row]
    tree: Mapping[str, Mapping[UUID, Sequence[Row]]]
    """By relation and parent, in the order of bodies."""
    cited: Mapping[UUID, Sequence[Cited]]
    """By target."""
    persons: Mapping[UUID, Row]
    names: Mapping[UUID, Sequence[Row]]
    """By person, for whoever may be named."""
    events: Mapping[UUID, Row]
    organisations: Mapping[UUID, Row]
    places: Mapping[UUID, Row]
    around: Mapping[str, frozenset[str]]
    """The places around a place, as ids in text."""
    documents: Mapping[UUID, Row]
    arrows: Mapping[UUID, Sequence[Arrow]]
    releases: Mapping[UUID, Sequence[UUID]]
    """By person, all their releases and the events of these."""
    held: frozenset[UUID]
    """Events, documents and persons under a hold of their own."""
    stretches: Mapping[UUID, Sequence[Stretch]]
    """By document, what tells of somebody under a hold."""
    formers: Mapping[UUID, Sequence[UUID]]
    """By survivor, whoever was merged into them."""
    merged: frozenset[UUID]
    """Persons of whom only the survivor is known."""

    def under(self, relation: str, parent: UUID) -> Sequence[Row]:
        """The rows of a relation that hang on a row."""
        return self.tree[relation].get(parent, NO_ROWS)

    def is_open_to(self, person: UUID, audience: Audience) -> bool:
        """Whether the audience might know of a person, merged away or not: no narrower row, no hold of any kind."""
        if self.persons[person].audience < audience:
            return False
        if audience == Audience.INTERNAL or not self.held:
            return True
        return person not in self.held and self.held.isdisjoint(self.releases.get(person, ()))

    def is_withheld(self, audience: Audience, document: UUID, start: int, end: int) -> bool:
        """Whether a stretch of a document tells, in whole or in part, of somebody under a hold; not kept from staff."""
        if audience == Audience.INTERNAL or not self.stretches:
            return False
        return any(one.start < end and start < one.end for one in self.stretches.get(document, ()))
