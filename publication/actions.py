"""The verbs of this room: what leaves the house, and what is taken back. Every act holds the publishing lock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils import timezone

from people.models import Hold
from publication.four_eyes import refuse_own_edits
from publication.models import Act
from publication.outgoing import write
from publication.planning import plan
from publication.ready import Before, Plan, Ready, Step
from publication.refusals import DocumentsFollow, PlanChanged, StillBeingEdited
from publication.rendering.holds import passages_about
from publication.settling import lock, settle, touched_in
from publication.standing import members, merges_of
from publication.subjects import MODELS, Subject, by_kind
from publication.vocabulary import Kind, Operation, Verb
from sources.history import acting
from sources.vocabulary import Audience

TRIES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One thing that an act changed."""

    audience: Audience
    operation: Operation
    kind: Kind
    id: UUID
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What an act changed; ``unchanged`` counts records that stayed as they were for some audience."""

    lines: tuple[Line, ...] = ()
    unchanged: int = 0
    act: UUID | None = None

    @property
    def counts(self) -> dict[Audience, dict[Operation, int]]:
        """How many lines of each operation, by audience."""
        found: dict[Audience, Counter[Operation]] = {}
        for line in self.lines:
            found.setdefault(line.audience, Counter())[line.operation] += 1
        return {audience: dict(counted) for audience, counted in found.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """How a run over everything plans its batches; an act of the staff leaves it as it is."""

    with_members: bool = True
    documents_anew: bool = True


AS_STAFF = Run()


def publish(
    subjects: Iterable[Subject],
    *,
    actor: str,
    reason: str = "",
    previewed: str | None = None,
    run: Run = AS_STAFF,
) -> Outcome:
    """Let the audiences read the subjects as they are now, with members, documents and what changes along.

    What an audience may not see any more is withdrawn from it. ``previewed``: the ``fingerprint`` of the plan that was
    looked at. :raises FourEyes: when the actor is the last editor. :raises PlanChanged: when the plan is another one.
    """
    wanted = list(subjects)

    def planned(until: int | None) -> Plan:
        return plan(wanted, edits_until=until, with_members=run.with_members, documents_anew=run.documents_anew)

    with acting(actor=actor, reason=reason):
        lock()
        found, considered = _settled(planned)
        if previewed is not None and fingerprint(found) != previewed:
            raise PlanChanged(PlanChanged.__doc__)
        refuse_own_edits(found, actor=actor)
        return _carry_out(found, considered, verb=Verb.PUBLISH, actor=actor, reason=reason)


def withdraw(subjects: Iterable[Subject], *, actor: str, reason: str) -> Outcome:
    """Take persons and events, and their names in the bodies of others, away from every audience at once.

    :raises DocumentsFollow: for a document, which leaves with the last body that quotes it.
    """
    leaving = list(subjects)
    if any(subject.kind == Kind.DOCUMENT for subject in leaving):
        raise DocumentsFollow(DocumentsFollow.__doc__)
    with acting(actor=actor, reason=reason):
        lock()
        found, considered = _settled(lambda until: plan([], leaving=leaving, edits_until=until))
        return _carry_out(found, considered, verb=Verb.WITHDRAW, actor=actor, reason=reason)


def place_hold(
    subjects: Iterable[Subject],
    *,
    actor: str,
    reason: str,
    placed_by: Any = None,
    withdraw_now: bool = True,
    place: Callable[[], None] | None = None,
) -> Outcome:
    """Keep the subjects out of every new publication; ``withdraw_now``: take back what is out, members included.

    ``place`` writes the holds where a form has made them already.
    """
    held = list(subjects)
    with acting(actor=actor, reason=reason):
        found, considered = planned_hold(held, reason=reason, placed_by=placed_by, place=place)
        if not withdraw_now:
            return Outcome()
        return _carry_out(found, considered, verb=Verb.HOLD, actor=actor, reason=reason)


def planned_hold(
    held: Collection[Subject], *, reason: str, placed_by: Any = None, place: Callable[[], None] | None = None
) -> tuple[Plan, int]:
    """Place the holds under the lock; returns what taking back all they cover would change, and its settling."""
    lock()
    before = settle()
    if place is not None:
        place()
    else:
        for subject in held:
            Hold.objects.create(**{subject.kind: _row(subject)}, reason=reason, placed_by=placed_by)
    survivors = _survivors(held) - set(held)
    for subject in survivors:
        Hold.objects.create(person_id=subject.id, reason=reason, placed_by=placed_by)
    covered = {*survivors, *(Subject(Kind.PERSON, one) for one in members(by_kind(held)[Kind.EVENT]))}
    silenced = passages_about([subject.id for subject in held])
    return _settled(
        lambda until: plan([], leaving={*held, *covered}, silenced=silenced, edits_until=until), edits_until=before
    )


def lift_holds(subjects: Iterable[Subject], *, actor: str, reason: str = "", lifted_by: Any = None) -> int:
    """Lift the holds on the subjects, and on whom they were merged into; nothing is published by that. How many."""
    with acting(actor=actor, reason=reason):
        lock()
        asked = set(subjects)
        asked |= _survivors(asked)
        holds = [hold for subject in asked for hold in Hold.objects.active().filter(**{subject.kind: subject.id})]
        for hold in holds:
            hold.lifted, hold.lifted_by = timezone.now(), lifted_by
            hold.save()
        return len(holds)


def _survivors(subjects: Collection[Subject]) -> set[Subject]:
    """Into whom persons were merged: they are that person, so a hold on a former record is one on them."""
    persons = by_kind(subjects)[Kind.PERSON]
    return {Subject(Kind.PERSON, last) for former, last in merges_of(persons).items() if former in persons}


def fingerprint(found: Plan) -> str:
    """The same for two plans that change the same in the same way."""
    told = sorted(
        f"{step.audience}/{step.operation}/{step.subject.id}/{_hex(step.before)}/{_hex(step.ready)}"
        for step in found.steps
    )
    return sha256("\n".join(told).encode()).hexdigest()


def _hex(body: Before | Ready | None) -> str:
    return body.hash.hex() if body else ""


def _settled(planned: Callable[[int | None], Plan], *, edits_until: int | None = None) -> tuple[Plan, int]:
    """A plan that no write came between while it was made, and up to which settling it has considered everything.

    ``planned`` is told up to where touches are edits of others. :raises StillBeingEdited: when writes keep coming.
    """
    number = settle()
    until: int | None = edits_until or number
    for _try in range(TRIES):
        found = planned(until)
        # What came between is somebody's edit; nothing tells it from the act's own touches any more.
        until = None
        considered = settle()
        if not touched_in(considered, found.reads() | {step.subject.id for step in found.steps}):
            return found, considered
    raise StillBeingEdited(StillBeingEdited.__doc__)


def _carry_out(found: Plan, considered: int, *, verb: Verb, actor: str, reason: str) -> Outcome:
    act = Act(verb=verb, actor=actor, reason=reason)
    write(found, act=act, considered=considered)
    return Outcome(
        lines=tuple(_line(step) for step in found.steps),
        unchanged=len({ready.subject for _audience, ready in found.unchanged}),
        act=act.pk if found.steps else None,
    )


def _line(step: Step) -> Line:
    return Line(
        audience=step.audience,
        operation=step.operation,
        kind=Kind(step.subject.kind),
        id=step.subject.id,
        name=step.name,
    )


def _row(subject: Subject) -> Any:
    return MODELS[subject.kind].objects.get(pk=subject.id)
