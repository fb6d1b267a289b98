"""What an act would change: bodies are made anew and compared with what each audience reads now. Nothing is written.

- An event takes its members along; whatever is published takes the documents that it quotes along, and their origins.
- A document is published as long as a published body quotes it, or it is the origin of one that is.
- Whoever is withdrawn is named nowhere any more. Bodies that named them are made anew where nothing else in them has
  changed; otherwise the entries that name them are cut out of the body as it was; otherwise it goes too, until somebody
  has looked at it (docs/decisions/0006-publishing.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.utils import timezone

from publication.documents import make_documents
from publication.drafting import Draft
from publication.halving import making
from publication.ready import Plan
from publication.standing import (
    members,
    merges_of,
)
from publication.subjects import Subject, by_kind
from publication.vocabulary import Kind
from sources.collecting import collecting_paused


def plan(
    subjects: Iterable[Subject],
    *,
    leaving: Iterable[Subject] = (),
    silenced: Collection[UUID] | None = None,
    with_members: bool = True,
    documents_anew: bool = True,
    edits_until: int | None = None,
    joining: Collection[Kind] = (),
    day: date | None = None,
) -> Plan:
    """What publishing ``subjects`` and withdrawing ``leaving`` would change.

    ``silenced``, where ``leaving`` are held: passages that may not be quoted any more, because they tell of these.
    ``documents_anew=False`` leaves documents that are published already as they are: for runs over everything, which
    come to the documents at their end. ``edits_until``: later touches are the act's own and no edits of others.
    ``joining``: kinds of which everybody who may be seen may be named, because all are about to be published.
    ``day``: that of the statuses, today if not given. :raises CannotBeMade: when a body cannot be.
    """
    gone = set(leaving)
    # A former record that is still out under its own id tells of whoever leaves.
    formers = merges_of(by_kind(gone)[Kind.PERSON]).items()
    gone |= {Subject(Kind.PERSON, one) for one, survivor in formers if Subject(Kind.PERSON, survivor) in gone}
    wanted = set(subjects) - gone
    # Only who is asked for takes the other records of the same person along: a survivor's drafts must not go out
    # because a former record is withdrawn, or is still a member of an event.
    of_one_person = merges_of(by_kind(wanted)[Kind.PERSON])
    wanted |= {Subject(Kind.PERSON, one) for pair in of_one_person.items() for one in pair} - gone
    if with_members:
        wanted |= {Subject(Kind.PERSON, person) for person in members(by_kind(wanted)[Kind.EVENT])} - gone
    merged = merges_of(by_kind(wanted)[Kind.PERSON])
    draft = Draft(wanted=wanted, gone=gone, merged=merged, silenced=silenced, day=day or timezone.localdate())
    draft.edits_until = edits_until
    draft.joining = joining
    with collecting_paused(), making():
        draft.make_bodies()
        if with_members:
            draft.take_drafted_events_along()
        draft.take_names_back_elsewhere()
        draft.take_out_of_others()
        draft.call_otherwise_in_drafts()
        make_documents(draft, anew=documents_anew)
        return draft.finished()
