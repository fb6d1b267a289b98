"""What an act would change, body by body, before anybody does it. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from publication.actions import fingerprint, planned_hold
from publication.models import PublishedBody
from publication.planning import plan
from publication.ready import Plan, Step
from publication.subjects import Subject
from publication.vocabulary import AUDIENCES, Kind, Operation
from sources.history import acting
from sources.vocabulary import Audience


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One record as one audience reads it now and would read it then; None where it does not read it at all."""

    audience: Audience
    operation: Operation
    kind: Kind
    id: UUID
    name: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """All that would change. ``fingerprint`` goes to ``publish`` as ``previewed``."""

    differences: tuple[Difference, ...]
    fingerprint: str


def preview(subjects: Iterable[Subject], *, leaving: Iterable[Subject] = ()) -> Preview:
    """What publishing ``subjects``, or withdrawing ``leaving``, would change."""
    return _told(plan(subjects, leaving=leaving))


def preview_hold(subjects: Iterable[Subject], *, actor: str) -> Preview:
    """What holding ``subjects`` and taking back what is out would change: tried, looked at and undone."""
    with acting(actor=actor):
        before = transaction.savepoint()
        found, _settled = planned_hold(list(subjects), reason="looked at")
        transaction.savepoint_rollback(before)
    return _told(found)


def _told(found: Plan) -> Preview:
    steps = [step for audience in AUDIENCES for step in found.of(audience)]
    hashes = {step.before.hash for step in steps if step.before}
    earlier = {bytes(body.hash): body.body for body in PublishedBody.objects.filter(pk__in=hashes)}
    return Preview(differences=tuple(_difference(step, earlier) for step in steps), fingerprint=fingerprint(found))


def _difference(step: Step, earlier: dict[bytes, str]) -> Difference:
    return Difference(
        audience=step.audience,
        operation=step.operation,
        kind=Kind(step.subject.kind),
        id=step.subject.id,
        name=step.name,
        before=orjson.loads(earlier[step.before.hash]) if step.before else None,
        after=orjson.loads(step.ready.written) if step.ready else None,
    )
