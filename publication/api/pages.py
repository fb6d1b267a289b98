"""Pages of lists, put together by the database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import orjson
from django.db import connections
from django.db.backends.utils import CursorWrapper

from publication.api.admission import Asker
from publication.api.dear import dear_cursor
from publication.api.listing import Listing
from publication.api.parameters import cursor_of
from publication.api.rows import POSITION, TAIL, filtered, matching_rows, order_of
from publication.api.seeking import seek
from publication.reading import alias

STORED = {
    "body": "(SELECT b.body FROM publication_publishedbody b WHERE b.hash = t.hash)",
    "brief": "t.brief",
}
BETWEEN = r"E',\n'"
"""What stands between two bodies of a page, as SQL. No body has a newline in it, so it is told from all else."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """``results`` are finished bodies with commas between; ``next`` is the cursor of the page after this one."""

    results: bytes
    next: str | None
    position: int
    last: str | None
    total: int | None

    def written(self) -> bytes:
        """The page as JSON; the bodies go in as they are."""
        rest: dict[str, Any] = {"next": self.next, "position": self.position}
        if self.total is not None:
            rest["total"] = self.total
        return b'{"results":[%b],%b' % (self.results, orjson.dumps(rest)[1:])


def read_page(listing: Listing, audience: int, asker: Asker) -> Page:
    """One page.

    :raises Crowded: when it may cost much, and others ask such questions.
    """
    if not listing.dear:
        with connections[alias()].cursor() as cursor:
            return _page(cursor, listing, audience)
    with dear_cursor(asker, by_index=listing.sought is not None) as cursor:
        sought = listing.sought
        if sought is None:
            return _page(cursor, listing, audience)
        found = seek(cursor, listing, sought, audience)
        # Whoever came in between was not asked about, so the page is of the earlier position.
        return replace(_page(cursor, listing.of(found.ids), audience), position=found.position, last=found.last)


def ranked_listing(listing: Listing, audience: int, asker: Asker) -> Listing:
    """A list in which persons are looked for by a name, of those who were found; another one as it is.

    :raises Crowded: when others ask such questions.
    """
    sought = listing.sought
    if sought is None:
        return listing
    with dear_cursor(asker, by_index=True) as cursor:
        return listing.of(seek(cursor, listing, sought, audience).ids)


def _page(cursor: CursorWrapper, listing: Listing, audience: int) -> Page:
    """One statement, and everything in it as of one snapshot of the database.

    Reading one row more than asked for tells whether there is a next one.
    """
    limit = listing.limit or 0
    matching, parameters = matching_rows(listing, audience, more=1)
    # The database puts the page together: fetching fifty rows one by one was measured at half the cost of a page.
    numbered = f"row_number() OVER (ORDER BY {order_of(listing, 'id')}) AS number"
    sql = f"""SELECT c.position, c.last, {_total(listing)}, t.next, t.results FROM {POSITION} AS c CROSS JOIN (
          SELECT string_agg(left({STORED[listing.cut.source]}, -1) || {TAIL}, {BETWEEN} ORDER BY t.number)
              FILTER (WHERE t.number <= %(page)s) AS results,
            CASE WHEN count(*) > %(page)s THEN (array_agg(t.id ORDER BY t.number))[%(page)s] END AS next
          FROM (SELECT {numbered}, m.* FROM ({matching}) AS m) AS t
        ) AS t"""  # noqa: S608 - as there
    cursor.execute(_with_numbers(sql, {"audience": audience, "limit": parameters["limit"], "page": limit}), parameters)
    position, last, total, following, results = cursor.fetchone()
    return Page(
        results=listing.cut.serve_all((results or "").encode()),
        next=cursor_of(following) if following else None,
        position=position,
        last=last,
        total=total,
    )


def _with_numbers(sql: str, numbers: dict[str, int]) -> str:
    """The statement with our own numbers written out: a page without filters has no parameters, and is planned once.

    Planning it again for each request was measured at half of what the database does for a page.
    """
    for name, number in numbers.items():
        sql = sql.replace(f"%({name})s", str(int(number)))
    return sql


def _total(listing: Listing) -> str:
    if not listing.total:
        return "NULL::bigint"
    inner, _ = filtered(listing.served, listing.filters)
    return f"(SELECT count(*) FROM ({inner}) AS n WHERE n.audience = %(audience)s)"  # noqa: S608 - as above
