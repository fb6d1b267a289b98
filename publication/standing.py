"""What is published at the moment, and to whom: questions asked by those who plan the next act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from people.models import Citation, Merge, Name, Release
from people.vocabulary import Verdict
from publication.depending import QUOTES
from publication.models import Alias, Dependency, PublishedRecord
from publication.ready import Before
from publication.rendering.naming import Called
from publication.rendering.visible import visible_documents
from publication.subjects import Subject, by_kind
from publication.vocabulary import Kind
from sources.lookups import by_index
from sources.models import Derivation, Document, Passage
from sources.vocabulary import Audience

# {quotes} is the audience's column of Dependency.
QUOTING = """
SELECT r.kind, r.id FROM publication_publishedrecord r
JOIN publication_dependency d ON d.record = r.id
WHERE r.audience = %(audience)s AND d.{quotes} && %(passages)s::uuid[] AND r.documents && ARRAY(
  SELECT DISTINCT p.document_id::text FROM sources_passage p WHERE p.id = ANY (%(passages)s::uuid[]))
"""
# Each side is looked up once: PostgreSQL takes what comes out of arrays for a few, and would look up one by one.
QUOTED = """
WITH own AS MATERIALIZED (
  SELECT id, document_id FROM sources_passage WHERE document_id = ANY (%(documents)s)
), told AS MATERIALIZED (
  SELECT unnest(d.{quotes}) AS id FROM publication_dependency d
  WHERE d.reads && %(documents)s::uuid[] AND d.kind <> 'document' AND d.record <> ALL (%(besides)s) AND EXISTS (
    SELECT FROM publication_publishedrecord r
    WHERE r.audience = %(audience)s AND r.kind = d.kind AND r.id = d.record)
)
SELECT document_id, id FROM own WHERE id IN (SELECT id FROM told)
"""
READ_BY_DOCUMENTS = """
SELECT DISTINCT one FROM publication_publishedrecord r
JOIN publication_dependency d ON d.record = r.id
CROSS JOIN unnest(d.reads) AS one
WHERE r.audience = %(audience)s AND r.kind = 'document' AND r.id <> ALL (%(besides)s)
  AND d.reads && %(ids)s::uuid[] AND one = ANY (%(ids)s) AND one <> r.id
"""


def published(audience: Audience, subjects: Iterable[Subject]) -> dict[Subject, Before]:
    """What the audience reads now of those of the subjects that it may read."""
    found: dict[Subject, Before] = {}
    for kind, ids in by_kind(subjects).items():
        rows = PublishedRecord.objects.filter(audience=audience, kind=kind, id__in=ids) if ids else ()
        for row in rows:
            documents = frozenset(UUID(key) for key in row.documents if is_id(key))
            found[Subject(kind, row.id)] = Before(
                slug=row.slug, name=row.name, search=row.search, hash=bytes(row.hash), documents=documents
            )
    return found


def published_ids(audience: Audience, kind: Kind, ids: Collection[UUID]) -> set[UUID]:
    """Those of the ids that are published to the audience."""
    rows = PublishedRecord.objects.filter(audience=audience, kind=kind, id__in=ids)
    return set(rows.values_list("id", flat=True))


def published_as(audience: Audience, kind: Kind, ids: Collection[UUID]) -> dict[UUID, Called]:
    """How those of the ids that are published to the audience are called there."""
    rows = PublishedRecord.objects.filter(audience=audience, kind=kind, id__in=ids)
    return {pk: Called(slug, name) for pk, slug, name in rows.values_list("id", "slug", "name")}


def dependents(audience: Audience, ids: Collection[UUID]) -> set[Subject]:
    """The published records whose bodies were made from any of the ids, the records themselves left out."""
    rows = Dependency.objects.filter(reads__overlap=list(ids)).exclude(record__in=ids)
    found = {Subject(Kind(kind), record) for kind, record in rows.values_list("kind", "record")}
    return set(published(audience, found))


def quoting(audience: Audience, passages: Collection[UUID]) -> set[Subject]:
    """The published records whose bodies quote any of the passages."""
    if not passages:
        return set()
    with by_index() as cursor:
        cursor.execute(QUOTING.format(quotes=QUOTES[audience]), {"audience": audience, "passages": list(passages)})
        return {Subject(Kind(kind), record) for kind, record in cursor.fetchall()}


def quoted(audience: Audience, documents: Collection[UUID], *, besides: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """For each document the passages that published bodies quote, those of ``besides`` left out."""
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    with by_index() as cursor:
        asked: dict[str, Any] = {"audience": audience, "documents": list(documents), "besides": list(besides)}
        cursor.execute(QUOTED.format(quotes=QUOTES[audience]), asked)
        for document, passage in cursor.fetchall():
            found[document].add(passage)
    return found


def passages_of(documents: Collection[UUID], among: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """For each document those of the passages that are its own."""
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    rows = Passage.objects.filter(pk__in=among, document__in=documents).order_by() if among else Passage.objects.none()
    for passage, document in rows.values_list("pk", "document"):
        found[document].add(passage)
    return found


def read_by_documents(audience: Audience, ids: Collection[UUID], *, besides: Collection[UUID]) -> set[UUID]:
    """Those of the documents that the body of another published document was made from: its origins."""
    with by_index() as cursor:
        asked: dict[str, Any] = {"audience": audience, "ids": list(ids), "besides": list(besides)}
        cursor.execute(READ_BY_DOCUMENTS, asked)
        return {one for (one,) in cursor.fetchall()}


def origins(audience: Audience, documents: Collection[UUID]) -> set[UUID]:
    """What the documents come out of or supersede, all the way down, as far as the audience is told of it."""
    found: set[UUID] = set()
    todo = set(documents)
    seen = visible_documents(audience)
    while todo:
        older = Document.objects.filter(pk__in=todo, supersedes__isnull=False).values_list("supersedes", flat=True)
        named = {*_derived_from(audience, todo), *(one for one in older if one)} - found
        todo = set(seen.filter(pk__in=named).values_list("pk", flat=True)) if named else set()
        found |= todo
    return found - set(documents)


def _derived_from(audience: Audience, documents: Collection[UUID]) -> set[UUID]:
    """What the documents come out of by arrows that the audience is told of."""
    rows = Derivation.objects.visible_to(audience).filter(document__in=documents)
    arrows = dict(rows.values_list("pk", "origin"))
    # Asked for by their ids: whether a citation may be heard is dear, and there are few arrows among many citations.
    told = Citation.objects.citable_by(audience).filter(derivation__in=arrows, verdict=Verdict.ACCEPTED)
    heard = set(told.values_list("derivation", flat=True)) if arrows else set()
    return {origin for arrow, origin in arrows.items() if arrow in heard}


def members(events: Collection[UUID]) -> set[UUID]:
    """The persons released in the events."""
    return set(Release.objects.filter(event__in=events).values_list("person", flat=True))


def names_of(persons: Collection[UUID]) -> set[UUID]:
    """The ids of all spellings of the persons: bodies that name somebody were made from these too."""
    return set(Name.objects.filter(person__in=persons).values_list("pk", flat=True)) if persons else set()


def merges_of(persons: Collection[UUID]) -> dict[UUID, UUID]:
    """Former id → survivor, for the standing merges that any of the persons is part of; chains are followed."""
    found: dict[UUID, UUID] = {}
    seen: set[UUID] = set()
    todo = set(persons)
    while todo:
        seen |= todo
        rows = Merge.objects.filter(Q(survivor__in=todo) | Q(former__in=todo), undone__isnull=True)
        fresh = dict(rows.values_list("former", "survivor"))
        found |= fresh
        todo = {*fresh, *fresh.values()} - seen
    return {former: _last(found, survivor) for former, survivor in found.items()}


def formerly_merged(audience: Audience, persons: Collection[UUID]) -> set[UUID]:
    """Those of the persons whom the audience was told to look for under another id."""
    rows = Alias.objects.filter(audience=audience, former__in=persons).values_list("former", flat=True)
    return {former for former in rows if former is not None}


def is_id(key: str) -> bool:
    """Whether a key is the canonical text of an id and not a slug."""
    try:
        return str(UUID(key)) == key
    except ValueError:
        return False


def _last(merged: Mapping[UUID, UUID], survivor: UUID) -> UUID:
    while survivor in merged:
        survivor = merged[survivor]
    return survivor
