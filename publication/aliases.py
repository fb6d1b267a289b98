"""Former slugs and merged ids lead to the record that has them now; never to somebody else, nor to a lost name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet

from publication.models import Alias, PublishedRecord
from publication.ready import Before, Ready, Step
from publication.rendering.naming import words
from publication.vocabulary import Operation
from sources.vocabulary import Audience


def lead_from_former_keys(audience: Audience, steps: Sequence[Step]) -> None:
    """Keep the aliases of an audience true to what the steps have just published, merged and parted."""
    for step in steps:
        if step.operation == Operation.MERGE and step.into and step.before:
            _hand_over(step, step.before, into=step.into)
        elif step.ready:
            _lead_from_own_keys(step, step.ready)
    for kind, taken in _slugs_by_kind(steps).items():
        Alias.objects.filter(audience=audience, kind=kind, key__in=taken).delete()


def _hand_over(step: Step, before: Before, *, into: UUID) -> None:
    """All that led to a record, its id and its slug lead to the survivor from now on."""
    own = Alias.objects.filter(audience=step.audience, record=step.subject.id)
    own.filter(former=None).update(former=step.subject.id)
    own.update(record=into)
    for key in (str(step.subject.id), before.slug):
        _lead(step, key, record=into, former=step.subject.id)


def _lead_from_own_keys(step: Step, ready: Ready) -> None:
    formers: Iterable[str] = ready.body.get("former_ids", ())
    if step.operation == Operation.UNMERGE:
        _give_back(step, formers)
    if ready.withholds_slug or (step.before and ready.takes_name_back(step.before)):
        # A slug is a name, and must not outlive one that was taken back.
        _own_slugs(step).delete()
    elif step.before:
        if step.before.slug != ready.columns.slug:
            _lead(step, step.before.slug, record=step.subject.id, former=None)
        if lost := ready.words_lost(step.before):
            own = _own_slugs(step)
            own.filter(key__in=[key for key in own.values_list("key", flat=True) if lost & words(key)]).delete()
    for former in formers:
        _lead(step, former, record=step.subject.id, former=UUID(former))


def _own_slugs(step: Step) -> QuerySet[Alias]:
    """What the record itself was called by before."""
    return Alias.objects.filter(audience=step.audience, record=step.subject.id, former=None)


def _give_back(step: Step, formers: Iterable[str]) -> None:
    """Its former slugs, and whoever was merged into it, lead to a record again that stands on its own."""
    aliases = Alias.objects.filter(audience=step.audience)
    aliases.filter(key=str(step.subject.id)).delete()
    aliases.filter(former=step.subject.id).update(record=step.subject.id, former=None)
    aliases.filter(former__in=list(formers)).update(record=step.subject.id)


def _slugs_by_kind(steps: Iterable[Step]) -> dict[str, list[str]]:
    taken: dict[str, list[str]] = {}
    for step in steps:
        if step.ready:
            taken.setdefault(step.subject.kind, []).append(step.ready.columns.slug)
    return taken


def _lead(step: Step, key: str, *, record: UUID, former: UUID | None) -> None:
    """Let a key lead to a record, unless somebody else is called that by now."""
    others = PublishedRecord.objects.filter(audience=step.audience, kind=step.subject.kind, slug=key)
    if not others.exclude(id=record).exists():
        Alias.objects.update_or_create(
            audience=step.audience, kind=step.subject.kind, key=key, defaults={"record": record, "former": former}
        )
