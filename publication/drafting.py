"""A plan in the making: bodies by audience, who leaves, and what follows from both. Rules: decision 0006."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from people.naming.indexing import KeysAtHand
from publication.cutting import as_published, calling, cut_out
from publication.halving import Failed, in_parts, making
from publication.inheriting import differing, events_of
from publication.ready import Plan, Ready, Step
from publication.rendering.bodies import render
from publication.rendering.naming import Called
from publication.rendering.visible import visible_documents
from publication.settling import changed_besides
from publication.standing import (
    dependents,
    formerly_merged,
    names_of,
    published,
    published_as,
    quoting,
)
from publication.subjects import KINDS, Subject, by_kind
from publication.vocabulary import AUDIENCES, Kind, Operation
from sources.vocabulary import Audience

Bodies = dict[Audience, dict[Subject, Ready]]


class Draft:
    """A plan in the making: bodies by audience, and who leaves."""

    def __init__(
        self,
        *,
        wanted: set[Subject],
        gone: set[Subject],
        merged: Mapping[UUID, UUID],
        silenced: Collection[UUID] | None,
        day: date,
    ) -> None:
        self.day = day
        self.edits_until: int | None = None
        self.joining: Collection[Kind] = ()
        self.holding = silenced is not None
        self.silenced = {audience: quoting(audience, silenced or ()) for audience in AUDIENCES}
        self.merged = merged
        self.wanted = wanted
        self.gone: dict[Audience, set[Subject]] = {audience: set(gone) for audience in AUDIENCES}
        self.bodies: Bodies = {audience: {} for audience in AUDIENCES}
        self.cut: dict[Audience, set[Subject]] = {audience: set() for audience in AUDIENCES}
        self.renamed: dict[Audience, set[UUID]] = {}
        self.before = {audience: published(audience, wanted | gone) for audience in AUDIENCES}
        self.documents: dict[Audience, set[UUID]] = {audience: set() for audience in AUDIENCES}
        self.cited: dict[Audience, set[UUID]] = {audience: set() for audience in AUDIENCES}
        self._made: dict[int, tuple[Any, Ready]] = {}

    def make_bodies(self) -> None:
        """Render persons and events; those without a body any more leave."""
        for audience in AUDIENCES:
            asked_for = set(by_kind(self.wanted)[Kind.DOCUMENT])
            visible = set(visible_documents(audience).filter(pk__in=asked_for).values_list("pk", flat=True))
            self.documents[audience] |= visible
            self.gone[audience] |= {Subject(Kind.DOCUMENT, one) for one in asked_for - visible}
        asked = {subject for subject in self.wanted if subject.kind != Kind.DOCUMENT}
        for audience, bodies in self._rendered(asked, AUDIENCES).items():
            self.bodies[audience] |= bodies
            self.gone[audience] |= {s for s in asked if s not in bodies and s in self.before[audience]}

    def take_drafted_events_along(self) -> None:
        """Publish events as well whose drafts the bodies of their members would show."""
        persons = [ready for bodies in self.bodies.values() for s, ready in bodies.items() if s.kind == Kind.PERSON]
        others = {Subject(Kind.EVENT, event) for event in events_of(persons)} - self.wanted
        edited = changed_besides([event.id for event in others], (), until=None) if others else set()
        events = {event for event in others if event.id in edited}
        if not events:
            return
        drafted: set[Subject] = set()
        for audience, bodies in self._rendered(events, AUDIENCES).items():
            known = published(audience, events)
            pairs = [(known[event], ready) for event, ready in bodies.items() if event in known]
            drafted |= {ready.subject for ready in differing(pairs)}
        if drafted:
            self.wanted |= drafted
            for audience in AUDIENCES:
                self.before[audience] |= published(audience, drafted)
            self.make_bodies()

    def take_names_back_elsewhere(self) -> None:
        """Make anew who calls somebody by a name that is none of theirs any more, where nothing else has changed."""
        for audience, bodies in self.bodies.items():
            before = self.before[audience]
            renamed = {s.id for s, r in bodies.items() if s in before and r.takes_name_back(before[s])}
            self.renamed[audience] = renamed
            others = dependents(audience, renamed) - set(bodies) if renamed else set()
            others = {subject for subject in others if subject.kind != Kind.DOCUMENT}
            edited = changed_besides([subject.id for subject in others], renamed | names_of(renamed), until=None)
            clean = {subject for subject in others if subject.id not in edited}
            self.before[audience] |= published(audience, clean)
            # Of whom none can be made, the body is left as it was and only calls them otherwise.
            self.bodies[audience] = bodies | self._remade(clean, audience)[0]

    def call_otherwise_in_drafts(self) -> None:
        """Let bodies that stay as they were, for they have drafts, call nobody by a name that was taken back."""
        for audience, renamed in self.renamed.items():
            bodies = self.bodies[audience]
            called = {str(s.id): Called(r.columns.slug, r.columns.name) for s, r in bodies.items() if s.id in renamed}
            others = dependents(audience, renamed) - self.gone[audience] if called else set()
            drafted = {s for s in others if s.kind != Kind.DOCUMENT and (s not in bodies or s in self.cut[audience])}
            self.before[audience] |= published(audience, drafted)
            self.cut[audience] |= drafted
            for subject in drafted:
                ready = bodies.get(subject) or as_published(audience, subject)
                bodies[subject] = calling(ready, called)

    def take_out_of_others(self) -> None:
        """Make anew, cut or withdraw what was made from those who leave, and go on with whoever leaves for that."""
        for audience in AUDIENCES:
            # Whoever was not out is named nowhere, but a held one may still be among somebody's former ids.
            fresh = {s for s in self.gone[audience] if self.holding or s in self.before[audience]}
            seen: set[Subject] = set()
            # Bodies of this act were made in the knowledge of whoever leaves first, not of those who leave for that.
            others = (self._named_by(audience, fresh) | self.silenced[audience]) - set(self.bodies[audience])
            while others:
                seen |= fresh
                self.documents[audience] |= {s.id for s in others if s.kind == Kind.DOCUMENT}
                fresh = self._without(audience, {s for s in others if s.kind != Kind.DOCUMENT} - seen) - seen
                self.gone[audience] |= fresh
                others = self._named_by(audience, fresh)

    def finished(self) -> Plan:
        """The plan."""
        made = Plan()
        for audience in AUDIENCES:
            returned = formerly_merged(audience, [s.id for s in self.bodies[audience] if s.kind == Kind.PERSON])
            for subject, ready in self.bodies[audience].items():
                before = self.before[audience].get(subject)
                if before and before.hash == ready.hash:
                    # What was only cut has not considered its drafts, though nothing was to be cut.
                    made.unchanged.extend([(audience, ready)] if subject not in self.cut[audience] else ())
                    continue
                operation = Operation.UNMERGE if subject.id in returned else Operation.UPSERT
                made.steps.append(self._step(audience, operation, subject, ready))
            left = self.gone[audience]
            made.steps.extend(self._farewell(audience, subject) for subject in left if subject in self.before[audience])
            made.steps.extend(self._parting_with_former_ids(audience, left - set(self.before[audience])))
        return made

    def _rendered(self, asked: Collection[Subject], audiences: Iterable[Audience]) -> Bodies:
        found: Bodies = {audience: {} for audience in audiences}
        for kind, ids in by_kind(asked).items():
            rendered = render(kind, ids, audiences=tuple(found), day=self.day, named=self.named) if ids else {}
            keys = KeysAtHand(ids)
            for audience, bodies in rendered.items():
                subjects = {Subject(kind, pk): one for pk, one in bodies.items()}
                found[audience] |= {subject: self.ready(subject, one, keys) for subject, one in subjects.items()}
        return found

    def _remade(self, asked: Collection[Subject], audience: Audience) -> tuple[dict[Subject, Ready], set[Subject]]:
        """Bodies that only follow, and of whom none can be made: their fault must not keep somebody else in sight."""
        bodies: dict[Subject, Ready] = {}
        broken: Failed = {}

        def make(part: list[Subject]) -> None:
            with making():
                bodies.update(self._rendered(part, [audience])[audience])

        in_parts(list(asked), make, broken)
        return bodies, set(broken)

    def ready(self, subject: Subject, rendered: Any, keys: KeysAtHand) -> Ready:
        """One for one rendering: what serves several audiences is written out and hashed once."""
        if id(rendered) not in self._made:
            told = {"body": rendered.body, "reads": rendered.read, "quotes": rendered.quotes, "keys": keys}
            ready = Ready(subject=subject, **told)
            self._made[id(rendered)] = (rendered, ready)
        return self._made[id(rendered)][1]

    def named(self, audience: Audience, model: type[Any], ids: Collection[UUID]) -> dict[UUID, Called | None]:
        """Who may be named: what is published and stays, as it is called there, and what is about to be."""
        kind = KINDS[model]
        joining = {s.id for s in self.wanted if s.kind == kind} | (
            self.documents[audience] if kind == Kind.DOCUMENT else set()
        )
        leaving = {s.id for s in self.gone[audience] if s.kind == kind}
        if kind in self.joining:
            return dict.fromkeys(set(ids) - leaving)
        known = {**published_as(audience, kind, ids), **dict.fromkeys(joining.intersection(ids))}
        return {pk: called for pk, called in known.items() if pk not in leaving}

    def _named_by(self, audience: Audience, leaving: set[Subject]) -> set[Subject]:
        """Whose bodies, published or about to be, were made from any of those who leave."""
        ids = {subject.id for subject in leaving}
        joining = {subject for subject, ready in self.bodies[audience].items() if not ids.isdisjoint(ready.reads)}
        return (dependents(audience, ids) | joining) - leaving if ids else set()

    def _without(self, audience: Audience, others: set[Subject]) -> set[Subject]:
        """Bodies of others without those who leave. Returns which of them have to leave as well."""
        self.before[audience] |= published(audience, others)
        leaving = {subject.id for subject in self.gone[audience]}
        besides = leaving | names_of(leaving)
        edited = changed_besides([subject.id for subject in others], besides, until=self.edits_until)
        clean = {subject for subject in others if subject.id not in edited or subject in self.wanted}
        bodies, broken = self._remade(clean, audience)
        to_cut = (others - clean | broken & set(self.before[audience])) - self.silenced[audience]
        cut = {subject: ready for subject in to_cut if (ready := cut_out(audience, subject, leaving))}
        self.cut[audience] |= set(cut)
        kept = {subject: ready for subject, ready in self.bodies[audience].items() if subject not in others}
        self.bodies[audience] = kept | bodies | cut
        return others - set(self.bodies[audience])

    def _step(self, audience: Audience, operation: Operation, subject: Subject, ready: Ready) -> Step:
        return Step(
            audience=audience,
            operation=operation,
            subject=subject,
            name=ready.body["name"],
            before=self.before[audience].get(subject),
            ready=ready,
            cut=subject in self.cut[audience],
        )

    def _parting_with_former_ids(self, audience: Audience, left: set[Subject]) -> list[Step]:
        """Records that were merged away and whose ids and slugs shall not even lead to the survivor any more."""
        merged = formerly_merged(audience, by_kind(left)[Kind.PERSON])
        return [
            Step(audience=audience, operation=Operation.WITHDRAW, subject=subject, name=str(subject.id))
            for subject in left
            if subject.id in merged
        ]

    def _farewell(self, audience: Audience, subject: Subject) -> Step:
        before = self.before[audience][subject]
        survivor = self.merged.get(subject.id) if subject.kind == Kind.PERSON else None
        ready = self.bodies[audience].get(Subject(Kind.PERSON, survivor)) if survivor else None
        # Whom the survivor's body does not own up to, the feed does not lead there either.
        stays = ready is not None and str(subject.id) in ready.body["former_ids"]
        return Step(
            audience=audience,
            operation=Operation.MERGE if stays else Operation.WITHDRAW,
            subject=subject,
            name=before.name,
            before=before,
            into=survivor if stays else None,
        )
