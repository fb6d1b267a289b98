"""The documents that a plan takes along: those that its bodies quote, and their origins. Rules: decision 0006."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from people.naming.indexing import KeysAtHand
from publication.cutting import with_passages
from publication.drafting import Draft
from publication.halving import Failed, in_parts, making
from publication.ready import Ready
from publication.refusals import CannotBeMade
from publication.rendering.bodies import render
from publication.settling import changed_besides
from publication.standing import (
    origins,
    passages_of,
    published,
    published_ids,
    quoted,
    read_by_documents,
)
from publication.subjects import Subject
from publication.vocabulary import AUDIENCES, Kind
from sources.vocabulary import Audience

Made = Mapping[UUID, Any]
"""By document its rendering; None of which none can be made."""


def make_documents(draft: Draft, *, anew: bool) -> None:
    """Render the documents that are quoted, and let go of those that nothing leads to any more."""
    leaving = {a: {s.id for s in draft.gone[a] if s.kind == Kind.DOCUMENT} for a in AUDIENCES}
    found = {a: _documents_concerned(draft, a, anew=anew) - leaving[a] for a in AUDIENCES}
    done = {a: set(leaving[a]) for a in AUDIENCES}
    while todo := {a: ids | (origins(a, ids) - done[a]) for a, ids in found.items() if ids}:
        _make_documents(draft, todo)
        for audience, ids in todo.items():
            done[audience] |= ids
        found = {
            a: (_orphans(draft, a, ids) - done[a]) | _quoted_by_documents(draft, a, leaving[a])
            for a, ids in todo.items()
        }


def _documents_concerned(draft: Draft, audience: Audience, *, anew: bool) -> set[UUID]:
    """What new bodies quote and what earlier ones did, as far as that may have changed."""
    bodies = draft.bodies[audience]
    quoted_now = frozenset[UUID]().union(*(ready.documents for ready in bodies.values()))
    changing = {s: b for s, b in draft.before[audience].items() if s not in bodies or bodies[s].hash != b.hash}
    earlier = frozenset[UUID]().union(*(b.documents for s, b in changing.items() if s.kind != Kind.DOCUMENT))
    # What is taken back is not left standing in a document until a run comes to the documents.
    left = frozenset[UUID]().union(*(b.documents for s, b in changing.items() if s not in bodies))
    fresh = frozenset[UUID]().union(
        *(r.documents for s, r in bodies.items() if s in changing or s not in draft.before[audience])
    )
    known = published_ids(audience, Kind.DOCUMENT, quoted_now) if quoted_now else set()
    return draft.documents[audience] | left | (quoted_now - known) | ((earlier | fresh) if anew else set())


def _make_documents(draft: Draft, todo: Mapping[Audience, set[UUID]]) -> None:
    for audience, documents in todo.items():
        draft.documents[audience] |= documents
        draft.before[audience] |= published(audience, {Subject(Kind.DOCUMENT, one) for one in documents})
    passages = {audience: _passages(draft, audience, documents) for audience, documents in todo.items()}
    rendered = _rendered(draft, todo, passages)
    for audience, documents in todo.items():
        made = {pk: one for pk, one in rendered[audience].items() if pk in documents}
        _take_documents(draft, audience, documents, made, passages[audience])


def _rendered(
    draft: Draft, todo: Mapping[Audience, set[UUID]], passages: Mapping[Audience, Mapping[UUID, set[UUID]]]
) -> Mapping[Audience, Made]:
    """Bodies of documents, for all audiences together, for mostly these are told the same.

    :raises CannotBeMade: where something is published; who is taken back must not stay for the fault of a document.
    """
    found: dict[Audience, dict[UUID, Any]] = {audience: {} for audience in todo}
    broken: Failed = {}

    def make(part: list[Subject]) -> None:
        with making():
            made = render(
                Kind.DOCUMENT,
                [subject.id for subject in part],
                audiences=tuple(todo),
                day=draft.day,
                named=draft.named,
                passages=lambda audience, ids: {pk: passages[audience].get(pk, set()) for pk in ids},
            )
        for audience, bodies in made.items():
            found[audience].update(bodies)

    documents = [Subject(Kind.DOCUMENT, one) for one in set[UUID]().union(*todo.values())]
    if draft.wanted:
        make(documents)
    else:
        in_parts(documents, make, broken)
    for bodies in found.values():
        bodies.update(dict.fromkeys(subject.id for subject in broken))
    return found


def _take_documents(
    draft: Draft,
    audience: Audience,
    documents: set[UUID],
    rendered: Made,
    passages: Mapping[UUID, Collection[UUID]],
) -> None:
    """Of documents that were made anew, those that something leads to; the others leave."""
    asked = {Subject(Kind.DOCUMENT, document) for document in documents}
    kept = _led_to(draft, audience, documents, passages)
    bodies = {Subject(Kind.DOCUMENT, pk): one for pk, one in rendered.items() if one and pk in kept}
    broken = {Subject(Kind.DOCUMENT, pk) for pk, one in rendered.items() if one is None and pk in kept}
    as_published = _without_drafts(draft, audience, set(bodies), passages) | _as_out(draft, audience, broken, passages)
    draft.cut[audience] |= set(as_published)
    made = {subject: draft.ready(subject, one, KeysAtHand([])) for subject, one in bodies.items()}
    draft.bodies[audience] |= made | as_published
    draft.gone[audience] |= {s for s in asked if s.id not in kept and s in draft.before[audience]}


def _without_drafts(
    draft: Draft, audience: Audience, documents: set[Subject], passages: Mapping[UUID, Collection[UUID]]
) -> dict[Subject, Ready]:
    """Where nothing is published but only taken back: documents with drafts, as they were but for the passages."""
    out = documents.intersection(draft.before[audience]) - draft.silenced[audience]
    if draft.wanted or not out:
        return {}
    leaving = {subject.id for subject in draft.gone[audience]}
    edited = changed_besides([subject.id for subject in out], leaving, until=draft.edits_until)
    drafted = {subject for subject in out if subject.id in edited}
    return {subject: with_passages(audience, subject, passages.get(subject.id, ())) for subject in drafted}


def _as_out(
    draft: Draft, audience: Audience, broken: set[Subject], passages: Mapping[UUID, Collection[UUID]]
) -> dict[Subject, Ready]:
    """Documents that cannot be made anew, as they were, but for the passages that nobody quotes any more.

    :raises CannotBeMade: where what has to go may stand elsewhere in the body, too, or the document was not out before.
    """
    if broken - set(draft.before[audience]) or broken & draft.silenced[audience]:
        raise CannotBeMade(CannotBeMade.__doc__)
    return {subject: with_passages(audience, subject, passages.get(subject.id, ())) for subject in broken}


def _passages(draft: Draft, audience: Audience, documents: set[UUID]) -> dict[UUID, set[UUID]]:
    """What published bodies quote of each document once the act is done."""
    changing = {s.id for s in (*draft.bodies[audience], *draft.gone[audience])}
    found = quoted(audience, documents, besides=changing)
    now = frozenset[UUID]().union(*(r.quotes for s, r in draft.bodies[audience].items() if s.kind != Kind.DOCUMENT))
    new = passages_of(documents, now)
    return {pk: found.get(pk, set()) | new.get(pk, set()) for pk in {*found, *new}}


def _led_to(
    draft: Draft, audience: Audience, documents: set[UUID], passages: Mapping[UUID, Collection[UUID]]
) -> set[UUID]:
    """Those that are quoted, and the origins of others that are, here or elsewhere."""
    quoted_ones = {document for document in documents if passages.get(document)}
    elsewhere = read_by_documents(audience, documents, besides=documents)
    return (
        quoted_ones
        | elsewhere
        | (draft.cited[audience] & documents)
        | (origins(audience, quoted_ones | elsewhere) & documents)
    )


def _quoted_by_documents(draft: Draft, audience: Audience, leaving: set[UUID]) -> set[UUID]:
    """What documents quote for their own sake (who published them, say) and what has not gone out with them yet."""
    bodies = [ready for s, ready in draft.bodies[audience].items() if s.kind == Kind.DOCUMENT]
    fresh = frozenset[UUID]().union(*(ready.documents for ready in bodies)) - draft.cited[audience] - leaving
    draft.cited[audience] |= fresh
    missing = {one for one in fresh if Subject(Kind.DOCUMENT, one) not in draft.bodies[audience]}
    draft.gone[audience] -= {Subject(Kind.DOCUMENT, one) for one in missing}
    return missing


def _orphans(draft: Draft, audience: Audience, documents: set[UUID]) -> set[UUID]:
    """Published origins of those among the documents that have just left."""
    left = {s.id for s in draft.gone[audience] if s.kind == Kind.DOCUMENT} & documents
    return published_ids(audience, Kind.DOCUMENT, origins(audience, left)) if left else set()
