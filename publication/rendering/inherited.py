"""What a release takes from its event: date, mode and forced exile, where it has none of its own, claims included."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from people.corroboration import UNKNOWN_CODES, ClaimOf, Voice, Weighed, comparison
from people.models import Release
from publication.rendering.cited import Cited
from publication.rendering.page import Page
from publication.rendering.rows import Row, own
from publication.rendering.shapes.evidence import Told
from sources.agreement import overall

INHERITED = ("date", "mode", "forced_exile")


def inherited(page: Page, release: Row, field: str) -> Told[Any] | None:
    """The release's own value of one of ``INHERITED``, else the event's together with what is said of the release."""
    weighed, value = effective(page, release, field)
    return page.tell(release, field, value, weighed)


def effective(page: Page, release: Row, field: str) -> tuple[Weighed[Cited], str | None]:
    """What is said, and the value that may be shown."""
    said = page.weighed(release, field)
    if own(release, field) not in UNKNOWN_CODES or page.named(release, "event") is None:
        return said, page.plain(release, field)
    event = page.scene.batch.events[release.event_id]
    of_event = page.weighed(event, field)
    return _together(page, said, of_event, field) if said.citations else of_event, page.plain(event, field)


def _together(page: Page, one: Weighed[Cited], other: Weighed[Cited], field: str) -> Weighed[Cited]:
    """Two bodies of evidence on fields that mean the same, weighed as one."""
    stating: defaultdict[str, tuple[Cited, ...]] = defaultdict(tuple)
    voices: defaultdict[str, frozenset[Voice]] = defaultdict(frozenset)
    for claim in (*one.claims, *other.claims):
        stating[claim.value] += claim.citations
        voices[claim.value] |= claim.voices
    claims = [ClaimOf(value=value, citations=stating[value], voices=voices[value]) for value in stating]
    standing = [claim.value for claim in claims if any(map(page.scene.stands, claim.citations))]
    return Weighed(
        citations=(*one.citations, *other.citations),
        claims=tuple(sorted(claims, key=lambda claim: (-claim.independent, claim.value))),
        voices=one.voices | other.voices,
        agreement=overall(standing, comparison(Release, field, {})),
    )
