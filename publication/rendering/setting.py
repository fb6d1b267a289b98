"""Sets the scene: all evidence on the rows at hand and every record that may be named, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, TypeAlias
from uuid import UUID

from people.corroboration import cited, corroboration_by
from people.models import Citation, Event, Person, Place
from publication.rendering.footnotes import document_ref
from publication.rendering.scene import Scene
from publication.rendering.shapes.evidence import OrganisationRef, PlaceRef, Ref
from publication.rendering.visible import called, held, visible_documents, visible_events, visible_persons
from publication.rendering.withheld import heard, stated_record
from sources.models import Document, Organisation
from sources.record import Record
from sources.vocabulary import Audience

Wanted: TypeAlias = defaultdict[Any, set[UUID]]
"""Ids by model."""


def set_scene(rows: Iterable[Record], audience: Audience) -> Scene:
    """Everything around the given rows that the audience may know."""
    found = list({row.pk: row for row in rows}.values())
    citations = cited(found, audience)
    wanted = _wanted(found, citations)
    documents = visible_documents(audience).in_bulk(list(wanted[Document]))
    wanted[Organisation].update(d.publisher_id for d in documents.values() if d.publisher_id)
    scene = Scene(
        audience=audience,
        said={},
        persons=_persons(wanted[Person], audience),
        events=_events(wanted[Event], audience),
        places=_places(wanted[Place], audience),
        organisations=_organisations(wanted[Organisation], audience),
        documents={},
        held_events=_held_events(wanted[Event], audience),
    )
    refs = {pk: document_ref(document, scene) for pk, document in documents.items()}
    scene = replace(scene, documents=refs)
    return replace(scene, said=corroboration_by(heard(citations, scene), audience=audience))


def _wanted(rows: Iterable[Record], citations: Iterable[Citation]) -> Wanted:
    """Every record that the rows or what is said of them might name."""
    wanted: Wanted = defaultdict(set)
    for row in rows:
        wanted[type(row)].add(row.pk)
        for field in row._meta.concrete_fields:
            found = getattr(row, field.attname) if field.is_relation else None
            if found is not None:
                wanted[field.related_model].add(found)
    for citation in citations:
        if citation.attributed_person_id:
            wanted[Person].add(citation.attributed_person_id)
        if citation.attributed_organisation_id:
            wanted[Organisation].add(citation.attributed_organisation_id)
        if citation.passage.document.publisher_id:
            wanted[Organisation].add(citation.passage.document.publisher_id)
        stated = stated_record(citation)
        if stated:
            wanted[stated[0]].add(stated[1])
    return wanted


def _persons(ids: Collection[UUID], audience: Audience) -> dict[UUID, Ref]:
    persons = called(visible_persons(audience).filter(pk__in=ids), audience)
    rows = persons.values_list("pk", "slug", "called")
    return {pk: {"id": str(pk), "slug": slug, "name": name} for pk, slug, name in rows}


def _events(ids: Collection[UUID], audience: Audience) -> dict[UUID, Ref]:
    rows = visible_events(audience).filter(pk__in=ids).values_list("pk", "slug", "name")
    return {pk: {"id": str(pk), "slug": slug, "name": name} for pk, slug, name in rows}


def _held_events(ids: Collection[UUID], audience: Audience) -> frozenset[UUID]:
    if audience == Audience.INTERNAL:
        return frozenset()
    return frozenset(held("event").filter(event__in=ids).values_list("event", flat=True))


def _places(ids: Collection[UUID], audience: Audience) -> dict[UUID, PlaceRef]:
    rows = Place.objects.visible_to(audience).filter(pk__in=ids).values_list("pk", "slug", "name", "kind", "country")
    return {
        pk: {"id": str(pk), "slug": slug, "name": name, "kind": kind, "country": str(country) or None}
        for pk, slug, name, kind, country in rows
    }


def _organisations(ids: Collection[UUID], audience: Audience) -> dict[UUID, OrganisationRef]:
    rows = Organisation.objects.visible_to(audience).filter(pk__in=ids).values_list("pk", "slug", "name")
    return {pk: {"id": str(pk), "slug": slug, "name": name} for pk, slug, name in rows}
