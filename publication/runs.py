"""Publishing of very many: batch by batch with flat memory, each batch an act of its own, so that a run can be killed.

Events go out first, so that persons can name them; then persons; then whatever has come to be named by that, until
nothing changes any more; documents last, with every passage that is quoted by then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import Error as AnyDatabaseError
from django.db import connection
from django.db.models import QuerySet

from publication.actions import Run, publish
from publication.models import PublishedRecord
from publication.pending import come_to_pass, touched
from publication.planning import plan
from publication.refusals import PublicationRefused
from publication.settling import forget_considered, forget_old_changes, lock, settle
from publication.subjects import MODELS, Subject
from publication.vocabulary import Kind, Operation
from sources.history import acting
from sources.vocabulary import Audience

BATCH = {Kind.EVENT: 50, Kind.PERSON: 1000, Kind.DOCUMENT: 500}
ROUNDS = 5
"""Naming one another settles in two rounds or three; more would be a fault, which the next run would meet again."""
ALL = Run(with_members=False, documents_anew=False)
ALL_DOCUMENTS = Run(with_members=False, documents_anew=True)
BLAMED = 5
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
    """How many records a run changed, by audience and by what became of them in the end."""

    counts: Counter[tuple[Audience, Operation]] = field(default_factory=Counter)


def publish_all(*, kinds: Iterable[Kind], actor: str, reason: str, tell: Tell, dry_run: bool = False) -> Tally:
    """Publish everything of the kinds that some audience may read, and take back what it may not read any more.

    Where a record cannot be made its batch is not published, the run ends there, and a note on the error names it.
    """
    wanted: list[Kind] = [kind for kind in (Kind.EVENT, Kind.PERSON) if kind in set(kinds)]
    if dry_run:
        return _foreseen(wanted, tell=tell)
    acts: list[UUID] = []
    go = partial(_run, acts=acts, actor=actor, reason=reason, tell=tell)
    # What an import touched concerns nobody as long as nothing of it is published.
    _forget(actor=actor, reason=reason)
    for kind in wanted:
        go(everything(kind), kind)
    _settle_down(wanted, go)
    go(everything(Kind.DOCUMENT), Kind.DOCUMENT)
    _forget(actor=actor, reason=reason)
    return Tally(counts=_counted(acts))


def publish_some(subjects: Iterable[Subject], *, actor: str, reason: str, tell: Tell, dry_run: bool = False) -> Tally:
    """Publish the subjects as staff would, with members and documents, in one act."""
    wanted = list(subjects)
    changed = plan(wanted).steps if dry_run else publish(wanted, actor=actor, reason=reason).lines
    tell("records", len(wanted))
    return Tally(counts=Counter((one.audience, one.operation) for one in changed))


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


def _settle_down(kinds: list[Kind], go: Callable[[Iterable[Subject], Kind], None]) -> None:
    for _round in range(ROUNDS):
        concerned = [*touched(kinds), *(come_to_pass() if Kind.PERSON in kinds else [])]
        if not concerned:
            return
        for kind in kinds:
            go((subject for subject in concerned if subject.kind == kind), kind)


def _run(subjects: Iterable[Subject], kind: Kind, *, acts: list[UUID], actor: str, reason: str, tell: Tell) -> None:
    run = ALL_DOCUMENTS if kind == Kind.DOCUMENT else ALL
    for batch in _batches(subjects, BATCH[kind]):
        try:
            outcome = publish(batch, actor=actor, reason=reason, run=run)
        except PublicationRefused:
            raise
        except Exception as error:
            error.add_note(f"This batch was not published: {kind}s {batch[0].id} to {batch[-1].id}.")
            for subject in _blamed(batch, error):
                error.add_note(f"This one cannot be made: {kind} {subject.id}.")
            raise
        acts.extend([outcome.act] if outcome.act else [])
        tell(f"{kind.label}s", len(batch))


def _blamed(batch: list[Subject], error: Exception) -> Iterator[Subject]:
    """The first few that fail by themselves in the same way; where the database fails nobody is to blame."""
    return islice((s for s in batch if _fails(s, type(error))), 0 if isinstance(error, AnyDatabaseError) else BLAMED)


def _fails(subject: Subject, error: type[Exception]) -> bool:
    try:
        plan([subject], with_members=False, documents_anew=False)
    except error:
        return True
    return False


def _counted(acts: list[UUID]) -> Counter[tuple[Audience, Operation]]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [acts])
        return Counter({(Audience(one), Operation(operation)): n for one, operation, n in cursor.fetchall()})


def _foreseen(kinds: list[Kind], *, tell: Tell) -> Tally:
    """What a run over the kinds would change. Every batch is planned as if all others were published already."""
    tally = Tally()
    others: dict[tuple[Audience, Subject], Operation] = {}
    for kind in kinds:
        for batch in _batches(everything(kind), BATCH[kind]):
            own = set(batch)
            steps = plan(batch, with_members=False, joining=kinds).steps
            tally.counts.update((step.audience, step.operation) for step in steps if step.subject in own)
            # Whoever is of these kinds comes with a batch of their own; documents come with several.
            others |= {(s.audience, s.subject): s.operation for s in steps if s.subject.kind not in kinds}
            tell(f"{kind.label}s", len(batch))
    tally.counts.update((audience, operation) for (audience, _subject), operation in others.items())
    return tally


def _batches(subjects: Iterable[Subject], size: int) -> Iterator[list[Subject]]:
    remaining = iter(subjects)
    while batch := list(islice(remaining, size)):
        yield batch
