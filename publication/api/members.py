"""``fields``: bodies cut to some of their members. Without it stored texts go out as they are, unread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from publication.api.kinds import ADDED, WHOLE_BRIEF, Served

ALWAYS = ("id", "url")
CITATIONS = "citations"


class Cut:
    """What is left of a body. ``source`` is the column that holds enough of it: ``brief`` or ``body``."""

    def __init__(self, served: Served, fields: tuple[str, ...] | None, *, then: bool = False) -> None:
        """``fields`` are the names asked for, None for everything; what was published ``then`` has no brief."""
        self.name = ",".join(sorted(fields or ()))
        wanted = {*(fields or served.members), *ALWAYS}
        if WHOLE_BRIEF in wanted:
            wanted = wanted - {WHOLE_BRIEF} | set(served.brief)
        self._kept = wanted
        self.source = "body" if then or not wanted <= set(served.brief) else "brief"
        self._as_stored = fields is None or (self.source == "brief" and wanted == set(served.brief))

    def serve(self, stored: bytes, tail: bytes) -> bytes:
        """A body: ``stored`` is its JSON, ``tail`` the end of it with the members that are added."""
        whole = stored[:-1] + tail
        return whole if self._as_stored else orjson.dumps(self._cut(orjson.loads(whole)))

    def serve_all(self, whole: bytes) -> bytes:
        """Bodies with their tails, each on a line of its own, with commas at the ends."""
        if self._as_stored or not whole:
            return whole
        return b",\n".join(orjson.dumps(self._cut(orjson.loads(one))) for one in whole.split(b",\n"))

    def _cut(self, body: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in body.items() if name in self._kept}
        if CITATIONS in kept:
            used = {label for name, value in kept.items() if name != CITATIONS for label in _labels(value)}
            kept[CITATIONS] = {label: cited for label, cited in kept[CITATIONS].items() if label in used}
        return kept


def _labels(value: Any) -> Iterator[str]:
    """The labels of all citations inside a value."""
    if isinstance(value, dict):
        yield from value.get(CITATIONS, ())
        for inside in value.values():
            yield from _labels(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _labels(inside)


def tail_of(position: str, at: str) -> str:
    """SQL of the end of a served body, after the stored text without its brace; both are SQL expressions."""
    moment = moment_of(at)
    position_member, at_member = (f'"{name}":' for name in ADDED)
    return f"""',{position_member}' || {position} || ',{at_member}"' || {moment} || '"}}'"""


def moment_of(at: str) -> str:
    """SQL of a moment as it is written in answers (RFC 3339, UTC, whole seconds)."""
    return f"""to_char({at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
