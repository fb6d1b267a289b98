"""Bodies do not outlive their rights: what an audience lost is erased from everything that audience could still ask.

As-known-then questions are answered from older bodies. They are kept while each new one only adds; once a claim was
taken back, narrowed or put differently, none of the older ones is answered any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from publication.models import PublishedBody
from publication.ready import Step
from sources.vocabulary import Audience

NOT_CLAIMS = frozenset({"citations", "conflicting", "independent_sources", "slug", "url", "preferred"})
"""Members that count, point or order, and claim nothing."""

TAKE_RIGHT = """
UPDATE publication_publishedbody b SET audiences = array_remove(b.audiences, %(audience)s::smallint)
FROM unnest(%(records)s::uuid[], %(keep)s::bytea[]) AS lost(record, keep)
WHERE b.record = lost.record AND b.hash IS DISTINCT FROM lost.keep AND %(audience)s = ANY (b.audiences)
"""
DROP = "DELETE FROM publication_publishedbody WHERE record = ANY (%(records)s) AND audiences = '{}'"


def erase_bodies(audience: Audience, lost: Mapping[UUID, bytes | None]) -> None:
    """Take the audience's right to all bodies of the records but the given ones; drop those that nobody may see."""
    if lost:
        with connection.cursor() as cursor:
            asked: dict[str, Any] = {"audience": int(audience), "records": list(lost), "keep": list(lost.values())}
            cursor.execute(TAKE_RIGHT, asked)
            cursor.execute(DROP, asked)


def taking_back(steps: Iterable[Step]) -> list[Step]:
    """Those of the steps that take anything back that the audience could read."""
    known = [step for step in steps if step.before]
    hashes = {step.before.hash for step in known if step.before and step.ready}
    earlier = {bytes(body.hash): body.body for body in PublishedBody.objects.filter(pk__in=hashes)} if hashes else {}
    return [step for step in known if step.before and _takes_back(step, earlier.get(step.before.hash))]


def _takes_back(step: Step, earlier: str | None) -> bool:
    if step.ready is None or earlier is None:
        return True
    return bool(claims(orjson.loads(earlier)) - claims(orjson.loads(step.ready.written)))


def claims(body: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """Everything that a body says, as pairs of a member's name and a value; quotes are told by their words."""
    return frozenset(_said("", body))


def _said(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for member, inner in value.items():
            if member == "citations" and isinstance(inner, dict):
                for cited in inner.values():
                    yield from _said("", cited)
            elif member not in NOT_CLAIMS:
                yield from _said(member, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _said(name, inner)
    elif value is not None:
        yield name, str(value)
