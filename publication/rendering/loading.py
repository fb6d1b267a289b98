"""Loads a batch in a fixed number of queries, however many records it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeAlias
from uuid import UUID

from people.models import Event, Name, Person, Place
from people.places import ancestors_of
from publication.rendering.asking import ask
from publication.rendering.batch import Batch
from publication.rendering.cited import Cited, citations_on
from publication.rendering.holds import active_holds, held_stretches
from publication.rendering.merges import formers_of
from publication.rendering.relations import RELATIONS, SUBJECTS, Relation, fetch, rows_by_id, selecting
from publication.rendering.rows import Row, row_class
from publication.rendering.withheld import stated_record
from publication.vocabulary import Kind
from sources.derivations import Arrows, arrows_from
from sources.models import Document, Organisation
from sources.record import Record

Wanted: TypeAlias = defaultdict[type[Record], set[UUID]]
"""Ids by model."""
Tree: TypeAlias = dict[str, dict[UUID, list[Row]]]
NAMES_SQL = f"{selecting(Name)} WHERE person_id = ANY(%s) ORDER BY preferred DESC, text, id"
RELEASES_SQL = "SELECT person_id, id, event_id FROM people_release WHERE person_id = ANY(%s)"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Evidence:
    """What is said of the rows at hand, and every record that the rows or their citations point at."""

    cited: defaultdict[UUID, list[Cited]] = field(default_factory=lambda: defaultdict(list))
    wanted: Wanted = field(default_factory=lambda: defaultdict(set))

    def take(self, rows: Collection[Row]) -> None:
        """Ask for the citations on more rows."""
        found = {row.id: row for row in rows}
        for row in found.values():
            for at, model in row.shape.related:
                if row[at] is not None:
                    self.wanted[model].add(row[at])
        for citation in citations_on(found.values()):
            self.cited[citation.target].append(citation)
            self._point(citation, found[citation.target])

    def _point(self, citation: Cited, row: Row) -> None:
        self.wanted[Document].add(citation.document)
        if citation.person:
            self.wanted[Person].add(citation.person)
        if citation.organisation:
            self.wanted[Organisation].add(citation.organisation)
        if stated := stated_record(citation, row):
            self.wanted[stated[0]].add(stated[1])


def load_batch(kind: Kind, ids: Collection[UUID]) -> Batch:
    """The records of a kind with everything around them; unknown ids are left out."""
    subjects = rows_by_id(SUBJECTS[kind], ids)
    tree: Tree = {}
    for relation in RELATIONS[kind]:
        _grow(tree, relation, subjects)
    evidence = _Evidence()
    rows = [*subjects.values(), *chain.from_iterable(chain.from_iterable(under.values() for under in tree.values()))]
    evidence.take(rows)
    evidence.wanted[SUBJECTS[kind]].update(subjects)
    return _with_neighbours(kind, subjects, tree, evidence)


def _grow(tree: Tree, relation: Relation, parents: Collection[UUID]) -> None:
    rows = fetch(relation.model, relation.sql, parents) if parents else []
    under: dict[UUID, list[Row]] = {}
    at = row_class(relation.model).shape.columns.index(relation.by)
    for row in rows:
        under.setdefault(row[at], []).append(row)
    tree[relation.name] = under
    for inner in relation.inside:
        _grow(tree, inner, [row.id for row in rows])


def _with_neighbours(kind: Kind, subjects: dict[UUID, Row], tree: Tree, evidence: _Evidence) -> Batch:
    wanted = evidence.wanted
    events = _events(kind, tree, evidence)
    names = _names(kind, subjects, tree, evidence)
    formers = formers_of(wanted[Person])
    wanted[Person].update(formers.known)
    arrows = arrows_from(wanted[Document])
    documents = _documents(arrows, wanted)
    held = active_holds()
    return Batch(
        kind=kind,
        subjects=subjects,
        tree=tree,
        cited=evidence.cited,
        persons=rows_by_id(Person, wanted[Person]),
        names=names,
        events=events | rows_by_id(Event, wanted[Event] - events.keys()),
        organisations=rows_by_id(Organisation, wanted[Organisation]),
        places=rows_by_id(Place, wanted[Place]),
        around=_around(wanted[Place]),
        documents=documents,
        arrows=arrows,
        releases=_releases(wanted[Person]),
        held=held,
        stretches=held_stretches(held, wanted[Document]),
        formers=formers.by_survivor,
        merged=formers.merged,
    )


def _events(kind: Kind, tree: Tree, evidence: _Evidence) -> dict[UUID, Row]:
    """The events of a person's releases, of which a release takes what it has not: with what is said of them."""
    if kind != Kind.PERSON:
        return {}
    releases = chain.from_iterable(tree["releases"].values())
    events = rows_by_id(Event, {row.event_id for row in releases if row.event_id})
    evidence.take(events.values())
    return events


def _names(kind: Kind, subjects: Mapping[UUID, Row], tree: Tree, evidence: _Evidence) -> dict[UUID, list[Row]]:
    """The spellings of everybody who may be named, with what is said of these."""
    known = subjects.keys() if kind == Kind.PERSON else frozenset()
    others = evidence.wanted[Person] - known
    rows = fetch(Name, NAMES_SQL, others) if others else []
    evidence.take(rows)
    names = dict(tree.get("names", {}))
    for row in rows:
        names.setdefault(row.person_id, []).append(row)
    return names


def _documents(arrows: Arrows, wanted: Wanted) -> dict[UUID, Row]:
    wanted[Document].update(arrow.origin for found in arrows.values() for arrow in found)
    documents = rows_by_id(Document, wanted[Document])
    wanted[Organisation].update(row.publisher_id for row in documents.values() if row.publisher_id)
    return documents


def _releases(persons: Collection[UUID]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = {}
    for person, release, event in ask(RELEASES_SQL, [list(persons)]) if persons else ():
        found.setdefault(person, []).extend([release, event] if event else [release])
    return found


def _around(places: Iterable[UUID]) -> dict[str, frozenset[str]]:
    return {str(place): frozenset(map(str, around)) for place, around in ancestors_of(places).items()}
