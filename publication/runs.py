"""Publishing of very many: batch by batch with flat memory, each batch an act of its own, so that a run can be killed.

Events go out first, so that persons can name them; then persons; then whatever has come to be named by that, until
nothing changes any more; documents last, with every passage that is quoted by then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from django.db import connection

from publication.actions import Run, publish
from publication.batches import Batch, apart, everything
from publication.halving import Failed, in_parts
from publication.pending import come_to_pass, touched
from publication.planning import plan
from publication.settling import forget, settle_indexes
from publication.subjects import Subject
from publication.vocabulary import Kind, Operation
from sources.collecting import collecting_paused
from sources.vocabulary import Audience

ROUNDS = 5
"""Naming one another settles in two rounds or three; more would be a fault, which the next run would meet again."""
ALL = Run(with_members=False, documents_anew=False)
ALL_DOCUMENTS = Run(with_members=False, documents_anew=True)
MOST_FAILED = 100
"""More than that is no fault of single records."""
Tell = Callable[[str, int], None]
"""Is told what is being published, and how many more were looked at."""
# Events and documents change more than once in a run; they are counted by what became of them.
COUNTED = """
SELECT audience, operation, count(*) FROM (
  SELECT DISTINCT ON (audience, record) audience, operation FROM publication_change WHERE act = ANY (%s)
  ORDER BY audience, record, position DESC) AS last
GROUP BY audience, operation
"""


@dataclass(kw_only=True)
class Tally:
    """How many records a run changed, by audience and by what became of them; and which it could not make."""

    counts: Counter[tuple[Audience, Operation]] = field(default_factory=Counter)
    failed: Failed = field(default_factory=dict)


def publish_all(*, kinds: Iterable[Kind], actor: str, reason: str, tell: Tell, dry_run: bool = False) -> Tally:
    """Publish everything of the kinds that some audience may read, and take back what it may not read any more.

    Where a body cannot be made its record stays as it is for every audience, and all others go on; the tally names it.
    :raises CannotBeMade: when that is so of more than ``MOST_FAILED`` records, for then something else is at fault.
    """
    wanted: list[Kind] = [kind for kind in (Kind.EVENT, Kind.PERSON) if kind in set(kinds)]
    if dry_run:
        return _foreseen(wanted, tell=tell)
    acts: list[UUID] = []
    failed: Failed = {}
    go = partial(_run, acts=acts, failed=failed, actor=actor, reason=reason, tell=tell)
    # What an import touched concerns nobody as long as nothing of it is published.
    forget()
    for kind in wanted:
        go(everything(kind))
    _settle_down(wanted, go, failed)
    go(everything(Kind.DOCUMENT), run=ALL_DOCUMENTS)
    forget()
    settle_indexes()
    return Tally(counts=_counted(acts), failed=failed)


def publish_some(subjects: Iterable[Subject], *, actor: str, reason: str, tell: Tell, dry_run: bool = False) -> Tally:
    """Publish the subjects as staff would, with members and documents, in one act."""
    wanted = list(subjects)
    changed = plan(wanted).steps if dry_run else publish(wanted, actor=actor, reason=reason).lines
    tell("records", len(wanted))
    return Tally(counts=Counter((one.audience, one.operation) for one in changed))


def _settle_down(kinds: list[Kind], go: Callable[[Iterable[Batch]], None], failed: Failed) -> None:
    for _round in range(ROUNDS):
        found = [*touched(kinds), *(come_to_pass() if Kind.PERSON in kinds else [])]
        concerned = [subject for subject in found if subject not in failed]
        if not concerned:
            return
        for kind in kinds:
            go(apart(kind, (subject for subject in concerned if subject.kind == kind)))


def _run(
    batches: Iterable[Batch],
    *,
    acts: list[UUID],
    failed: Failed,
    actor: str,
    reason: str,
    tell: Tell,
    run: Run = ALL,
) -> None:
    def act(part: Batch) -> None:
        outcome = publish(part, actor=actor, reason=reason, run=run)
        acts.extend([outcome.act] if outcome.act else [])

    for batch in batches:
        with collecting_paused():
            in_parts(batch, act, failed, most=MOST_FAILED)
        tell(f"{batch[0].kind.label}s", len(batch))


def _counted(acts: list[UUID]) -> Counter[tuple[Audience, Operation]]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [acts])
        return Counter({(Audience(one), Operation(operation)): n for one, operation, n in cursor.fetchall()})


def _foreseen(kinds: list[Kind], *, tell: Tell) -> Tally:
    """What a run over the kinds would change. Every batch is planned as if all others were published already."""
    tally = Tally()
    others: dict[tuple[Audience, Subject], Operation] = {}

    def look(part: Batch) -> None:
        own = set(part)
        steps = plan(part, with_members=False, joining=kinds).steps
        tally.counts.update((step.audience, step.operation) for step in steps if step.subject in own)
        # Whoever is of these kinds comes with a batch of their own; documents come with several.
        others.update({(s.audience, s.subject): s.operation for s in steps if s.subject.kind not in kinds})

    for kind in kinds:
        for batch in everything(kind):
            in_parts(batch, look, tally.failed, most=MOST_FAILED)
            tell(f"{kind.label}s", len(batch))
    tally.counts.update((audience, operation) for (audience, _subject), operation in others.items())
    return tally
