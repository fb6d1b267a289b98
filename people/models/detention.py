"""Held: episodes of detention with their grounds, sentences and conditions."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models.event import EventGroup
from people.models.person import Person
from people.models.place import Place
from people.possible import possible_order
from people.vocabulary import ConditionKind, DetentionForm, GroundSide, Share
from sources.fields import DurationRangeField, PartialDateField
from sources.models import Organisation
from sources.record import Declared, Record


class Detention(Record):
    """One episode. ``ended`` empty: unknown; ``..``: cited as not ended. ``time_held`` is never turned into dates."""

    declared = Declared(
        parents=("person",),
        cited=("began", "ended", "time_held", "place", "authority", "form", "circumstances"),
        computed=("began_span", "ended_span", "time_held_span"),
        lists=("grounds", "sentences", "conditions"),
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="detentions")
    began = PartialDateField()
    ended = PartialDateField(help_text=_("Empty is unknown; .. is cited as not ended."))
    time_held = DurationRangeField(help_text=_("As a source states it, for example 1613d or 4y."))
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="detentions")
    authority = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="detentions")
    form = models.CharField(max_length=16, choices=DetentionForm, blank=True)
    circumstances = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = [F("began_span").asc(nulls_last=True), "id"]
        constraints: ClassVar = [possible_order(name="detention_possible_order")]

    def __str__(self) -> str:
        return f"{self.began or '?'} – {self.ended or '?'}"


class Ground(Record):
    """Why, as one side puts it; of a detention or of a group, and never copied down from a group to its persons."""

    declared = Declared(
        head="text",
        breath=("side", "text", "share"),
        parents=("detention", "group"),
        cited=("side", "text", "share"),
    )

    detention = models.ForeignKey(Detention, models.PROTECT, null=True, blank=True, related_name="grounds")
    group = models.ForeignKey(EventGroup, models.PROTECT, null=True, blank=True, related_name="grounds")
    side = models.CharField(max_length=16, choices=GroundSide)
    text = models.TextField()
    share = models.CharField(max_length=8, choices=Share, default=Share.ALL)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="ground_of_one",
                condition=Q(detention__isnull=False, group__isnull=True)
                | Q(detention__isnull=True, group__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Sentence(Record):
    """What a court imposed; apart from the time held."""

    declared = Declared(
        head="length",
        breath=("length", "court", "remark"),
        parents=("detention",),
        cited=("length", "court", "date", "remark"),
        computed=("length_span", "date_span"),
    )

    detention = models.ForeignKey(Detention, models.PROTECT, related_name="sentences")
    length = DurationRangeField()
    court = models.CharField(max_length=300, blank=True)
    date = PartialDateField()
    remark = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.length or self.remark)


class Condition(Record):
    """How somebody was held."""

    declared = Declared(
        head="kind",
        breath=("kind", "remark"),
        parents=("detention",),
        cited=("kind", "remark"),
    )

    detention = models.ForeignKey(Detention, models.PROTECT, related_name="conditions")
    kind = models.CharField(max_length=16, choices=ConditionKind)
    remark = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.get_kind_display()
