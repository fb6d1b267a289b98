"""What a release takes from its event: date, mode and forced exile, where it has none of its own, claims included."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from people.corroboration import UNKNOWN_CODES, Claim, Corroboration, Voice, comparison
from people.models import Citation, Release
from people.stated import own_value
from publication.rendering.page import Page
from publication.rendering.shapes.evidence import Told
from sources.agreement import overall

INHERITED = ("date", "mode", "forced_exile")


def inherited(page: Page, release: Release, field: str) -> Told[Any] | None:
    """The release's own value of one of ``INHERITED``, else the event's together with what is said of the release."""
    weighed, value = effective(page, release, field)
    return page.tell(release, field, value, weighed)


def effective(page: Page, release: Release, field: str) -> tuple[Corroboration, str | None]:
    """What is said, and the value that may be shown."""
    own, event = page.said(release, field), release.event
    if own_value(release, field) not in UNKNOWN_CODES or event is None or event.pk not in page.scene.events:
        return own, page.plain(release, field)
    of_event = page.said(event, field)
    return together(own, of_event) if own.citations else of_event, page.plain(event, field)


def together(one: Corroboration, other: Corroboration) -> Corroboration:
    """Two bodies of evidence on fields that mean the same, weighed as one."""
    citations = (*one.citations, *other.citations)
    stating: defaultdict[str, tuple[Citation, ...]] = defaultdict(tuple)
    voices: defaultdict[str, frozenset[Voice]] = defaultdict(frozenset)
    for claim in (*one.claims, *other.claims):
        stating[claim.value] += claim.citations
        voices[claim.value] |= claim.voices
    claims = [Claim(value=value, citations=stating[value], voices=voices[value]) for value in stating]
    standing = [c.value for c in claims if any(told.passage.document.retracted is None for told in c.citations)]
    return Corroboration(
        citations=citations,
        claims=tuple(sorted(claims, key=lambda claim: (-claim.independent, claim.value))),
        voices=one.voices | other.voices,
        agreement=overall(standing, comparison(citations[0], {})),
    )
