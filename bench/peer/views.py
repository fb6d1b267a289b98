"""Read-only persons as DRF frames them, everything prefetched."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from rest_framework.pagination import CursorPagination
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from bench.peer.serializers import FlatSerializer, PersonSerializer
from people.models import Citation, Destination, Detention, Name, Person, Release
from people.status import status_on
from sources.vocabulary import Audience


class ById(CursorPagination):
    """Fifty a page; keyset, as the advice is for large tables."""

    ordering = "id"
    page_size = 50


class PersonViewSet(ReadOnlyModelViewSet[Person]):
    """``/persons`` is flat, ``/persons?whole`` nested; ``/persons/{id}`` is nested always."""

    pagination_class = ById

    def get_queryset(self) -> QuerySet[Person]:
        """Persons that partners may see, with the status and all that their serializer asks for."""
        today = datetime.now(UTC).date()
        persons: QuerySet[Person] = Person.objects.filter(audience__gte=Audience.PARTNER).annotate(
            status=status_on(today, Audience.INTERNAL)
        )
        if self._is_whole():
            return persons.prefetch_related(*whole())
        return persons.prefetch_related(Prefetch("names", _seen(Name).filter(preferred=True)))

    def get_serializer_class(self) -> type[BaseSerializer[Person]]:
        """Whole or flat."""
        return PersonSerializer if self._is_whole() else FlatSerializer

    def _is_whole(self) -> bool:
        return self.action == "retrieve" or "whole" in self.request.query_params


def whole() -> tuple[Prefetch[Any], ...]:
    """What belongs to a person, in a fixed number of queries."""
    return (
        Prefetch("names", _seen(Name)),
        Prefetch("names__citations", _citations()),
        Prefetch("detentions", _seen(Detention).select_related("place")),
        Prefetch("detentions__citations", _citations()),
        Prefetch("releases", _seen(Release).select_related("event")),
        Prefetch("releases__citations", _citations()),
        Prefetch("releases__event__citations", _citations().filter(field__in=("country", "date", "mode"))),
        Prefetch("releases__destinations", _seen(Destination).select_related("place")),
        Prefetch("releases__destinations__citations", _citations()),
    )


def _seen(model: Any) -> Any:
    return model.objects.filter(audience__gte=Audience.PARTNER)


def _citations() -> QuerySet[Citation]:
    citations: QuerySet[Citation] = (
        _seen(Citation)
        .select_related("passage__document__publisher", "attributed_organisation")
        .defer("passage__document__text", "passage__document__original")
    )
    return citations
