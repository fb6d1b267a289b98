"""A page of a list: keyset by id, which never changes, so that no edit shifts, repeats or skips a record."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, TypedDict
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from publication.api.filters import StrictFilter
from publication.api.kinds import Kind
from publication.api.parameters import LIMIT, cursor_of
from sources.vocabulary import Audience

BATCH = 200
"""How many bodies are rendered at once where a filter looks at the finished body."""


class Page(TypedDict):
    """``next`` is the cursor of the page after this one, null on the last."""

    results: list[dict[str, Any]]
    next: str | None


def read_page(kind: Kind, asked: QueryDict, audience: Audience) -> Page:
    """The page that the parameters ask for. :raises NotUnderstood: when they are not understood."""
    filters = kind.asked(asked, kind.rows(audience), audience=audience)
    limit = filters.wanted().get("limit", LIMIT)
    found = list(islice(_matching(kind, filters, limit + 1), limit + 1))
    return {"results": found[:limit], "next": cursor_of(UUID(found[limit - 1]["id"])) if len(found) > limit else None}


def _matching(kind: Kind, filters: StrictFilter, needed: int) -> Iterator[dict[str, Any]]:
    """The matching bodies in the order of their ids, rendered batch by batch."""
    wanted = filters.wanted()
    after, day = wanted.get("cursor"), wanted.get("status_on") or timezone.localdate()
    batch = max(needed, BATCH) if filters.looks_at_bodies else needed
    rows = filters.qs.order_by("pk").values_list("pk", flat=True)
    while ids := list(rows.filter(pk__gt=after)[:batch] if after else rows[:batch]):
        bodies = kind.bodies(ids, filters.audience, day)
        shown = (bodies[pk].body for pk in ids if pk in bodies)
        yield from (body for body in shown if filters.keeps(kind.columns(body)))
        if len(ids) < batch:
            return
        after = ids[-1]
