"""The rows of a list, as SQL: which match, in which order."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from publication.api.kinds import Served
from publication.api.listing import Listing
from publication.api.members import tail_of
from publication.api.versions import VERSION_THEN
from publication.models import PublishedRecord

TAIL = tail_of("t.position", "t.at")
COLUMNS = ("audience", "id", "hash", "position", "published_at", "brief")
# The last position, and when it was reached, as ``Admission`` has it.
POSITION = """(SELECT k.position, extract(epoch FROM h.at)::text AS last
  FROM (SELECT coalesce(max(position), 0) AS position FROM publication_counter WHERE audience = %(audience)s) AS k
  LEFT JOIN publication_change h ON h.audience = %(audience)s AND h.position = k.position)"""
FILTER = "filter"
"""How the parameters are called that hold what was asked for."""
RANKED = f"{FILTER}_ranked"
Parameters = dict[str, Any]
Filters = tuple[tuple[str, Any], ...]


def matching_rows(
    listing: Listing, audience: int, *, more: int = 0, extra: tuple[str, ...] = ()
) -> tuple[str, Parameters]:
    """SQL of the rows of a list, in order, as ``id, hash, position, at, brief``; all values are parameters.

    ``extra`` names more columns, of today; ``more`` rows are read than the limit says.
    """
    inner, parameters = filtered(listing.served, listing.filters, extra)
    after = "AND r.id > %(cursor)s::uuid" if listing.cursor else ""
    if listing.ranked is not None:
        after = f"AND r.id = ANY (%({RANKED})s::uuid[])"
        parameters = {**parameters, RANKED: list(map(str, listing.ranked))}
    limit = "LIMIT %(limit)s" if listing.limit else ""
    version, columns = "", "r.hash, r.position, r.published_at AS at, r.brief"
    if listing.known_at:
        version, columns = f"CROSS JOIN LATERAL ({VERSION_THEN}) AS v", "v.hash, v.position, v.at, NULL AS brief"
    sql = f"""SELECT {", ".join(["r.id", columns, *(f"r.{name}" for name in extra)])} FROM ({inner}) AS r {version}
        WHERE r.audience = %(audience)s {after} ORDER BY {order_of(listing, "r.id")} {limit}"""  # noqa: S608 - put together from constants
    return sql, {
        **parameters,
        "audience": audience,
        "cursor": listing.cursor,
        "until": listing.known_at,
        "limit": (listing.limit or 0) + more,
    }


def order_of(listing: Listing, key: str) -> str:
    """SQL of what a list is in the order of; ``key`` is the column of the id."""
    return key if listing.ranked is None else f"array_position(%({RANKED})s::uuid[], {key})"


# What is asked again and again, page after page, is put together once.
@lru_cache(maxsize=256)
def filtered(served: Served, filters: Filters, extra: tuple[str, ...] = ()) -> tuple[str, Parameters]:
    """SQL of all rows that match the filters, for any audience and in any order, with its parameters by name."""
    rows = PublishedRecord.objects.filter(kind=served.kind.value)
    for name, value in filters:
        rows = served.filters[name].filter(rows, value)
    sql, values = rows.values_list(*COLUMNS, *extra).query.sql_with_params()
    names = [f"{FILTER}{number}" for number in range(len(values))]
    return sql % tuple(f"%({name})s" for name in names), dict(zip(names, values, strict=True))
