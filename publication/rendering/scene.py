"""What an audience may know of a batch: who may be named, which documents are citable, and what is said of each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar
from uuid import UUID

from people.corroboration import UNKNOWN_CODES, Compare, Voice, Weighed, comparison, weigh
from people.models import Event, Person, Place
from people.vocabulary import Basis, Verdict
from publication.rendering.batch import Batch, Passage
from publication.rendering.cited import Cited
from publication.rendering.naming import Called, Spelling, called_among
from publication.rendering.rows import Row, own
from publication.rendering.shapes.evidence import DocumentRef, OrganisationRef, PlaceRef, Ref
from publication.rendering.withheld import stated_record
from sources.agreement import refines
from sources.derivations import ends_of
from sources.models import Document, Organisation
from sources.record import Record
from sources.vocabulary import Audience

B = TypeVar("B")
AnyRef: TypeAlias = Ref | OrganisationRef | PlaceRef | DocumentRef
Said: TypeAlias = Mapping[str, Weighed[Cited]]
"""By field, what is said of a row."""
SILENCE: Said = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered(Generic[B]):
    """A finished body, and what it hangs on.

    ``read``: every row whose change could change the body, shown in it or not; citations and passages are not among
    them, for a write on one is a write on its target or its document. ``quotes``: the passages of its footnotes.
    ``passages``: of a document's body, those that it shows because other bodies quote them.
    """

    body: B
    read: frozenset[UUID]
    quotes: frozenset[UUID]
    passages: frozenset[UUID] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """One audience's view of a batch. What is asked once is remembered.

    By model, ``visible`` is what the audience may know of, and ``known`` what of it bodies may name. ``citable`` are
    the documents that footnotes may quote and that count. ``passages``: by document, those that its body shows.
    ``published_as``: persons and events that are not part of the act, whose drafts must not show in bodies of others.
    """

    batch: Batch
    audience: Audience
    known: Mapping[type[Record], frozenset[UUID]]
    visible: Mapping[type[Record], frozenset[UUID]]
    citable: frozenset[UUID]
    passages: Mapping[UUID, Sequence[Passage]] = field(default_factory=dict)
    published_as: Mapping[UUID, Called] = field(default_factory=dict)
    _said: dict[int, Said] = field(default_factory=dict)
    _refs: dict[UUID, Any] = field(default_factory=dict)
    _voices: dict[UUID, Voice] = field(default_factory=dict)
    _comparisons: dict[tuple[type[Record], str], Compare] = field(default_factory=dict)

    def said(self, row: Row) -> Said:
        """What the audience may hear about a row, weighed, by field."""
        # Rows live as long as their batch, and their own identity is looked up much faster than that of the record.
        found = self._said.get(id(row))
        if found is None:
            found = self._said[id(row)] = self._weighed(row)
        return found

    def plain(self, row: Row, name: str) -> str | None:
        """The row's own value as text, where it may be shown."""
        value = own(row, name)
        return value if value not in UNKNOWN_CODES and self._is_borne(row, name, value) else None

    def lies_in(self, row: Row, name: str, value: str, stated: str) -> bool:
        """Whether the stated value is the given one, or a finer one inside it."""
        if stated == value:
            return True
        parse = row.shape.parsers.get(name)
        return parse is not None and refines(parse(stated), parse(value))

    def person(self, person: UUID | None) -> Ref | None:
        """A person, where they may be named."""
        return self.ref(Person, person) if person else None

    def event(self, event: UUID | None) -> Ref | None:
        """An event, where it may be named."""
        return self.ref(Event, event) if event else None

    def ref(self, model: type[Record], record: UUID) -> Any:
        """A record as other bodies name it, in the shape of its kind's ``…Ref``; None where it may not be named."""
        if record not in self.known[model]:
            return None
        found = self._refs.get(record)
        if found is None:
            found = self._refs[record] = _REFS[model](self, record)
        return found

    def called(self, person: UUID) -> Called:
        """By the preferred name where it may be seen, else by the first that a source prints, else by none."""
        names = self.batch.names.get(person, ())
        return called_among(person, self.batch.persons[person].slug, (self._spelling(row) for row in names))

    def document(self, document: UUID) -> DocumentRef:
        """A document that a footnote quotes, by title and publisher; the publisher only where it may be named."""
        found: DocumentRef | None = self._refs.get(document)
        if found is None:
            found = self._refs[document] = _document(self, document)
        return found

    def stands(self, citation: Cited) -> bool:
        """Whether the document of a citation was not retracted."""
        return self.batch.documents[citation.document].retracted is None

    def _spelling(self, row: Row) -> Spelling:
        told = row.audience >= self.audience and (row.preferred or self.plain(row, "text") is not None)
        return Spelling(row.text, row.preferred, told)

    def _weighed(self, row: Row) -> Said:
        found = [c for c in self.batch.cited.get(row.id, ()) if self._hears(c, row)]
        if not found:
            return SILENCE
        by_field: dict[str, list[tuple[str, Cited]]] = {}
        for citation in found:
            by_field.setdefault(citation.field, []).append((citation.states, citation))
        return {
            name: weigh(told, voice=self._voice, stands=self.stands, compare=self._compare(row, name))
            for name, told in by_field.items()
        }

    def _hears(self, citation: Cited, row: Row) -> bool:
        audience = self.audience
        if citation.audience < audience or citation.passage_audience < audience:
            return False
        if citation.document not in self.citable:
            return False
        if citation.person and citation.person not in self.known[Person]:
            return False
        if citation.organisation and citation.organisation not in self.known[Organisation]:
            return False
        if self.batch.is_withheld(audience, citation.document, citation.start, citation.end):
            return False
        stated = stated_record(citation, row)
        return stated is None or stated[1] in self.known[stated[0]]

    def _is_borne(self, row: Row, name: str, value: str) -> bool:
        """Whether an accepted citation bears the value and, where such citations state values, one of them is in it."""
        said = self.said(row)
        if not said:
            return False
        borne = stating = False
        for heard in row.shape.borne[name]:
            weighed = said.get(heard)
            for citation in weighed.citations if weighed else ():
                if citation.verdict != Verdict.ACCEPTED:
                    continue
                borne = True
                if heard == name and citation.states:
                    if self.lies_in(row, name, value, citation.states):
                        return True
                    stating = True
        return borne and not stating

    def _voice(self, citation: Cited) -> Voice | None:
        if citation.basis == Basis.IMPLIED:
            return None
        named = citation.person or citation.organisation or citation.description
        return frozenset((named,)) if named else self._voice_of(citation.document)

    def _voice_of(self, document: UUID) -> Voice:
        found = self._voices.get(document)
        if found is None:
            texts = ends_of(document, self.batch.arrows, audience=self.audience, among=self.visible[Document])
            found = frozenset(self._publisher(text) or text for text in texts)
            self._voices[document] = found
        return found

    def _publisher(self, document: UUID) -> UUID | None:
        """Who speaks in a document, where they may be named: what is counted must not hang on the others."""
        publisher: UUID | None = self.batch.documents[document].publisher_id
        return publisher if publisher in self.known[Organisation] else None

    def _compare(self, row: Row, name: str) -> Compare:
        key = (row.shape.model, name)
        if key not in self._comparisons:
            self._comparisons[key] = comparison(*key, self.batch.around)
        return self._comparisons[key]


def _person(scene: Scene, person: UUID) -> Ref:
    called = scene.published_as.get(person) or scene.called(person)
    return {"id": str(person), "slug": called.slug, "name": called.name}


def _event(scene: Scene, event: UUID) -> Ref:
    row = scene.batch.events[event]
    called = scene.published_as.get(event) or Called(row.slug, row.name)
    return {"id": str(event), "slug": called.slug, "name": called.name}


def _place(scene: Scene, place: UUID) -> PlaceRef:
    row = scene.batch.places[place]
    return {"id": str(place), "slug": row.slug, "name": row.name, "kind": row.kind, "country": row.country or None}


def _organisation(scene: Scene, organisation: UUID) -> OrganisationRef:
    row = scene.batch.organisations[organisation]
    return {"id": str(organisation), "slug": row.slug, "name": row.name}


def _document(scene: Scene, document: UUID) -> DocumentRef:
    row = scene.batch.documents[document]
    publisher = scene.ref(Organisation, row.publisher_id) if row.publisher_id else None
    name = scene.batch.organisations[row.publisher_id].name if publisher else None
    return {"id": str(document), "slug": row.slug, "title": row.title or None, "publisher": name}


_REFS: dict[type[Record], Callable[[Scene, UUID], AnyRef]] = {
    Person: _person,
    Event: _event,
    Place: _place,
    Organisation: _organisation,
    Document: _document,
}
