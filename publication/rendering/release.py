"""Ways out: releases, and the legs of the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from people.vocabulary import Stage
from publication.rendering.inherited import inherited
from publication.rendering.page import Page
from publication.rendering.rows import Row
from publication.rendering.shapes.persons import DestinationBody, ReleaseBody
from sources.vocabulary import Audience

STAGES = [stage.value for stage in Stage]


def shown_releases(page: Page, rows: Iterable[Row]) -> list[Row]:
    """The releases that the audience may see; those of an event that may not be named only where it is not held."""
    scene = page.scene
    held = frozenset() if scene.audience == Audience.INTERNAL else scene.batch.held
    return [row for row in rows if row.event_id not in held]


def release(page: Page, row: Row, *, episodes: Collection[str | None]) -> ReleaseBody:
    """One way out. ``episodes``: ids of the detentions in the same body."""
    detention = page.plain(row, "detention")
    event = page.named(row, "event")
    return {
        "event": event,
        "country": page.told(page.scene.batch.events[row.event_id], "country") if event else None,
        "detention": detention if detention in episodes else None,
        "date": inherited(page, row, "date"),
        "mode": inherited(page, row, "mode"),
        "outcome": page.plain(row, "outcome"),
        "forced_exile": inherited(page, row, "forced_exile"),
        "circumstances": page.told(row, "circumstances"),
        "destinations": destinations(page, row),
        **page.backed(row),
        **page.known_none(row),
    }


def destinations(page: Page, parent: Row) -> list[DestinationBody]:
    """The legs of the way of a release or a group, in the order of their stages."""
    legs = sorted(page.under("destinations", parent), key=lambda leg: (STAGES.index(leg.stage), leg.id))
    return [_destination(page, leg) for leg in legs]


def _destination(page: Page, row: Row) -> DestinationBody:
    place = page.named(row, "place")
    return {
        "stage": page.plain(row, "stage"),
        "progress": page.plain(row, "progress"),
        "country": place and place["country"],
        "place": place,
        "date": page.told(row, "date"),
        **page.backed(row),
    }
