"""The box “Publication” of a record's page: what is out, to whom, whether it still is what the record says."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from people.models import Hold, Person, Release
from publication.models import Act, Change, PublishedRecord
from publication.planning import plan
from publication.refusals import CannotBeMade
from publication.rendering.addresses import address
from publication.subjects import Subject, by_kind, subject_of
from publication.vocabulary import AUDIENCES, Kind
from sources.actors import names_of
from sources.rows import with_neighbours
from sources.vocabulary import Audience

logger = logging.getLogger(__name__)

LOGGED = 200
"""Lines of a record's log that are shown, the newest."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What one audience may read of a record; ``since`` is empty when that is nothing.

    ``broken``: no body can be made of the record as it is now, so whether anything has changed is not known.
    """

    audience: Audience
    since: datetime | None
    name: str
    address: str
    changed: bool
    broken: bool
    admitted: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Logged:
    """One line of a record's log: what became of it for the audiences, by whose act and why."""

    at: datetime
    who: str
    operation: str
    audiences: tuple[Audience, ...]
    reason: str


def standings_of(record: Any) -> list[Standing]:
    """One for each audience; a fixed number of queries."""
    subject = subject_of(record)
    changed, broken = _changed(subject)
    rows = {row.audience: row for row in PublishedRecord.objects.filter(_of(subject)).defer("brief", "search")}
    return [
        _standing(record, subject, rows.get(audience), audience=audience, changed=audience in changed, broken=broken)
        for audience in AUDIENCES
    ]


def is_out(subjects: Collection[Subject]) -> bool:
    """Whether anybody may read any of them."""
    wanted = Q(pk__in=[])
    for subject in subjects:
        wanted |= _of(subject)
    return PublishedRecord.objects.filter(wanted).exists()


def holds_on(record: Any) -> list[Hold]:
    """The holds that keep the record back: its own and, of a person, those on the events that it came out with."""
    wanted = Q(**{subject_of(record).kind.value: record.pk})
    if isinstance(record, Person):
        wanted |= Q(event__in=Release.objects.filter(person=record).values("event"))
    return _holds(wanted)


def own_holds(subjects: Collection[Subject]) -> list[Hold]:
    """The holds placed on any of the subjects themselves."""
    wanted = Q(pk__in=[])
    for kind, ids in by_kind(subjects).items():
        wanted |= Q(**{f"{kind.value}__in": ids})
    return _holds(wanted)


def why_untouched(record: Any) -> str:
    """Why publishing the record changes nothing."""
    if holds_on(record):
        return _("held back; while the hold stands, nothing of it goes out")
    if record.audience == Audience.INTERNAL:
        return _("its audience is internal: it is meant for staff only")
    if is_out([subject_of(record)]):
        return _("is published just as it stands in the record")
    return _("nothing of it may go out yet: see the audiences of the record and of its preferred name")


def log_of(record: Any, *, most: int = LOGGED) -> list[Logged]:
    """The newest lines of all feeds that tell of the record; what one act did alike for several is one line."""
    lines = Change.objects.filter(audience__in=AUDIENCES, record=record.pk).order_by("-at", "audience")
    return list(islice(_logged(list(lines[: most * len(AUDIENCES)])), most))


def _holds(wanted: Q) -> list[Hold]:
    return list(with_neighbours(Hold.objects.active().filter(wanted).order_by("placed")))


def _of(subject: Subject) -> Q:
    return Q(audience__in=AUDIENCES, kind=subject.kind, id=subject.id)


def _changed(subject: Subject) -> tuple[set[Audience], bool]:
    """For whom publishing the subject would change its own body, or take it away; and whether that cannot be told."""
    if not is_out([subject]):
        return set(), False
    try:
        steps = plan([subject], with_members=False, documents_anew=False).steps
    except CannotBeMade:
        # The page has to open all the same: somebody may be about to correct what the body is made from.
        logger.exception("A body cannot be made: %s %s", subject.kind, subject.id)
        return set(), True
    return {step.audience for step in steps if step.subject == subject}, False


def _standing(
    record: Any, subject: Subject, row: PublishedRecord | None, *, audience: Audience, changed: bool, broken: bool
) -> Standing:
    where: dict[Kind, Any] = {Kind.PERSON: "persons", Kind.EVENT: "events", Kind.DOCUMENT: "documents"}
    return Standing(
        audience=audience,
        since=row.published_at if row else None,
        name=row.name if row else "",
        address=address(where[subject.kind], subject.id) if row else "",
        changed=row is not None and changed,
        broken=row is not None and broken,
        admitted=record.audience >= audience,
    )


def _logged(lines: list[Change]) -> Iterable[Logged]:
    acts = Act.objects.in_bulk({line.act for line in lines})
    who = names_of(act.actor for act in acts.values())
    told: dict[tuple[UUID, str], list[Change]] = {}
    for line in lines:
        told.setdefault((line.act, line.operation), []).append(line)
    for (act_id, _operation), ones in told.items():
        act = acts.get(act_id)
        yield Logged(
            at=ones[0].at,
            who=who[act.actor] if act else "",
            operation=ones[0].get_operation_display(),
            audiences=tuple(Audience(one.audience) for one in ones),
            reason=act.reason if act else "",
        )
