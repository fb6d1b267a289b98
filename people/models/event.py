"""What happened to many: releases and talks, who took part, what was given for it, and the numbers told."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from people.models.person import Person
from people.models.place import Place
from people.querysets import EventQuerySet
from people.vocabulary import (
    Answer,
    ConcessionAction,
    EventKind,
    EventState,
    Measure,
    Mode,
    Order,
    Part,
    Progress,
    Whom,
)
from sources.fields import CountRangeField, PartialDateField
from sources.models import Organisation
from sources.record import Declared, Record


class Event(Record):
    """A release of many, or talks that led to one."""

    declared = Declared(
        breath=("kind", "country"),
        cited=(
            *("kind", "country", "place", "date", "announced", "mode", "forced_exile", "stated_reason"),
            *("circumstances", "state", "leads_to"),
        ),
        editorial=("slug", "name"),
        computed=("date_span", "announced_span"),
        lists=("parts", "concessions", "tallies", "groups"),
    )

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=16, choices=EventKind, default=EventKind.RELEASE)
    country = CountryField(blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="events")
    date = PartialDateField()
    announced = PartialDateField(help_text=_("When it was made known; never the date itself."))
    mode = models.CharField(max_length=16, choices=Mode, default=Mode.UNKNOWN)
    forced_exile = models.CharField(max_length=8, choices=Answer, default=Answer.UNKNOWN)
    stated_reason = models.TextField(blank=True)
    circumstances = models.TextField(blank=True)
    state = models.CharField(max_length=16, choices=EventState, blank=True)
    leads_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="led_to_by")

    objects: ClassVar = EventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-date_span", "slug"]

    def __str__(self) -> str:
        return self.name


class EventPart(Record):
    """The part that a person or an organisation had in an event."""

    declared = Declared(
        breath=("person", "organisation", "part", "remark"),
        parents=("event",),
        cited=("person", "organisation", "part", "remark"),
    )

    event = models.ForeignKey(Event, models.PROTECT, related_name="parts")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="event_parts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="event_parts")
    part = models.CharField(max_length=32, choices=Part)
    remark = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="event_part_of_one",
                condition=models.Q(person__isnull=False, organisation__isnull=True)
                | models.Q(person__isnull=True, organisation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.organisation}: {self.get_part_display()}"


class Concession(Record):
    """What one side gave, took or kept: sanctions above all."""

    declared = Declared(
        breath=("party", "target", "target_organisation", "action"),
        parents=("event",),
        cited=("party", "target", "target_organisation", "action", "order", "progress", "date", "reason"),
        computed=("date_span",),
    )

    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="concessions")
    party = models.ForeignKey(
        Organisation, models.PROTECT, related_name="concessions_made", help_text=_("Who decided it.")
    )
    target = models.CharField(max_length=300, help_text=_("What it is about, for example potash exports."))
    target_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="concessions_received"
    )
    action = models.CharField(max_length=16, choices=ConcessionAction)
    order = models.CharField(max_length=16, choices=Order, default=Order.UNKNOWN)
    progress = models.CharField(max_length=16, choices=Progress, blank=True)
    date = PartialDateField()
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.target}: {self.get_action_display()}"


class Tally(Record):
    """One question of number; what each source answers is a citation on ``count``."""

    declared = Declared(
        head="count",
        parents=("event",),
        cited=("count",),
        editorial=("country", "measure", "whom", "whom_country", "place", "period"),
        computed=("period_span",),
    )

    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="tallies")
    country = CountryField(blank=True, help_text=_("Whose prisoners, where no event is meant."))
    measure = models.CharField(max_length=16, choices=Measure)
    whom = models.CharField(max_length=16, choices=Whom, default=Whom.EVERYONE)
    whom_country = CountryField(blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="tallies")
    period = PartialDateField()
    count = CountRangeField(help_text=_("123, or 1101.. for more than 1,100, or 8..9."))

    class Meta:
        verbose_name_plural = _("tallies")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="tally_of_event_or_country", condition=models.Q(event__isnull=False) | ~models.Q(country="")
            ),
            models.CheckConstraint(
                name="tally_whom_country",
                condition=models.Q(whom="country") & ~models.Q(whom_country="")
                | ~models.Q(whom="country") & models.Q(whom_country=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()}: {self.count or '?'}"


class EventGroup(Record):
    """Some of those whom an event concerns, in words: "most", "the others"."""

    declared = Declared(
        head="who",
        breath=("who",),
        parents=("event",),
        cited=("who",),
        editorial=("label", "tally"),
        lists=("destinations", "grounds"),
    )

    event = models.ForeignKey(Event, models.PROTECT, related_name="groups")
    label = models.CharField(max_length=120)
    who = models.CharField(max_length=300)
    tally = models.ForeignKey(Tally, models.PROTECT, null=True, blank=True, related_name="groups")

    def __str__(self) -> str:
        return self.label
