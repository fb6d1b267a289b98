"""The verbs: judging whether two records are one person's, and taking that back. Both are called inside ``acting``."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Judgement, SuspectedPair
from people.vocabulary import Sameness


class JudgedAlready(ValueError):
    """Of these two a judgement stands; nothing was written."""

    def __init__(self, known: Judgement | None) -> None:
        told = _("Somebody judged these two already: %s. Take that judgement back first.")
        super().__init__(told % (known.get_verdict_display() if known else _("just now")))
        self.known = known


class TakenBackAlready(ValueError):
    """There is nothing left to take back."""

    def __init__(self) -> None:
        super().__init__(_("This judgement was taken back already."))


def in_order(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """Two ids as pairs have them: the smaller one first."""
    return (one, other) if one < other else (other, one)


@transaction.atomic
def judge(one: UUID, other: UUID, verdict: Sameness, *, by: Any, note: str = "") -> Judgement:
    """Keep what somebody judged of two records. Whoever was unsure may be followed by somebody who is sure.

    :raises JudgedAlready: when a judgement of the two stands.
    """
    pair = dict(zip(("one_id", "other_id"), in_order(one, other), strict=True))
    known = Judgement.objects.select_for_update().filter(**pair, undone=None).first()
    if known is not None:
        if known.verdict != Sameness.UNSURE or verdict == Sameness.UNSURE:
            raise JudgedAlready(known)
        _end(known)
    try:
        with transaction.atomic():
            made = Judgement.objects.create(**pair, verdict=verdict, judged_by=by, note=note)
    except IntegrityError as error:
        # Two were at it at once.
        if "judged_once" not in str(error):
            raise
        raise JudgedAlready(None) from error
    SuspectedPair.objects.filter(**pair).update(put_off=verdict == Sameness.UNSURE)
    return made


@transaction.atomic
def take_back(judgement: Judgement) -> Judgement:
    """Let the two be asked about again. Nobody's merge is undone by that. :raises TakenBackAlready: when it was."""
    known = Judgement.objects.select_for_update().get(pk=judgement.pk)
    if known.undone:
        raise TakenBackAlready
    SuspectedPair.objects.filter(one=known.one_id, other=known.other_id).update(put_off=False)
    return _end(known)


def _end(known: Judgement) -> Judgement:
    known.undone = timezone.now()
    known.save(update_fields=["undone"])
    return known
