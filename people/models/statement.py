"""Said: words spoken, of which documents may print several wordings."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models.event import Event
from people.models.person import Person
from sources.models import Organisation
from sources.record import Declared, Record


class Statement(Record):
    """One utterance; its wordings are citations on ``wording``. Indirect speech has no wording of its own."""

    declared = Declared(
        head="wording",
        breath=("speaker_person", "speaker_organisation", "speaker_description", "medium", "occasion", "wording"),
        parents=("event",),
        cited=("speaker_person", "speaker_organisation", "speaker_description", "medium", "occasion", "wording"),
    )

    event = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        help_text=_("The event that it speaks of."),
    )
    speaker_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="statements")
    speaker_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="statements"
    )
    speaker_description = models.CharField(
        max_length=300, blank=True, help_text=_("Where no name is known: “a man waving a giant flag”.")
    )
    medium = models.CharField(max_length=300, blank=True)
    occasion = models.CharField(max_length=300, blank=True)
    wording = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="statement_of_one_speaker",
                condition=Q(speaker_person__isnull=False, speaker_organisation__isnull=True, speaker_description="")
                | Q(speaker_person__isnull=True, speaker_organisation__isnull=False, speaker_description="")
                | Q(speaker_person__isnull=True, speaker_organisation__isnull=True) & ~Q(speaker_description=""),
            ),
        ]

    def __str__(self) -> str:
        speaker = self.speaker_person or self.speaker_organisation or self.speaker_description
        return f"{speaker}: {self.wording or self.occasion or self.medium}"
