"""Four eyes: whoever publishes is not the last who edited what goes out. The import counts as an editor of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from people.models import TARGET_OF, Citation
from publication.ready import Plan
from publication.refusals import FourEyes
from publication.subjects import MODELS, Subject, by_kind
from publication.vocabulary import Kind
from sources.rows import rows_under_each

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
    changing = {step.subject: step.name for step in plan.steps if step.ready and step.subject.kind != Kind.DOCUMENT}
    own = sorted(changing[subject] for subject, editor in last_editors(changing).items() if editor == actor)
    if own:
        raise FourEyes(own)


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
    found: dict[Subject, set[UUID]] = {}
    owner: dict[UUID, Subject] = {}
    rows: list[Any] = []
    for kind, ids in by_kind(subjects).items():
        records = list(MODELS[kind].objects.filter(pk__in=ids)) if ids else []
        for pk, under in rows_under_each(MODELS[kind], records).items():
            subject = Subject(kind, pk)
            own = [record for record in records if record.pk == pk] + under
            found[subject] = {row.pk for row in own}
            owner |= {row.pk: subject for row in own}
            rows += own
    for citation in Citation.objects.about([row for row in rows if type(row) in TARGET_OF]):
        found[owner[citation.target_id]].add(citation.pk)
    return found
