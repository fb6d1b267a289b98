"""Writes a plan: bodies, records, feed, aliases and dependencies, each in a few statements however long the plan is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from publication.aliases import lead_from_former_keys
from publication.columns import Columns
from publication.depending import dependencies_of, forget_dependencies, keep_dependencies, tell_others
from publication.models import Act, Alias, PublishedRecord
from publication.ready import Plan, Ready, Step
from publication.rights import erase_bodies, taking_back
from publication.vocabulary import AUDIENCES, Operation
from sources.vocabulary import Audience

NEXT_POSITIONS = """
UPDATE publication_counter SET position = position + %(count)s WHERE audience = %(audience)s RETURNING position
"""
BODIES = """
INSERT INTO publication_publishedbody AS kept (hash, record, body, audiences)
SELECT hash, record, body, audiences FROM json_populate_recordset(null::publication_publishedbody, %(rows)s::json)
ON CONFLICT (hash) DO UPDATE SET audiences = (
  SELECT array_agg(DISTINCT one ORDER BY one) FROM unnest(kept.audiences || excluded.audiences) AS one)
"""
RECORD_COLUMNS = [field.name for field in PublishedRecord._meta.concrete_fields]
COLUMNS = [field.name for field in fields(Columns)]
VALUES = attrgetter(*COLUMNS)
RECORDS = f"""
INSERT INTO publication_publishedrecord ({", ".join(RECORD_COLUMNS)})
SELECT {", ".join(RECORD_COLUMNS)} FROM json_populate_recordset(null::publication_publishedrecord, %(rows)s::json)
ON CONFLICT (audience, kind, id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in RECORD_COLUMNS)}
"""  # noqa: S608 - names of our own columns
CHANGES = """
INSERT INTO publication_change (audience, position, operation, kind, record, "into", at, hash, act)
SELECT audience, position, operation, kind, record, "into", at, hash, act
FROM json_populate_recordset(null::publication_change, %(rows)s::json)
"""


def write(plan: Plan, *, act: Act, considered: int) -> None:
    """Carry out a plan under the lock. What is unchanged leaves no trace but that it was looked at."""
    now = timezone.now()
    steps = {audience: plan.of(audience) for audience in AUDIENCES}
    if any(steps.values()):
        act.save(force_insert=True)
    first = {audience: _positions(audience, len(found)) for audience, found in steps.items() if found}
    # While PostgreSQL writes one table, the rows of the next one are made.
    with _not_waiting():
        _write_bodies([step for found in steps.values() for step in found])
        for audience, position in first.items():
            _write_records(audience, list(enumerate(steps[audience], start=position)), act=act, now=now)
        dependencies = dependencies_of(plan)
    for audience in first:
        _follow(audience, steps[audience])
    # In this order: what is part of the act has considered everybody who comes and goes in it.
    tell_others({step.subject.id for step in plan.steps if _concerns_others(step)}, considered=considered)
    keep_dependencies(dependencies, considered=considered)


@contextmanager
def _not_waiting() -> Iterator[None]:
    """Statements are sent without waiting for the one before. Whatever fails is raised at the end.

    For statements only whose answers nobody reads: how many rows they wrote is not known before the end either.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def _write_records(audience: Audience, numbered: Sequence[tuple[int, Step]], *, act: Act, now: datetime) -> None:
    made = [(position, step.ready) for position, step in numbered if step.ready]
    _execute(RECORDS, [_record(audience, ready, position, now) for position, ready in made])
    _execute(CHANGES, [_change(step, position, act, now) for position, step in numbered])


def _follow(audience: Audience, steps: Sequence[Step]) -> None:
    """What the coming and going of records entails: dependencies, aliases and older bodies."""
    _leave(audience, [step for step in steps if not step.ready])
    lead_from_former_keys(audience, steps)
    lost = taking_back(steps)
    erase_bodies(audience, {step.subject.id: step.ready.hash if step.ready else None for step in lost})


def _concerns_others(step: Step) -> bool:
    """Whether somebody comes, goes, or is called otherwise from now on."""
    if step.ready is None or step.before is None:
        return True
    return (step.before.slug, step.before.name) != (step.ready.columns.slug, step.ready.columns.name)


def _positions(audience: Audience, count: int) -> int:
    """The first of so many new positions."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_POSITIONS, {"audience": audience, "count": count})
        last: int = cursor.fetchone()[0]
    return last - count + 1


def _write_bodies(steps: Iterable[Step]) -> None:
    kept: dict[bytes, tuple[Ready, set[int]]] = {}
    for step in steps:
        if step.ready:
            kept.setdefault(step.ready.hash, (step.ready, set()))[1].add(int(step.audience))
    rows = [
        {
            "hash": _bytea(digest),
            "record": ready.subject.id,
            "body": ready.written.decode(),
            "audiences": sorted(audiences),
        }
        for digest, (ready, audiences) in kept.items()
    ]
    _execute(BODIES, rows)


def _execute(statement: str, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, {"rows": orjson.dumps(rows).decode()})


def _record(audience: Audience, ready: Ready, position: int, now: datetime) -> dict[str, Any]:
    return {
        **dict(zip(COLUMNS, VALUES(ready.columns), strict=True)),
        "audience": int(audience),
        "kind": ready.subject.kind.value,
        "id": ready.subject.id,
        "hash": _bytea(ready.hash),
        "position": position,
        "published_at": now,
        "brief": ready.brief,
    }


def _change(step: Step, position: int, act: Act, now: datetime) -> dict[str, Any]:
    told = step.ready.hash if step.ready else step.before and step.before.hash
    return {
        "audience": int(step.audience),
        "position": position,
        "operation": step.operation.value,
        "kind": step.subject.kind.value,
        "record": step.subject.id,
        "into": step.into,
        "at": now,
        "hash": _bytea(told) if told else None,
        "act": act.pk,
    }


def _leave(audience: Audience, steps: Sequence[Step]) -> None:
    ids = [step.subject.id for step in steps]
    if ids:
        PublishedRecord.objects.filter(audience=audience, id__in=ids).delete()
        forget_dependencies(audience, ids)
        withdrawn = _withdrawn(steps)
        Alias.objects.filter(Q(record__in=withdrawn) | Q(former__in=withdrawn), audience=audience).delete()


def _withdrawn(steps: Iterable[Step]) -> list[UUID]:
    return [step.subject.id for step in steps if step.operation == Operation.WITHDRAW]


def _bytea(value: bytes) -> str:
    """As PostgreSQL reads bytes out of JSON."""
    return "\\x" + value.hex()
