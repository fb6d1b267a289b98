"""The verbs: merging two records of one person, and parting them again; each in one transaction with both locked."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from people.forms import PeopleForm
from people.merging.contradictions import refuse_contradictions
from people.merging.moving import Moving
from people.merging.parting import conflicts_of, crossing, refuse_later_merges, restore
from people.merging.refusals import AlreadyMerged, AlreadyUndone, Conflict, MergeRefused, OnePersonTwice, UndoRefused
from people.models import Hold, Merge, Person
from sources.history import acting
from sources.refusals import refusal_of


def merge(*, survivor: Person, former: Person, actor: str, reason: str) -> Merge:
    """Let everything that hangs on ``former`` hang on ``survivor``, whom nobody gets to see who did not before.

    Nothing is published by that. :raises OnePersonTwice, AlreadyMerged: when these two cannot be merged.
    :raises ReleasesContradict, EndsContradict: when a human must decide first.
    """
    with acting(actor=actor, reason=reason):
        kept, gone = _locked(survivor, former)
        refuse(survivor=kept, former=gone)
        moving = Moving(survivor=kept, former=gone)
        moving.carry_all()
        _hold_too(kept, as_on=gone)
        # Last, for its triggers look at what hangs on the two by now.
        return Merge.objects.create(survivor=kept, former=gone, reason=reason, moved=moving.changed)


def refuse(*, survivor: Person, former: Person) -> None:
    """Pass two records that may be merged. :raises MergeRefused: otherwise."""
    if survivor.pk == former.pk:
        raise OnePersonTwice
    for person in (former, survivor):
        if known := Merge.objects.filter(former=person, undone=None).first():
            raise AlreadyMerged(named(person), last_of(known.survivor))
    refuse_contradictions(survivor=survivor, former=former)


def undo(*, merge: Merge, actor: str, reason: str) -> Merge:
    """Move back exactly what was moved, with what was corrected in it since. Returns the merge, now undone.

    :raises AlreadyUndone, MergedSince: when there is nothing to undo, or a later merge to undo first.
    :raises UndoRefused: with the list, where edits made since would be lost.
    """
    with acting(actor=actor, reason=reason):
        kept, gone = _locked(merge.survivor, merge.former)
        known = Merge.objects.select_for_update().get(pk=merge.pk)
        _pass(known)
        _part(known, kept, gone)
        known.undone = timezone.now()
        known.save()
        return known


def why_not_undone(merge: Merge) -> MergeRefused | None:
    """Why an undo would be refused now, as far as that shows before it is tried."""
    try:
        with transaction.atomic():
            _pass(merge)
    except MergeRefused as refused:
        return refused
    return None


def _pass(merge: Merge) -> None:
    if merge.undone:
        raise AlreadyUndone
    refuse_later_merges(merge)
    if found := conflicts_of(merge):
        raise UndoRefused(found)


def _part(merge: Merge, kept: Person, gone: Person) -> None:
    try:
        with transaction.atomic():
            restore(merge)
    except IntegrityError as error:
        told = refusal_of(error, PeopleForm.refusals)
        conflict = Conflict(
            table=gone._meta.db_table, row=gone.pk, kind=str(gone._meta.verbose_name), label=str(gone), changed=told
        )
        raise UndoRefused([conflict]) from error
    if found := crossing(merge):
        raise UndoRefused(found)
    _hold_too(gone, as_on=kept)


def last_of(person: Person) -> Person:
    """The record that stands for a person by now, however often it was merged on."""
    while known := Merge.objects.filter(former=person, undone=None).select_related("survivor").first():
        person = known.survivor
    return named(person)


def named(person: Person) -> Person:
    """The person as sentences call them."""
    return Person.objects.with_name().get(pk=person.pk)


def _locked(survivor: Person, former: Person) -> tuple[Person, Person]:
    """Both as they are stored, locked in the order of their ids so that two merges cannot wait for each other."""
    ids = {survivor.pk, former.pk}
    rows = Person.objects.with_name().select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    found = {person.pk: person for person in rows}
    return found[survivor.pk], found[former.pk]


def _hold_too(person: Person, *, as_on: Person) -> None:
    """Place the holds of one record on the other: they are, or were, one person. None is ever lifted by this."""
    known = set(Hold.objects.active().filter(person=person).values_list("reason", flat=True))
    for hold in Hold.objects.active().filter(person=as_on).order_by("placed"):
        if hold.reason not in known:
            known.add(hold.reason)
            Hold.objects.create(
                person=person, reason=hold.reason, placed_by_id=hold.placed_by_id, audience=hold.audience
            )
