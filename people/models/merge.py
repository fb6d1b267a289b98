"""Two records of one person: what was moved, so that it can be moved back, and the id that keeps answering."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from people.models.person import Person
from sources.record import Declared, Record


class Merge(Record):
    """Rows of ``former`` now hang on ``survivor``; ``moved`` says which (table → ids), for the way back."""

    declared = Declared(parents=("survivor", "former"), editorial=("reason", "undone"), computed=("moved",))

    survivor = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    former = models.ForeignKey(Person, models.PROTECT, related_name="merged_into")
    reason = models.TextField(blank=True)
    moved = models.JSONField(default=dict, editable=False)
    undone = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="merged_once", fields=["former"], condition=Q(undone__isnull=True)),
            models.CheckConstraint(name="merge_of_two", condition=~Q(survivor=models.F("former"))),
        ]

    def __str__(self) -> str:
        return f"{self.former} → {self.survivor}"
