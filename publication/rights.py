"""Bodies do not outlive their rights: what an audience lost is erased from everything that audience could still ask.

As-known-then questions are answered from older bodies. They are kept while each new one only adds; once a claim was
taken back, narrowed or put differently, none of the older ones is answered any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from publication.models import PublishedBody
from publication.ready import Step
from publication.rendering.naming import NAME_WITHHELD, withholds_slug
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
    return not covers(orjson.loads(step.ready.written), orjson.loads(earlier))


def covers(later: Any, earlier: Any) -> bool:
    """Whether all that the earlier value says is said by the later one in the same place; quotes by their words."""
    if earlier is None or earlier == NAME_WITHHELD:
        return True
    if isinstance(earlier, dict):
        if not isinstance(later, dict) or (withholds_slug(later) and not withholds_slug(earlier)):
            return False
        return all(
            covers(_passages(later.get(member)), _passages(value))
            if _are_footnotes(member, value)
            else covers(later.get(member), value)
            for member, value in earlier.items()
            if member not in NOT_CLAIMS or _are_footnotes(member, value)
        )
    if isinstance(earlier, list):
        return isinstance(later, list) and all(any(covers(new, old) for new in later) for old in earlier)
    return bool(later == earlier)


def _are_footnotes(member: str, value: Any) -> bool:
    return member == "citations" and isinstance(value, dict)


def _passages(footnotes: Any) -> Any:
    return list(footnotes.values()) if isinstance(footnotes, dict) else footnotes
