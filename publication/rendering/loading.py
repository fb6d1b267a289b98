"""What rendering needs, read in a fixed number of queries however many records are rendered.

Rows that the audience may not see are not even read; holds and the audiences of other records are asked once for all.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from people.models import (
    Concession,
    Condition,
    Destination,
    Detention,
    Event,
    EventGroup,
    EventPart,
    Ground,
    Identifier,
    Name,
    Nationality,
    Person,
    Recognition,
    Relationship,
    Release,
    Role,
    Sentence,
    Statement,
    Tally,
)
from publication.rendering.visible import visible_documents, visible_events, visible_persons
from sources.models import Derivation, Document
from sources.record import Record
from sources.vocabulary import Audience


def persons_for_rendering(audience: Audience) -> QuerySet[Person]:
    """Persons as ``render_person`` takes them."""
    return visible_persons(audience).prefetch_related(
        _seen("names", Name.objects.order_by("-preferred", "text", "id"), audience),
        _seen("identifiers", Identifier.objects.order_by("scheme", "value", "id"), audience),
        _seen("nationalities", Nationality.objects.order_by("country", "id"), audience),
        _seen("roles", Role.objects.order_by("title", "id"), audience),
        _seen("relationships", Relationship.objects.order_by("kind", "id"), audience),
        _seen("recognitions", Recognition.objects.order_by("kind", "title", "id"), audience),
        _seen("event_parts", EventPart.objects.order_by("event__slug", "part", "id"), audience),
        _seen("statements", Statement.objects.order_by("wording", "id"), audience),
        _seen("detentions", Detention.objects.all(), audience),
        _seen("detentions__grounds", _grounds(), audience),
        _seen("detentions__sentences", Sentence.objects.order_by("date_span", "id"), audience),
        _seen("detentions__conditions", Condition.objects.order_by("kind", "remark", "id"), audience),
        _seen("releases", Release.objects.select_related("event").order_by("event__date_span", "id"), audience),
        _seen("releases__destinations", Destination.objects.all(), audience),
    )


def events_for_rendering(audience: Audience) -> QuerySet[Event]:
    """Events as ``render_event`` takes them."""
    return visible_events(audience).prefetch_related(
        _seen("parts", EventPart.objects.order_by("part", "id"), audience),
        _seen("concessions", Concession.objects.order_by("target", "action", "id"), audience),
        _seen("tallies", Tally.objects.order_by("measure", "whom", "id"), audience),
        _seen("statements", Statement.objects.order_by("wording", "id"), audience),
        _seen("releases", Release.objects.all(), audience),
        _seen("groups", EventGroup.objects.order_by("label", "id"), audience),
        _seen("groups__destinations", Destination.objects.all(), audience),
        _seen("groups__grounds", _grounds(), audience),
    )


def documents_for_rendering(audience: Audience) -> QuerySet[Document]:
    """Documents as ``render_document`` takes them, without bytes and texts."""
    return visible_documents(audience).prefetch_related(
        _seen("derivations", Derivation.objects.order_by("kind", "id"), audience)
    )


def _grounds() -> QuerySet[Ground]:
    grounds: QuerySet[Ground] = Ground.objects.order_by("side", "text", "id")
    return grounds


def _seen(relation: str, rows: QuerySet[Any], audience: Audience) -> Prefetch[Any]:
    """A relation with those rows only whose own audience admits the given one."""
    seen: QuerySet[Record] = rows.filter(audience__gte=audience)
    return Prefetch(relation, seen)
