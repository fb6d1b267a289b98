"""The list “Unpublished changes”: candidates page by page, of which those are shown that would really change."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from people.models import Hold
from publication.admin.foreseen import address_of
from publication.four_eyes import last_edits
from publication.pending import Why, candidates, pending
from publication.subjects import MODELS, Subject, by_kind
from publication.vocabulary import Kind
from sources.actors import names_of
from sources.admin_record import visible

SHOWN = 100
"""Candidates looked at for one page."""
DEEPEST = 50
"""As many pages can be turned; beyond them it is work for ./manage.py publish."""
COUNTED = 100
"""The front page counts no further."""
KINDS = (Kind.PERSON, Kind.EVENT)


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A person or an event that publishing would change; ``edited_by`` is empty where no history tells."""

    subject: Subject
    record: Any
    page: str
    why: Why
    held: bool
    edited_by: str
    edited_at: datetime | None

    @property
    def key(self) -> str:
        """As forms carry it."""
        return f"{self.subject.kind}:{self.subject.id}"


def waiting(request: HttpRequest, kinds: Sequence[Kind], *, page: int) -> tuple[list[Waiting], bool]:
    """The rows of a page (the first is 1), and whether there is another page."""
    end = page * SHOWN
    found = candidates(kinds, limit=end + 1)
    return _rows(request, pending(found[end - SHOWN : end])), len(found) > end and page < DEEPEST


def counted() -> tuple[int, bool]:
    """How many wait, and whether there are more; who was never published surely does."""
    found = candidates(KINDS, limit=COUNTED + 1)
    known = [(subject, why) for subject, why in found[:COUNTED] if why != Why.NEW]
    return len(found[:COUNTED]) - len(known) + len(pending(known)), len(found) > COUNTED


def _rows(request: HttpRequest, found: dict[Subject, Why]) -> list[Waiting]:
    records = {
        Subject(kind, record.pk): record
        for kind, ids in by_kind(found).items()
        if ids
        for record in visible(MODELS[kind], request).filter(pk__in=ids)
    }
    held = _held(records)
    edits = last_edits(records)
    called = names_of(actor for actor, _at in edits.values())
    return [
        Waiting(
            subject=subject,
            record=records[subject],
            page=address_of(subject),
            why=why,
            held=subject in held,
            edited_by=called[edits[subject][0]] if subject in edits else "",
            edited_at=edits[subject][1] if subject in edits else None,
        )
        for subject, why in found.items()
        if subject in records
    ]


def _held(subjects: Collection[Subject]) -> set[Subject]:
    """Those that a hold keeps back: their own, or one on an event that a person came out with."""
    ids = by_kind(subjects)
    holds = Hold.objects.active()
    own = {Kind.PERSON: holds.filter(person__in=ids[Kind.PERSON]), Kind.EVENT: holds.filter(event__in=ids[Kind.EVENT])}
    found = {Subject(kind, pk) for kind, rows in own.items() for pk in rows.values_list(kind.value, flat=True)}
    through = holds.filter(event__releases__person__in=ids[Kind.PERSON])
    return found | {Subject(Kind.PERSON, pk) for pk in through.values_list("event__releases__person", flat=True)}
