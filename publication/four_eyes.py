"""Four eyes: whoever publishes is not the last who edited what goes out. The import counts as an editor of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import connection

from people.models import TARGET_OF, Citation
from publication.models import PublishedBody
from publication.ready import Plan, Ready, Step
from publication.refusals import FourEyes
from publication.rendering.relations import RELATIONS, Relation, fetch
from publication.rendering.rows import row_class
from publication.subjects import MODELS, Subject, by_kind
from publication.vocabulary import Kind
from sources.record import Record

LAST_EDITS = """
SELECT DISTINCT ON (own.subject) own.subject, h.actor, h.at
FROM unnest(%(subjects)s::uuid[], %(rows)s::uuid[]) AS own(subject, row_id)
JOIN sources_history h ON h.record = own.row_id
ORDER BY own.subject, h.id DESC
"""


def refuse_own_edits(plan: Plan, *, actor: str) -> None:
    """Pass what somebody else edited last. :raises FourEyes: naming every record that the actor edited last."""
    if not settings.FOUR_EYES or not actor.startswith("user:"):
        return
    changing = {step.subject: step.name for step in plan.steps if step.ready and not _only_follows(step, step.ready)}
    own = sorted(changing[subject] for subject, editor in last_editors(changing).items() if editor == actor)
    if own:
        raise FourEyes(own)


def _only_follows(step: Step, ready: Ready) -> bool:
    """Whether a document that is out changes in nothing but the passages that others quote."""
    if step.subject.kind != Kind.DOCUMENT or step.before is None:
        return False
    earlier = PublishedBody.objects.filter(pk=step.before.hash).values_list("body", flat=True).first()
    return earlier is not None and differs_in_passages_alone(orjson.loads(earlier), orjson.loads(ready.written))


def differs_in_passages_alone(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether two bodies of a document are the same but for what others quote of it."""
    return {**before, "passages": None} == {**after, "passages": None}


def last_editors(subjects: Collection[Subject]) -> dict[Subject, str]:
    """Who last changed each person or event, a row of theirs, or a citation on any of these."""
    return {subject: actor for subject, (actor, _at) in last_edits(subjects).items()}


def last_edits(subjects: Collection[Subject]) -> dict[Subject, tuple[str, datetime]]:
    """The same with the moment of that change."""
    rows = _own_rows(subjects)
    pairs = [(subject.id, row) for subject, found in rows.items() for row in found]
    with connection.cursor() as cursor:
        cursor.execute(LAST_EDITS, {"subjects": [one for one, _row in pairs], "rows": [row for _one, row in pairs]})
        edits = {subject: (actor, at) for subject, actor, at in cursor.fetchall()}
    return {subject: edits[subject.id] for subject in subjects if subject.id in edits}


def _own_rows(subjects: Collection[Subject]) -> Mapping[Subject, set[UUID]]:
    """Every row that a body of the subject shows, parts, statements and releases too, and the citations on them."""
    found: dict[Subject, set[UUID]] = {}
    for kind, ids in by_kind(subjects).items():
        known = set(MODELS[kind].objects.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
        found |= {Subject(kind, pk): {pk} for pk in known}
        for model, owner in chain([(MODELS[kind], {pk: pk for pk in known})], _under(RELATIONS[kind], known)):
            target = TARGET_OF[model]
            cited = Citation.objects.filter(**{f"{target}__in": list(owner)}).values_list("pk", f"{target}_id")
            for row, under in chain(owner.items(), ((pk, owner[about]) for pk, about in cited if owner)):
                found[Subject(kind, under)].add(row)
    return found


def _under(relations: Iterable[Relation], parents: Collection[UUID]) -> Iterator[tuple[type[Record], dict[UUID, UUID]]]:
    """By kind of row, every row below the subjects with the subject that it belongs to."""
    for relation in relations:
        rows = fetch(relation.model, relation.sql, parents) if parents else []
        at = row_class(relation.model).shape.columns.index(relation.by)
        yield relation.model, {row.id: row[at] for row in rows}
        for model, inner in _under(relation.inside, [row.id for row in rows]):
            owner = {row.id: row[at] for row in rows}
            yield model, {pk: owner[parent] for pk, parent in inner.items()}
