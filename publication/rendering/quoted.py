"""Which passages of documents may be seen: those that support a row that the audience may see, up its whole chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q

from people.models import TARGETS, Citation, Event, Person
from people.stated import model_field
from publication.rendering.visible import visible_documents, visible_events, visible_persons
from publication.rendering.withheld import without_unnameable
from sources.models import Document, Passage
from sources.record import Record
from sources.vocabulary import Audience

NAMES = {
    "relationship": ("other",),
    "event_part": ("person", "organisation"),
    "statement": ("speaker_person", "speaker_organisation"),
    "release": ("event",),
    "derivation": ("origin",),
}
"""Kinds whose rows name other records, which then must be visible too."""


def quoted_passages(documents: Collection[UUID], audience: Audience) -> dict[UUID, list[Passage]]:
    """For each document the passages that may be seen, in the order of the text. One query for each kind of record."""
    citations = Citation.objects.citable_by(audience).filter(passage__document__in=documents)
    about: defaultdict[str, dict[UUID, set[Passage]]] = defaultdict(lambda: defaultdict(set))
    for citation in without_unnameable(citations.select_related("passage"), audience):
        about[citation.target_name][citation.target_id].add(citation.passage)
    found: defaultdict[UUID, set[Passage]] = defaultdict(set)
    for kind, passages in about.items():
        rows = TARGETS[kind]._default_manager.filter(open_rows(kind, audience), pk__in=list(passages))
        for row in rows.values_list("pk", flat=True):
            for passage in passages[row]:
                found[passage.document_id].add(passage)
    return {pk: sorted(passages, key=lambda p: (p.start, p.end)) for pk, passages in found.items()}


def open_rows(kind: str, audience: Audience) -> Q:
    """Rows of a kind of ``TARGETS`` that the audience may see: their own audience, every parent's, and no hold."""
    rows = _chain(TARGETS[kind], audience, "")
    for other in NAMES.get(kind, ()):
        model: Any = model_field(TARGETS[kind], other).related_model
        rows &= Q(**{f"{other}__isnull": True}) | _chain(model, audience, f"{other}__")
    return rows


def _chain(model: type[Record], audience: Audience, prefix: str) -> Q:
    roots: dict[Any, Any] = {Person: visible_persons, Event: visible_events, Document: visible_documents}
    if model in roots:
        return Q(**{f"{prefix}pk__in": roots[model](audience).values("pk")})
    chain = Q(**{f"{prefix}audience__gte": audience})
    for parent in model.declared.parents:
        related: Any = model_field(model, parent).related_model
        inside = _chain(related, audience, f"{prefix}{parent}__")
        chain &= Q(**{f"{prefix}{parent}__isnull": True}) | inside
    return chain
