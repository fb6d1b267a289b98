"""The status in a person's body: what follows from the releases and episodes that the same body shows, and no other.

A day that the body does not tell counts as unknown here too, lest the status betray it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from people.corroboration import Voice, Weighed
from people.status import ALWAYS, OF_OUTCOME, Fact, Rank, course, last_day
from people.vocabulary import Outcome, Status
from publication.rendering.cited import Cited
from publication.rendering.inherited import effective
from publication.rendering.page import Page
from publication.rendering.rows import Row
from publication.rendering.shapes.persons import StandingBody, StatusBody
from sources.dates import NONE

EVIDENCE = {
    Rank.BEGUN: ("began", "exists", "ended"),
    Rank.ENDED: ("ended",),
    Rank.OUT: ("exists", "event", "detention", "outcome"),
}
"""The fields of an episode or a release that its status rests on; of a release also its date."""


def status(page: Page, *, day: date, episodes: Sequence[Row], releases: Sequence[Row]) -> StatusBody:
    """The status on a day, and on all others."""
    told = course([*_of_releases(page, releases, episodes), *_of_episodes(page, episodes)])
    now = next((fact for fact in reversed(told) if fact.holds_from <= day), None)
    said = _evidence(page, now, [*episodes, *releases]) if now else []
    return {
        "value": now.value.value if now else Status.UNKNOWN.value,
        "since": now.since if now else None,
        "conflicting": any(weighed.conflicting for weighed in said),
        "independent_sources": len(frozenset[Voice]().union(*(weighed.voices for weighed in said))),
        "citations": page.labels(citation for weighed in said for citation in weighed.citations),
        "timeline": _timeline(told),
    }


def _timeline(told: Sequence[Fact]) -> list[StandingBody]:
    standings: list[StandingBody] = []
    if not told or told[0].holds_from != ALWAYS:
        standings.append({"value": Status.UNKNOWN.value, "since": None, "from": None})
    for fact in told:
        begins = None if fact.holds_from == ALWAYS else fact.holds_from.isoformat()
        standings.append({"value": fact.value.value, "since": fact.since, "from": begins})
    return standings


def _of_releases(page: Page, releases: Sequence[Row], episodes: Sequence[Row]) -> Iterator[Fact]:
    known = {episode.id: episode for episode in episodes}
    for release in releases:
        outcome = page.plain(release, "outcome") or Outcome.FREED.value
        if outcome != release.outcome:
            # Neither what nobody may hear nor the opposite of it.
            continue
        since = effective(page, release, "date")[1]
        episode = known.get(release.detention_id) if page.plain(release, "detention") else None
        began = page.plain(episode, "began") if episode else None
        yield Fact(
            value=OF_OUTCOME.get(outcome, Status.LAST_KNOWN_DETAINED),
            since=since,
            holds_from=_day(release, "date", since) or (_day(episode, "began", began) if episode else None) or ALWAYS,
            rank=Rank.OUT,
            id=release.id,
        )


def _of_episodes(page: Page, episodes: Sequence[Row]) -> Iterator[Fact]:
    for episode in episodes:
        began, ended = page.plain(episode, "began"), page.plain(episode, "ended")
        yield Fact(
            value=Status.DETAINED if ended == NONE else Status.LAST_KNOWN_DETAINED,
            since=began,
            holds_from=_day(episode, "began", began) or ALWAYS,
            rank=Rank.BEGUN,
            id=episode.id,
        )
        if last := _day(episode, "ended", ended):
            yield Fact(value=Status.NOT_DETAINED, since=ended, holds_from=last, rank=Rank.ENDED, id=episode.id)


def _day(row: Row, field: str, text: str | None) -> date | None:
    return last_day(row.shape.parsers[field](text)) if text else None


def _evidence(page: Page, fact: Fact, rows: Sequence[Row]) -> list[Weighed[Cited]]:
    row = next(row for row in rows if row.id == fact.id)
    said = [page.weighed(row, field) for field in EVIDENCE[fact.rank]]
    return [*said, effective(page, row, "date")[0]] if fact.rank == Rank.OUT else said
