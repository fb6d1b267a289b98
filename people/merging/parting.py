"""The way back: what stands in it, and the recorded values put back row by row."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from people.merging.moving import put
from people.merging.refusals import Conflict, MergedSince
from people.models import Merge, Person, Release
from people.stated import model_field, own_value
from sources.changes import Change, Entry, entries, history_of, model_of
from sources.models import History
from sources.record import Record
from sources.rows import labelled

TRAVELS = frozenset({"audience", "kind", "states"})
"""Fields that stay as somebody has set them since: their judgement travels back with the row."""


def conflicts_of(merge: Merge) -> list[Conflict]:
    """What was done since in a way that putting the rows back would overwrite."""
    found = []
    for table, ids in merge.moved.items():
        rows = _rows(table, ids)
        for pk, fields in ids.items():
            row = rows.get(pk)
            if row is None:
                found.append(_removed(table, pk))
            else:
                found += _overwritten(row, fields)
    return found


def refuse_later_merges(merge: Merge) -> None:
    """:raises MergedSince: when the survivor was merged on, or a later merge put rows on rows of this one."""
    later = Merge.objects.filter(undone=None).exclude(pk=merge.pk)
    moved = {pk for ids in merge.moved.values() for pk in ids} - {str(merge.survivor_id)}
    for other in later.filter(Q(former=merge.survivor) | Q(survivor=merge.survivor, created__gt=merge.created)):
        put_on = {
            after for ids in other.moved.values() for fields in ids.values() for _before, after in fields.values()
        }
        if other.former_id == merge.survivor_id or moved & put_on:
            former, survivor = (Person.objects.with_name().get(pk=pk) for pk in (other.former_id, other.survivor_id))
            raise MergedSince(former, survivor)


def restore(merge: Merge) -> None:
    """Put the recorded values back. Conflicts were looked for before."""
    for table, ids in merge.moved.items():
        for pk, row in _rows(table, ids).items():
            _restore_row(row, ids[pk])
    _narrow_like_survivor(merge)


def crossing(merge: Merge) -> list[Conflict]:
    """Releases that were tied, while the two were one, to an episode that is the other one's again."""
    both = (merge.survivor_id, merge.former_id)
    tied = Release.objects.filter(Q(person__in=both) | Q(detention__person__in=both), detention__isnull=False)
    told = _("ends a detention that would belong to the other record again")
    rows = tied.exclude(person=F("detention__person"))
    return [
        _conflict(row, told, next(iter(history_of([row])), None)) for row in rows if not _was_tied_so_before(row, merge)
    ]


def _was_tied_so_before(release: Release, merge: Merge) -> bool:
    images = History.objects.filter(record=release.pk, at__lte=merge.created).order_by("-id")
    before = images.values_list("row__detention_id", flat=True).first()
    return before == str(release.detention_id)


def _rows(table: str, ids: Any) -> dict[str, Record]:
    model = model_of(table)
    if model is None:
        return {}
    rows: Any = model._default_manager.select_for_update().filter(pk__in=list(ids))
    return {str(row.pk): row for row in rows}


def _restore_row(row: Record, fields: dict[str, list[str]]) -> None:
    before = {name: was for name, (was, became) in fields.items() if own_value(row, name) == became}
    if any(own_value(row, name) != was for name, was in before.items()):
        for name, was in before.items():
            put(row, name, was)
        row.save()


def _narrow_like_survivor(merge: Merge) -> None:
    """Whoever was narrowed while the two were one is so in both: nothing may come into the open by parting."""
    survivor, former = (Person.objects.get(pk=pk) for pk in (merge.survivor_id, merge.former_id))
    recorded = merge.moved.get("people_person", {}).get(str(survivor.pk), {}).get("audience", [])
    if any(survivor.audience < int(then) for then in recorded) and survivor.audience < former.audience:
        former.audience = survivor.audience
        former.save()


def _overwritten(row: Record, fields: dict[str, list[str]]) -> list[Conflict]:
    lost = [name for name, (_was, became) in fields.items() if name not in TRAVELS and own_value(row, name) != became]
    if not lost:
        return []
    labels = {str(model_field(type(row), name).verbose_name) for name in lost}
    for entry in history_of([row]):
        if changes := [change for change in entry.changes if change.field in labels]:
            return [_conflict(row, _told(changes), entry)]
    return [_conflict(row, ", ".join(sorted(labels)), None)]


def _told(changes: list[Change]) -> str:
    empty = _("empty")
    return ", ".join(f"{one.field}: {one.before or empty} → {one.after or empty}" for one in changes)


def _conflict(row: Record, changed: str, entry: Entry | None) -> Conflict:
    opts = row._meta
    shown = labelled(type(row)).filter(pk=row.pk).first()
    return Conflict(
        table=opts.db_table,
        row=row.pk,
        kind=str(opts.verbose_name),
        label=str(shown or row),
        changed=changed,
        by=entry.actor if entry else "",
        at=entry.at if entry else None,
    )


def _removed(table: str, pk: str) -> Conflict:
    entry = next(iter(entries(History.objects.filter(record=pk).order_by("-id"))), None)
    return Conflict(
        table=table,
        row=UUID(pk),
        kind=entry.kind if entry else table,
        label=entry.label if entry else pk,
        changed=_("removed"),
        by=entry.actor if entry else "",
        at=entry.at if entry else None,
    )
