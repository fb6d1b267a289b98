"""Who was merged into whom, at whatever remove, by merges that stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from publication.rendering.asking import ask

FORMERS_SQL = """
WITH RECURSIVE down AS (
  SELECT survivor_id AS person, former_id AS former FROM people_merge
  WHERE survivor_id = ANY(%(persons)s) AND undone IS NULL
  UNION
  SELECT down.person, m.former_id FROM down JOIN people_merge m ON m.survivor_id = down.former AND m.undone IS NULL
)
SELECT person, former FROM down
UNION
SELECT NULL, former_id FROM people_merge WHERE former_id = ANY(%(persons)s) AND undone IS NULL
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Formers:
    """By survivor whoever was merged into them, and those among the persons asked for who were merged themselves."""

    by_survivor: Mapping[UUID, Sequence[UUID]]
    merged: frozenset[UUID]
    known: frozenset[UUID]
    """Everybody who was merged into any of the persons."""


def formers_of(persons: Collection[UUID]) -> Formers:
    """One query; none for nobody."""
    found: dict[UUID, list[UUID]] = {}
    merged = set()
    for survivor, former in ask(FORMERS_SQL, {"persons": list(persons)}) if persons else ():
        if survivor is None:
            merged.add(former)
        else:
            found.setdefault(survivor, []).append(former)
    known = frozenset[UUID]().union(*found.values())
    return Formers(by_survivor=found, merged=frozenset(merged), known=known)
