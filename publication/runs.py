"""Publishing of very many: batch by batch with flat memory, each batch an act of its own, so that a run can be killed.

Events go out first, so that persons can name them; then persons; then whatever has come to be named by that, until
nothing changes any more; documents last, with every passage that is quoted by then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from publication.actions import Run, publish
from publication.models import PublishedRecord
from publication.pending import come_to_pass, touched
from publication.planning import plan
from publication.ready import Plan
from publication.settling import forget_considered, forget_old_changes, lock, settle
from publication.subjects import MODELS, Subject
from publication.vocabulary import Kind, Operation
from sources.history import acting
from sources.vocabulary import Audience

BATCH = {Kind.EVENT: 50, Kind.PERSON: 1000, Kind.DOCUMENT: 500}
ROUNDS = 5
"""Naming one another settles in two rounds or three; more would be a fault, which the next run would meet again."""
ALL = Run(with_members=False, documents_anew=False)
Tell = Callable[[str, int], None]
"""Is told what is being published, and how many more were looked at."""


@dataclass(kw_only=True)
class Tally:
    """What a run changed, by audience and operation."""

    counts: Counter[tuple[Audience, Operation]] = field(default_factory=Counter)

    def add(self, lines: Iterable[Any]) -> None:
        """Count the lines of an outcome or the steps of a plan."""
        self.counts.update((line.audience, line.operation) for line in lines)


def publish_all(*, kinds: Iterable[Kind], actor: str, reason: str, tell: Tell, dry_run: bool = False) -> Tally:
    """Publish everything of the kinds that some audience may read, and take back what it may not read any more."""
    wanted: list[Kind] = [kind for kind in (Kind.EVENT, Kind.PERSON) if kind in set(kinds)]
    tally = Tally()
    if not dry_run:
        # What an import touched concerns nobody as long as nothing of it is published.
        _forget(actor=actor, reason=reason)
    for kind in wanted:
        _run(everything(kind), kind, tally, actor=actor, reason=reason, tell=tell, dry_run=dry_run)
    if not dry_run:
        _settle_down(wanted, tally, actor=actor, reason=reason, tell=tell)
        _run(everything(Kind.DOCUMENT), Kind.DOCUMENT, tally, actor=actor, reason=reason, tell=tell, dry_run=False)
        _forget(actor=actor, reason=reason)
    return tally


def publish_some(subjects: Iterable[Subject], *, actor: str, reason: str, tell: Tell, dry_run: bool = False) -> Tally:
    """Publish the subjects as staff would, with members and documents, in one act."""
    tally, wanted = Tally(), list(subjects)
    tally.add(plan(wanted).steps if dry_run else publish(wanted, actor=actor, reason=reason).lines)
    tell("records", len(wanted))
    return tally


def everything(kind: Kind) -> Iterator[Subject]:
    """Every record of a kind in the order of ids; of documents those that are published, for nothing else leads out."""
    rows: QuerySet[Any] = MODELS[kind].objects.all()
    if kind == Kind.DOCUMENT:
        rows = rows.filter(pk__in=PublishedRecord.objects.filter(kind=Kind.DOCUMENT).values("id"))
    rows, size = rows.order_by("pk"), BATCH[kind]
    page = list(rows.values_list("pk", flat=True)[:size])
    while page:
        yield from (Subject(kind, pk) for pk in page)
        page = list(rows.filter(pk__gt=page[-1]).values_list("pk", flat=True)[:size])


def _forget(*, actor: str, reason: str) -> None:
    with acting(actor=actor, reason=reason):
        lock()
        settle()
        forget_considered()
        forget_old_changes()


def _settle_down(kinds: list[Kind], tally: Tally, *, actor: str, reason: str, tell: Tell) -> None:
    for _round in range(ROUNDS):
        concerned = [*touched(kinds), *(come_to_pass() if Kind.PERSON in kinds else [])]
        if not concerned:
            return
        for kind in kinds:
            again = (subject for subject in concerned if subject.kind == kind)
            _run(again, kind, tally, actor=actor, reason=reason, tell=tell, dry_run=False)


def _run(
    subjects: Iterable[Subject], kind: Kind, tally: Tally, *, actor: str, reason: str, tell: Tell, dry_run: bool
) -> None:
    run = Run(with_members=False, documents_anew=True) if kind == Kind.DOCUMENT else ALL
    for batch in _batches(subjects, BATCH[kind]):
        tally.add(_planned(batch, run).steps if dry_run else publish(batch, actor=actor, reason=reason, run=run).lines)
        tell(f"{kind.label}s", len(batch))


def _planned(batch: list[Subject], run: Run) -> Plan:
    return plan(batch, with_members=run.with_members, documents_anew=run.documents_anew)


def _batches(subjects: Iterable[Subject], size: int) -> Iterator[list[Subject]]:
    remaining = iter(subjects)
    while batch := list(islice(remaining, size)):
        yield batch
