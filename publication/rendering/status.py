"""The status in a person's body, with the evidence of the release or episode that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from people.corroboration import Corroboration
from people.models import Detention, Release
from people.vocabulary import Status
from publication.rendering.inherited import effective
from publication.rendering.page import Page
from publication.rendering.shapes.persons import StatusBody

GOING_ON = ("began", "exists", "ended")
ENDED = ("ended",)
"""The fields that the two statuses of an episode rest on; the first is since when."""


def status(
    page: Page, found: Mapping[str, Any], *, episodes: Iterable[Detention], releases: Iterable[Release]
) -> StatusBody:
    """What ``people.status`` found, as far as it rests on rows of the same body; otherwise unknown."""
    for release in releases:
        if str(release.pk) == found.get("id"):
            date, since = effective(page, release, "date")
            said = [page.said(release, field) for field in ("exists", *release.declared.breath)]
            return _resting_on(page, found["value"], since, [*said, date])
    for episode in episodes:
        if str(episode.pk) == found.get("id"):
            fields = ENDED if found["value"] == Status.NOT_DETAINED else GOING_ON
            said = [page.said(episode, field) for field in fields]
            return _resting_on(page, found["value"], page.plain(episode, fields[0]), said)
    return {
        "value": Status.UNKNOWN.value,
        "since": None,
        "conflicting": False,
        "independent_sources": 0,
        "citations": [],
    }


def _resting_on(page: Page, value: str, since: str | None, said: Sequence[Corroboration]) -> StatusBody:
    return {
        "value": value,
        "since": since,
        "conflicting": any(weighed.conflicting for weighed in said),
        "independent_sources": len(frozenset().union(*(weighed.voices for weighed in said))),
        "citations": page.labels(c for weighed in said for c in weighed.citations),
    }
