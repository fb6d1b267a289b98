"""CSV that spreadsheets open as text and nothing else (RFC 4180; OWASP, CSV injection)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

ACTIVE = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"


def inert(text: str) -> str:
    """The text as no formula: with an apostrophe before what a spreadsheet would run, and before an apostrophe."""
    return GUARD + text if text.startswith((*ACTIVE, GUARD)) else text


def plain(cell: str) -> str:
    """The text that ``inert`` was given."""
    return cell[1:] if cell.startswith(GUARD) else cell


def row_of(cells: Iterable[str]) -> bytes:
    """One record in UTF-8, ended by CRLF."""
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([inert(cell) for cell in cells])
    return written.getvalue().encode()
