"""Former slugs and merged ids lead to the record that has them now; never to somebody else, nor to a lost name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from publication.models import Alias, PublishedRecord
from publication.ready import Before, Ready, Step
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
    elif step.before and not ready.is_still_called(step.before.name):
        # A slug is a name, and must not outlive one that was taken back.
        Alias.objects.filter(audience=step.audience, record=step.subject.id, former=None).delete()
    elif step.before and step.before.slug != ready.columns.slug:
        _lead(step, step.before.slug, record=step.subject.id, former=None)
    for former in formers:
        _lead(step, former, record=step.subject.id, former=UUID(former))


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
