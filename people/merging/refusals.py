"""Why two records are not merged, or not parted again: each sentence is meant for the one who tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from people.models import Detention, Person, Release


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """A row of which an undo would overwrite what was done since; ``by`` and ``at`` are empty where nobody is known."""

    table: str
    row: UUID
    kind: str
    label: str
    changed: str
    by: str = ""
    at: datetime | None = None

    def __str__(self) -> str:
        who = (
            _(" (by %(who)s, %(when)s UTC)") % {"who": self.by, "when": f"{self.at:%Y-%m-%d %H:%M}"} if self.at else ""
        )
        return f"{self.kind} “{self.label}”: {self.changed}{who}"


class MergeRefused(ValueError):
    """The two records cannot be merged, or not be parted, as things stand."""


class OnePersonTwice(MergeRefused):
    """A record is not merged into itself."""

    def __init__(self) -> None:
        super().__init__(_("A record is not merged into itself: choose another person."))


class AlreadyMerged(MergeRefused):
    """One of the two was merged away before; ``survivor`` is the record that stands for it."""

    def __init__(self, person: Person, survivor: Person) -> None:
        told = _("“%(person)s” was merged already, into “%(survivor)s” (%(slug)s). Merge with that record instead.")
        super().__init__(told % {"person": person, "survivor": survivor, "slug": survivor.slug})
        self.survivor = survivor


class ReleasesContradict(MergeRefused):
    """Both have a release in one event, and what these say cannot both be true."""

    def __init__(self, ours: Release, theirs: Release, fields: Sequence[str]) -> None:
        told = _(
            "Both have a release in “%(event)s”, and the two contradict each other (%(fields)s). "
            "Decide what is right, correct one of them, and merge then."
        )
        super().__init__(told % {"event": ours.event, "fields": ", ".join(fields)})
        self.releases = (ours, theirs)


class EndsContradict(MergeRefused):
    """Both have an episode that began on the same day, with ends that cannot both be true."""

    def __init__(self, ours: Detention, theirs: Detention) -> None:
        told = _(
            "Both were detained from %(began)s on, but one detention ended %(one)s and the other %(other)s. "
            "Decide what is right, correct one of them, and merge then."
        )
        super().__init__(told % {"began": ours.began, "one": ours.ended, "other": theirs.ended})
        self.detentions = (ours, theirs)


class AlreadyUndone(MergeRefused):
    """There is nothing left to undo."""

    def __init__(self) -> None:
        super().__init__(_("This merge was undone already."))


class MergedSince(MergeRefused):
    """A later merge rests on this one and has to be undone first."""

    def __init__(self, former: Person, survivor: Person) -> None:
        told = _("“%(former)s” was merged into “%(survivor)s” since, on top of this merge. Undo that one first.")
        super().__init__(told % {"former": former, "survivor": survivor})


class UndoRefused(MergeRefused):
    """What was done since the merge would be lost; ``conflicts`` says what, row by row."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        told = _("Nothing was undone, for later edits would be lost: %s.")
        super().__init__(told % "; ".join(str(one) for one in conflicts))
        self.conflicts = tuple(conflicts)
