"""Held back: what keeps a record out of every new publication until a person lifts it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from people.models.event import Event
from people.models.person import Person
from people.querysets import HoldQuerySet
from sources.models import Document
from sources.record import Declared, Record


class Hold(Record):
    """Ours, never a source's: an embargo that an article tells of is ``circumstances`` of the event."""

    declared = Declared(
        parents=("event", "document", "person"),
        editorial=("reason", "placed_by", "placed", "lifted_by", "lifted"),
    )

    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="holds")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="holds")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="holds")
    reason = models.TextField()
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="holds_placed"
    )
    placed = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="holds_lifted"
    )
    lifted = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = HoldQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="hold_on_one",
                condition=Q(event__isnull=False, document__isnull=True, person__isnull=True)
                | Q(event__isnull=True, document__isnull=False, person__isnull=True)
                | Q(event__isnull=True, document__isnull=True, person__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event or self.document or self.person}: {self.reason}"
