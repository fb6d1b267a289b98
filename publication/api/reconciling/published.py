"""Published persons by their ids; whoever was merged is found as the survivor."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any
from uuid import UUID

import orjson
from django.db.backends.utils import CursorWrapper

from people.vocabulary import Status
from publication.api.likely import Row
from publication.api.members import moment_of

# Hidden and missing ids find nothing alike. The id itself goes before what it may have led to once.
BY_IDS = f"""
SELECT asked.id, r.id, r.name_texts, r.countries, r.brief, {moment_of("r.published_at")},
  CASE WHEN %(whole)s THEN (SELECT b.body FROM publication_publishedbody b WHERE b.hash = r.hash) END
FROM unnest(%(ids)s::uuid[]) AS asked(id)
JOIN LATERAL (
  SELECT 0 AS moved, p.* FROM publication_publishedrecord p
  WHERE p.audience = %(audience)s AND p.kind = 'person' AND p.id = asked.id
  UNION ALL
  SELECT 1, s.* FROM publication_alias m
  JOIN publication_publishedrecord s ON s.audience = m.audience AND s.kind = m.kind AND s.id = m.record
  WHERE m.audience = %(audience)s AND m.kind = 'person' AND m.key = asked.id::text
  ORDER BY moved LIMIT 1
) AS r ON true"""  # noqa: S608 - constants


class Person(Row):
    """One published person, by the present id; without ``whole`` the body is only the brief."""

    def __init__(
        self, pk: UUID, names: list[str], countries: list[str], brief: str, published_at: str, whole: str | None
    ) -> None:
        super().__init__(names, countries, brief)
        self.id = pk
        self.published_at = published_at
        self._whole = whole

    @cached_property
    def body(self) -> dict[str, Any]:
        """The whole body, or what is known of it."""
        found: dict[str, Any] = orjson.loads(self._whole) if self._whole else self.brief
        return found


def persons(cursor: CursorWrapper, ids: Collection[UUID], audience: int, *, whole: bool = False) -> dict[UUID, Person]:
    """Those of the ids that lead to somebody, by the id that was asked for; one statement, and none for nobody."""
    if not ids:
        return {}
    cursor.execute(BY_IDS, {"ids": list(map(str, ids)), "audience": audience, "whole": whole})
    return {asked: Person(*told) for asked, *told in cursor.fetchall()}


def described(brief: dict[str, Any]) -> str:
    """Status, since when, and the date of birth: in a line, as published, to tell namesakes apart."""
    status, born = brief["status"], brief["born"]
    words = [str(Status(status["value"]).label)]
    if status["since"]:
        words.append(f"since {status['since']}")
    if status["conflicting"]:
        words.append("(sources disagree)")
    line = " ".join(words)
    return f"{line}; born {born['value']}" if born and born["value"] not in {None, ".."} else line
