"""Two records of one person become one, and two again. Rules: DESIGN.md §3 and docs/decisions/0007-merging.md."""

from people.merging.actions import merge, undo
from people.merging.refusals import (
    AlreadyMerged,
    AlreadyUndone,
    Conflict,
    EndsContradict,
    MergedSince,
    MergeRefused,
    OnePersonTwice,
    ReleasesContradict,
    UndoRefused,
)

__all__ = [
    "AlreadyMerged",
    "AlreadyUndone",
    "Conflict",
    "EndsContradict",
    "MergeRefused",
    "MergedSince",
    "OnePersonTwice",
    "ReleasesContradict",
    "UndoRefused",
    "merge",
    "undo",
]
