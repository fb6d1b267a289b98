"""What hangs on a record that is merged away, foreign key by foreign key, and what becomes of each.

A test walks the models and fails when one is missing here: whoever adds a table that points at persons decides it here.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from people.models import (
    Citation,
    Condition,
    Destination,
    Detention,
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
)
from people.stated import model_field
from sources.record import Record


@dataclass(frozen=True, kw_only=True, slots=True)
class Hanging:
    """Rows of ``model`` that point at the record with their foreign key ``by``.

    ``same``: a row of the survivor's that is equal in these fields, none of ``needs`` empty, is the same row told twice
    to the same circle (``always``: to whatever circle); it takes over what hangs on the other one, which stays.
    ``apart``: another key of the row; rows that point at the survivor with it would say something of one person with
    themselves, and stay.
    """

    model: type[Record]
    by: str
    same: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    always: bool = False
    apart: str = ""

    def rows(self, former: Record, survivor: Record) -> QuerySet[Record]:
        """What is carried over, locked."""
        rows: QuerySet[Record] = self.model._default_manager.select_for_update().filter(**{self.by: former.pk})
        rows = rows.exclude(**{self.apart: survivor.pk}) if self.apart else rows
        return rows.order_by("pk")

    def twin(self, row: Record, survivor: Record) -> Record | None:
        """The survivor's row that says the same."""
        if not self.same or any(getattr(row, name) in (None, "") for name in self.needs):
            return None
        columns = [model_field(self.model, name).attname for name in self.same]
        known = {column: getattr(row, column) for column in columns}
        equal = {f"{name}__isnull" if value is None else name: value is None or value for name, value in known.items()}
        rows: QuerySet[Record] = self.model._default_manager.select_for_update().filter(**{self.by: survivor.pk})
        return rows.filter(**equal).order_by("-audience", "pk").first()


def _only_citations(target: str) -> tuple[Hanging, ...]:
    return (Hanging(model=Citation, by=target),)


_EPISODE = ("began", "ended", "time_held", "place", "authority", "form", "circumstances")
_RECOGNISED = ("kind", "title", "organisation", "status", "date", "reason")

HANGING: dict[type[Record], tuple[Hanging, ...]] = {
    Person: (
        Hanging(model=Name, by="person", same=("text", "language", "script")),
        Hanging(model=Identifier, by="person", same=("scheme", "value")),
        Hanging(model=Nationality, by="person", same=("country",)),
        Hanging(model=Role, by="person", same=("kind", "title", "organisation", "began", "ended", "remark")),
        Hanging(model=Relationship, by="person", same=("other", "kind", "remark"), apart="other"),
        Hanging(model=Relationship, by="other", same=("person", "kind", "remark"), apart="person"),
        Hanging(model=Recognition, by="person", same=_RECOGNISED),
        # Episodes before releases, which point at them.
        Hanging(model=Detention, by="person", same=_EPISODE, needs=("began",)),
        Hanging(model=Release, by="person", same=("event",), needs=("event",), always=True),
        Hanging(model=EventPart, by="person", same=("event", "part", "remark")),
        Hanging(
            model=Statement, by="speaker_person", same=("event", "medium", "occasion", "wording"), needs=("wording",)
        ),
        Hanging(model=Citation, by="person"),
        Hanging(model=Citation, by="attributed_person"),
    ),
    Name: _only_citations("name"),
    Identifier: _only_citations("identifier"),
    Nationality: _only_citations("nationality"),
    Role: _only_citations("role"),
    Relationship: _only_citations("relationship"),
    Recognition: _only_citations("recognition"),
    EventPart: _only_citations("event_part"),
    Statement: _only_citations("statement"),
    Detention: (
        Hanging(model=Ground, by="detention"),
        Hanging(model=Sentence, by="detention"),
        Hanging(model=Condition, by="detention"),
        Hanging(model=Release, by="detention"),
        *_only_citations("detention"),
    ),
    Release: (Hanging(model=Destination, by="release"), *_only_citations("release")),
}
"""By what is merged, or is told twice."""

LEFT = {
    "people.merge.survivor": "the trace itself; chains are followed",
    "people.merge.former": "the trace itself",
    "people.hold.person": "stays where it was placed, and is placed on the other record too",
    "people.namekeys.person": "made anew from the names of both",
    "people.renamedperson.person": "written by the trigger that sees names move",
    "people.judgement.one": "was judged of that record; whoever is different from it is not asked about again",
    "people.judgement.other": "the same",
    "people.suspectedpair.one": "waits unseen while one of the two is merged away",
    "people.suspectedpair.other": "the same",
    "people.comparedperson.person": "whose names moved is compared again, by fingerprint",
}
"""Foreign keys that stay as they are, and why."""

FILLED: dict[type[Record], tuple[str, ...]] = {
    Person: ("gender", "born", "died"),
    Release: ("detention", "date", "mode", "forced_exile", "circumstances"),
}
"""Values that are taken over where the survivor's row has none."""
