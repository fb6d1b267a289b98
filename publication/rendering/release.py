"""Ways out: releases, and the legs of the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from people.models import Destination, Release
from people.vocabulary import Stage
from publication.rendering.inherited import inherited
from publication.rendering.page import Page
from publication.rendering.shapes.persons import DestinationBody, ReleaseBody


def shown_releases(page: Page, rows: Iterable[Release]) -> list[Release]:
    """The releases that the audience may see; those of an event that may not be named only where it is not held."""
    return [row for row in page.shown(rows) if row.event_id not in page.scene.held_events]


def release(page: Page, row: Release, *, episodes: Collection[str | None]) -> ReleaseBody:
    """One way out. ``episodes``: ids of the detentions in the same body."""
    detention = page.plain(row, "detention")
    return {
        "event": page.named(row, "event"),
        "country": page.told(row.event, "country") if row.event and row.event_id in page.scene.events else None,
        "detention": detention if detention in episodes else None,
        "date": inherited(page, row, "date"),
        "mode": inherited(page, row, "mode"),
        "outcome": page.plain(row, "outcome"),
        "forced_exile": inherited(page, row, "forced_exile"),
        "circumstances": page.told(row, "circumstances"),
        "destinations": destinations(page, row.destinations.all()),
        **page.backed(row),
        **page.known_none(row),
    }


def destinations(page: Page, rows: Iterable[Destination]) -> list[DestinationBody]:
    """The legs of the way, in the order of their stages."""
    stages = list(Stage)
    legs = sorted(page.shown(rows), key=lambda leg: (stages.index(Stage(leg.stage)), str(leg.pk)))
    return [_destination(page, leg) for leg in legs]


def _destination(page: Page, row: Destination) -> DestinationBody:
    place = page.named(row, "place")
    return {
        "stage": page.plain(row, "stage"),
        "progress": page.plain(row, "progress"),
        "country": place and place["country"],
        "place": place,
        "date": page.told(row, "date"),
        **page.backed(row),
    }
