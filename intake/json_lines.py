"""JSON Lines files: one record a line with the keys of the YAML notation, read line by line, whatever the file's size.

The standard library's reader, because it alone hands over repeated keys; numbers are kept as they are written.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from intake.notes import Entry, Plain, texts_of, unfit_character
from intake.refusals import Refusals

SUSPECT = re.compile(rb"\\(?:u00[01]|u[dD][89a-fA-F]|b|f)")
"""Escapes that may stand for a character which no text may hold."""


class _Refused(ValueError):
    """A line says something that it may not."""


def read_json_lines(path: Path, *, file: int, name: str, refusals: Refusals) -> Iterator[Entry]:
    """The records of a file; a line that is refused does not stop the others."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.isspace():
                continue
            try:
                yield Entry(mapping=_record(line), file=file, name=name, line=number)
            except UnicodeDecodeError as error:
                refusals.add_unread(name, number, f"byte {error.start + 1} of this line is not UTF-8.")
            except json.JSONDecodeError as error:
                refusals.add_unread(
                    name, number, f"not JSON: {error.msg} at column {error.colno}. Expected one object."
                )
            except RecursionError:
                refusals.add_unread(name, number, "lists or objects are nested too deep. Expected a few levels.")
            except _Refused as refused:
                refusals.add_unread(name, number, str(refused))


def _record(line: bytes) -> dict[str, Plain]:
    record = _DECODER.decode(line.decode())
    if not isinstance(record, dict):
        message = "found something else than an object {…}. Expected one record a line."
        raise _Refused(message)
    if SUSPECT.search(line):
        for text in texts_of(record):
            if found := unfit_character(text):
                message = f"the character {found} is in a text. Expected text without control characters."
                raise _Refused(message)
    return record


def _once(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        message = f"“{twice}” stands twice in one object. Expected it once."
        raise _Refused(message)
    return mapping


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=str)
