"""Questions asked of the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Prefetch, Q, Subquery

from people.vocabulary import Verdict
from sources.record import Record, RecordQuerySet
from sources.vocabulary import Audience

if TYPE_CHECKING:
    from people.models import Citation, Event, Hold, Person  # noqa: F401 - for the type parameters only


class PersonQuerySet(RecordQuerySet["Person"]):
    """Questions about persons."""

    def with_name(self) -> Self:
        """Each person with ``shown_name``, the preferred name."""
        names = self._rows_of("names").filter(person=OuterRef("pk"), preferred=True)
        return self.annotate(shown_name=Subquery(names.values("text")[:1]))

    def unheld(self) -> Self:
        """Persons whom no hold covers, neither their own nor one on an event they belong to."""
        holds = self._rows_of("holds")
        return self.exclude(pk__in=holds.active().filter(person__isnull=False).values("person")).exclude(
            pk__in=self._rows_of("releases").filter(event__holds__in=holds.active()).values("person")
        )

    def unmerged(self) -> Self:
        """Persons who were not merged into another; of the others only the survivor is known."""
        return self.exclude(merged_into__in=self._rows_of("merged_into").filter(undone__isnull=True))

    def _rows_of(self, relation: str) -> Any:
        """The rows that hang on a person, asked by the relation's name: querysets are below the models."""
        related: Any = self.model._meta.get_field(relation).related_model
        return related.objects


class EventQuerySet(RecordQuerySet["Event"]):
    """Questions about events."""


class HoldQuerySet(RecordQuerySet["Hold"]):
    """Questions about holds."""

    def active(self) -> Self:
        """Placed and not lifted; no clock lifts a hold."""
        return self.filter(lifted__isnull=True)


class CitationQuerySet(RecordQuerySet["Citation"]):
    """Questions about citations."""

    def about(self, records: Iterable[Record]) -> Self:
        """Citations on any of the given rows, of whatever kinds."""
        ids = defaultdict(list)
        for record in records:
            ids[record._meta.model_name or ""].append(record.pk)
        names = {field.related_model._meta.model_name: field.name for field in self.model.target_fields()}
        wanted = Q(pk__in=[])
        for model_name, found in ids.items():
            wanted |= Q(**{f"{names[model_name]}__in": found})
        return self.filter(wanted)

    def citable_by(self, audience: Audience) -> Self:
        """Citations that may be shown: not misread and, beyond staff, from documents neither retracted nor held.

        Beyond staff they also name nobody as speaking who may not be named, and quote nothing about somebody held.
        """
        shown = self.visible_to(audience).exclude(verdict=Verdict.REJECTED)
        if audience == Audience.INTERNAL:
            return shown
        documents = {"passage__document__audience__gte": audience, "passage__document__retracted__isnull": True}
        withheld = Func(F("passage"), function="passage_withheld", output_field=BooleanField())
        held = Q(passage__document__holds__isnull=False, passage__document__holds__lifted__isnull=True)
        persons: Any = self.model._meta.get_field("attributed_person").related_model
        nameable = persons.objects.visible_to(audience).unheld().unmerged().filter(pk=OuterRef("attributed_person"))
        return (
            shown.filter(**documents, passage__audience__gte=audience)
            .exclude(held)
            .exclude(withheld)
            .filter(
                Q(attributed_person=None) | Exists(nameable),
                Q(attributed_organisation=None) | Q(attributed_organisation__audience__gte=audience),
            )
        )

    def with_evidence(self) -> Self:
        """With passage, document and voice at hand, but without the documents' texts and bytes."""
        persons: Any = self.model._meta.get_field("attributed_person").related_model
        return (
            self.select_related("passage__document__publisher", "attributed_organisation")
            .prefetch_related(Prefetch("attributed_person", persons.objects.with_name()))
            .defer("passage__document__text", "passage__document__original")
        )
