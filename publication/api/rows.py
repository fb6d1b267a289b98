"""The rows of a list: one statement, and everything in it as of one snapshot of the database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from django.db import connections

from publication.api.admission import Asker
from publication.api.dear import dear_cursor
from publication.api.kinds import Served
from publication.api.listing import Listing
from publication.api.members import tail_of
from publication.api.parameters import cursor_of
from publication.api.versions import VERSION_THEN
from publication.models import PublishedRecord
from publication.reading import alias

STORED = {
    "body": "(SELECT b.body FROM publication_publishedbody b WHERE b.hash = t.hash)",
    "brief": "t.brief",
}
TAIL = tail_of("t.position", "t.at")
COLUMNS = ("audience", "id", "hash", "position", "published_at", "brief")
# The last position, and when it was reached, as ``Admission`` has it.
POSITION = """(SELECT k.position, extract(epoch FROM h.at)::text AS last
  FROM (SELECT coalesce(max(position), 0) AS position FROM publication_counter WHERE audience = %(audience)s) AS k
  LEFT JOIN publication_change h ON h.audience = %(audience)s AND h.position = k.position)"""
BETWEEN = r"E',\n'"
"""What stands between two bodies of a page, as SQL. No body has a newline in it, so it is told from all else."""
FILTER = "filter"
"""How the parameters are called that hold what was asked for."""
Parameters = dict[str, Any]
Filters = tuple[tuple[str, Any], ...]


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
    """One page. Reading one row more than asked for tells whether there is a next one.

    :raises Crowded: when it may cost much, and others ask such questions.
    """
    limit = listing.limit or 0
    matching, parameters = matching_rows(listing, audience, more=1)
    # The database puts the page together: fetching fifty rows one by one was measured at half the cost of a page.
    sql = f"""SELECT c.position, c.last, {_total(listing)}, t.next, t.results FROM {POSITION} AS c CROSS JOIN (
          SELECT string_agg(left({STORED[listing.cut.source]}, -1) || {TAIL}, {BETWEEN} ORDER BY t.number)
              FILTER (WHERE t.number <= %(page)s) AS results,
            CASE WHEN count(*) > %(page)s THEN (array_agg(t.id ORDER BY t.number))[%(page)s] END AS next
          FROM (SELECT row_number() OVER (ORDER BY id) AS number, m.* FROM ({matching}) AS m) AS t
        ) AS t"""  # noqa: S608 - as there
    sql = _with_numbers(sql, {"audience": audience, "limit": parameters["limit"], "page": limit})
    with dear_cursor(asker) if listing.dear else connections[alias()].cursor() as cursor:
        cursor.execute(sql, parameters)
        position, last, total, following, results = cursor.fetchone()
    return Page(
        results=listing.cut.serve_all((results or "").encode()),
        next=cursor_of(following) if following else None,
        position=position,
        last=last,
        total=total,
    )


def matching_rows(
    listing: Listing, audience: int, *, more: int = 0, extra: tuple[str, ...] = ()
) -> tuple[str, Parameters]:
    """SQL of the rows of a list, in order, as ``id, hash, position, at, brief``; all values are parameters.

    ``extra`` names more columns, of today; ``more`` rows are read than the limit says.
    """
    inner, parameters = filtered(listing.served, listing.filters, extra)
    after = "AND r.id > %(cursor)s::uuid" if listing.cursor else ""
    limit = "LIMIT %(limit)s" if listing.limit else ""
    version, columns = "", "r.hash, r.position, r.published_at AS at, r.brief"
    if listing.known_at:
        version, columns = f"CROSS JOIN LATERAL ({VERSION_THEN}) AS v", "v.hash, v.position, v.at, NULL AS brief"
    sql = f"""SELECT {", ".join(["r.id", columns, *(f"r.{name}" for name in extra)])} FROM ({inner}) AS r {version}
        WHERE r.audience = %(audience)s {after} ORDER BY r.id {limit}"""  # noqa: S608 - put together from constants
    return sql, {
        **parameters,
        "audience": audience,
        "cursor": listing.cursor,
        "until": listing.known_at,
        "limit": (listing.limit or 0) + more,
    }


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


# What is asked again and again, page after page, is put together once.
@lru_cache(maxsize=256)
def filtered(served: Served, filters: Filters, extra: tuple[str, ...] = ()) -> tuple[str, Parameters]:
    """SQL of all rows that match the filters, for any audience and in any order, with its parameters by name."""
    rows = PublishedRecord.objects.filter(kind=served.kind.value)
    for name, value in filters:
        rows = served.filters[name].filter(rows, value)
    sql, values = rows.values_list(*COLUMNS, *extra).query.sql_with_params()
    given = {f"{FILTER}{number}": value for number, value in enumerate(values)}
    # The kind is a word of ours, and written out.
    places = (
        f"'{served.kind.value}'" if value == served.kind.value else f"%({name})s" for name, value in given.items()
    )
    return sql % tuple(places), given
