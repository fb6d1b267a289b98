"""Out: one person's release and the legs of the way."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models.detention import Detention
from people.models.event import Event, EventGroup
from people.models.person import Person
from people.models.place import Place
from people.vocabulary import Answer, Mode, Outcome, Progress, Stage
from sources.fields import PartialDateField
from sources.record import Declared, Record


class Release(Record):
    """One person's way out. Without a date, mode or forced exile of its own it takes its event's, claims included."""

    declared = Declared(
        breath=("event", "detention", "outcome"),
        parents=("person",),
        cited=("event", "detention", "date", "mode", "outcome", "forced_exile", "circumstances"),
        computed=("date_span",),
        lists=("destinations",),
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="releases")
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="releases")
    detention = models.ForeignKey(Detention, models.PROTECT, null=True, blank=True, related_name="releases")
    date = PartialDateField(help_text=_("Only where it differs from the event's, or there is no event."))
    mode = models.CharField(max_length=16, choices=Mode, blank=True, help_text=_("Empty: the event's."))
    outcome = models.CharField(max_length=16, choices=Outcome, default=Outcome.FREED)
    forced_exile = models.CharField(max_length=8, choices=Answer, blank=True, help_text=_("Empty: the event's."))
    circumstances = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_release_a_person_and_event", fields=["person", "event"], condition=Q(event__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.event or self.date or _("release"))


class Destination(Record):
    """One leg of the way: of a release or of a group. Whereabouts are internal unless somebody decides otherwise."""

    declared = Declared(
        head="place",
        breath=("stage", "progress", "place"),
        parents=("release", "group"),
        cited=("stage", "progress", "place", "date"),
        computed=("date_span",),
    )

    release = models.ForeignKey(Release, models.PROTECT, null=True, blank=True, related_name="destinations")
    group = models.ForeignKey(EventGroup, models.PROTECT, null=True, blank=True, related_name="destinations")
    stage = models.CharField(max_length=16, choices=Stage)
    progress = models.CharField(max_length=16, choices=Progress, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="destinations")
    date = PartialDateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="destination_of_one",
                condition=Q(release__isnull=False, group__isnull=True) | Q(release__isnull=True, group__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.place or '?'}"
