"""What bodies of persons take from the bodies of events: where that has unpublished changes, the event goes out too.

A release without a date, mode or forced exile of its own shows its event's. Published alone, the person would bring the
event's draft into the open, behind the back of whoever looks at events.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

import orjson

from publication.models import PublishedBody
from publication.ready import Before, Ready

TAKEN_OVER = ("country", "date", "mode", "forced_exile")


def events_of(bodies: Iterable[Ready]) -> set[UUID]:
    """The events that releases in the bodies of persons name."""
    releases = (release for ready in bodies for release in ready.body.get("releases", ()))
    return {UUID(release["event"]["id"]) for release in releases if release["event"]}


def differing(pairs: Collection[tuple[Before, Ready]]) -> list[Ready]:
    """Those of the events whose new bodies say something else than the published ones of what persons take over."""
    hashes = {before.hash for before, _ready in pairs}
    stored = {bytes(one.hash): one.body for one in PublishedBody.objects.filter(pk__in=hashes)} if hashes else {}
    return [
        ready
        for before, ready in pairs
        if _taken_over(orjson.loads(stored[before.hash])) != _taken_over(orjson.loads(ready.written))
    ]


def _taken_over(body: Mapping[str, Any]) -> dict[str, Any]:
    return {member: _spelled_out(body[member], body["citations"]) for member in TAKEN_OVER}


def _spelled_out(value: Any, citations: Mapping[str, Any]) -> Any:
    """A value with its sentences in the place of footnotes, whose numbers depend on the rest of the body."""
    if isinstance(value, dict):
        return {
            name: [citations[label] for label in inner] if name == "citations" else _spelled_out(inner, citations)
            for name, inner in value.items()
        }
    return [_spelled_out(inner, citations) for inner in value] if isinstance(value, list) else value
