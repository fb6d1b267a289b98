"""What changed after a position, in the order in which it was committed (DESIGN.md §4)."""

from __future__ import annotations

from typing import Any

import orjson
from django.db import connections
from django.http import HttpResponse
from rest_framework.request import Request

from accounts.vocabulary import Scope
from publication.api.asking import understood
from publication.api.frames import FramedView
from publication.api.members import moment_of, tail_of
from publication.api.parameters import LARGEST, WholeNumberField
from publication.api.problems import ResyncNeeded
from publication.api.waiting import wait_for_change
from publication.reading import alias

LIMIT, LONGEST_WAIT = 100, 30
FIELDS = {
    "after": WholeNumberField(help_text="The position up to which everything is known; 0 if not given."),
    "limit": WholeNumberField(least=1, most=LARGEST, help_text=f"How many at most; {LIMIT} if not given."),
    "wait": WholeNumberField(
        most=LONGEST_WAIT,
        help_text="For how many seconds to hold the answer back where nothing has changed; 0 if not given.",
    ),
}
# A body is told only at the change that made it what it is now; what came between is of no use to anybody.
CHANGES = f"""
SELECT c.position, c.floor, t.position, t.operation, t.kind, t.record, t."into", {moment_of("t.at")},
  {tail_of("r.position", "r.published_at")},
  (SELECT b.body FROM publication_publishedbody b WHERE b.hash = r.hash)
FROM (SELECT coalesce(max(position), 0) AS position, coalesce(max(floor), 0) AS floor
      FROM publication_counter WHERE audience = %(audience)s) AS c
LEFT JOIN LATERAL (
  SELECT h.* FROM publication_change h
  WHERE h.audience = %(audience)s AND h.position > %(after)s::bigint AND c.floor <= %(after)s::bigint
  ORDER BY h.position LIMIT %(limit)s) AS t ON true
LEFT JOIN publication_publishedrecord r
  ON r.audience = %(audience)s AND r.kind = t.kind AND r.id = t.record AND r.position = t.position
ORDER BY t.position"""  # noqa: S608 - constants


class ChangesView(FramedView):
    """What to do to a copy, change by change; it begins with a snapshot."""

    schema = None
    scope = Scope.SYNC

    def get(self, request: Request) -> HttpResponse:
        """The changes after a position. :raises ResyncNeeded: when they are forgotten, or have not happened."""
        asked = {"after": 0, "limit": LIMIT, "wait": 0, **understood(self.visit.request, FIELDS)}
        text, found = read_changes(self.admission.audience, asked["after"], asked["limit"])
        seconds = 0 if found or request.method == "HEAD" else asked["wait"]
        if wait_for_change(self.visit.asker, self.admission.audience, asked["after"], seconds):
            # Rights may have ended meanwhile.
            admission = self.visit.admit(self.scope)
            text, found = read_changes(admission.audience, asked["after"], asked["limit"])
        headers = {"Cache-Control": "no-store"} if asked["wait"] else {}
        return HttpResponse(text.encode(), content_type="application/json", headers=headers)


def read_changes(audience: int, after: int, limit: int) -> tuple[str, int]:
    """A page of the feed as JSON, and how many changes are on it.

    :raises ResyncNeeded: when changes after that position are forgotten, or there is no such position.
    """
    with connections[alias()].cursor() as cursor:
        cursor.execute(CHANGES, {"audience": audience, "after": after, "limit": limit})
        rows = cursor.fetchall()
    position, floor = rows[0][:2]
    if not floor <= after <= position:
        raise ResyncNeeded
    changes = [_change(*row[2:]) for row in rows if row[2] is not None]
    last = rows[-1][2] or after
    rest = {"next": last, "at_end": last == position, "position": position}
    return f'{{"changes":[{",".join(changes)}],{orjson.dumps(rest).decode()[1:]}', len(changes)


def _change(
    position: int, operation: str, kind: str, record: Any, into: Any, at: str, tail: str | None, stored: str | None
) -> str:
    told = {"position": position, "op": operation, "kind": kind, "id": record, "into": into, "at": at}
    text = orjson.dumps(told).decode()
    return f'{text[:-1]},"body":{stored[:-1]}{tail}}}' if stored and tail else text
