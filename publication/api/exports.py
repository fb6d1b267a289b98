"""Whole lists as NDJSON and CSV: every match at one moment, ended by a line that gives the count."""

from __future__ import annotations

from collections.abc import Callable

import orjson

from publication.api.admission import Asker
from publication.api.listing import Listing
from publication.api.members import Cut, moment_of
from publication.api.rows import TAIL, matching_rows, order_of
from publication.api.spreadsheet import row_of
from publication.api.streams import Row, Stream, Wording
from publication.api.tables import COLUMNS, JSON_COLUMNS, cells_of, end_of

MOMENT = moment_of("t.at")
# A whole list is joined faster than each of its bodies is looked for.
BODIES = "JOIN publication_publishedbody b ON b.hash = t.hash"


def ndjson_stream(listing: Listing, audience: int, asker: Asker) -> Stream:
    """One body a line."""
    matching, parameters = matching_rows(listing, audience)
    order = order_of(listing, "t.id")
    select = f"SELECT {TAIL}, {listing.cut.source} FROM ({matching}) AS t {BODIES} ORDER BY {order}"  # noqa: S608 - constants
    wording = Wording(head=b"", line=_body_line(listing.cut), end=ndjson_end)
    return Stream(select, parameters, wording, asker=asker)


def csv_stream(listing: Listing, audience: int, asker: Asker, origin: str) -> Stream:
    """One record a row, flat; ``origin`` is put before relative addresses."""
    matching, parameters = matching_rows(listing, audience, extra=JSON_COLUMNS)
    pairs = ", ".join(f"'{name}', t.{name}" for name in JSON_COLUMNS)
    select = f"""SELECT t.brief, json_build_object({pairs}, 'position', t.position, 'published_at', {MOMENT})
        FROM ({matching}) AS t ORDER BY {order_of(listing, "t.id")}"""  # noqa: S608 - constants
    table = COLUMNS[listing.served.kind]

    def line(row: Row) -> bytes:
        brief, columns = map(orjson.loads, row)
        return row_of(cells_of(table, brief, columns, origin))

    wording = Wording(head=row_of(table), line=line, end=lambda count, position: row_of(end_of(table, count, position)))
    return Stream(select, parameters, wording, asker=asker)


def ndjson_end(count: int, position: int) -> bytes:
    """The last line of a stream of lines of JSON."""
    return orjson.dumps({"end": True, "count": count, "position": position}) + b"\n"


def _body_line(cut: Cut) -> Callable[[Row], bytes]:
    def line(row: Row) -> bytes:
        tail, stored = row
        return cut.serve(stored, tail) + b"\n"

    return line
