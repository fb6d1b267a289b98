"""The status of a list's persons, and whether the sources conflict on what it rests on; a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from people.corroboration import corroborate
from people.models import Detention, Person, Release
from people.status import status_on
from people.vocabulary import Status
from sources.record import Record
from sources.vocabulary import Audience


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A person's status on a day; ``since`` as EDTF."""

    status: Status
    since: str | None
    conflicting: bool


def standings(persons: Sequence[UUID], *, day: date) -> dict[UUID, Standing]:
    """The status of each person as staff see it."""
    status = Person.objects.filter(pk__in=persons).order_by().annotate(told=status_on(day, Audience.INTERNAL))
    told = dict(status.values_list("pk", "told"))
    disputed = _disputed(UUID(one["id"]) for one in told.values() if one["id"])
    return {
        person: Standing(
            status=Status(one["value"]),
            since=one["since"],
            conflicting=one["id"] is not None and UUID(one["id"]) in disputed,
        )
        for person, one in told.items()
    }


def _disputed(ids: Iterable[UUID]) -> set[UUID]:
    """Those of the given releases and detentions on whose days the sources conflict."""
    asked = list(ids)
    releases = list(Release.objects.filter(pk__in=asked).select_related("event"))
    detentions = list(Detention.objects.filter(pk__in=asked).order_by())
    dated: list[tuple[UUID, Record, str]] = [
        *((r.pk, r.event, "date") for r in releases if r.event is not None and r.date is None),
        *((r.pk, r, "date") for r in releases),
        *((d.pk, d, field) for d in detentions for field in ("began", "ended")),
    ]
    said = corroborate({record.pk: record for _asked, record, _field in dated}.values())
    return {pk for pk, record, field in dated if (found := said.get((record.pk, field))) and found.conflicting}
