"""Two records that look like one person's: what the program suspects, and what the staff judged."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.models.person import Person
from people.vocabulary import Sameness


class Judgement(models.Model):
    """Whether two records are one person's, by a member of staff; of two records one judgement stands.

    No ``Record``: it says something of our work, not of the world, so that no audience may ever read it and nothing of
    it is cited. Under history and version guard like one, for it decides what is asked again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=16, choices=Sameness)
    note = models.TextField(blank=True, help_text=_("For colleagues; never published."))
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="judgements"
    )
    undone = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created = models.DateTimeField(_("when"), db_default=Now(), editable=False)
    updated = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar = ["-created", "pk"]
        indexes: ClassVar = [models.Index(name="judgements_by_time", fields=["-created", "id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(name="judged_once", fields=["one", "other"], condition=Q(undone__isnull=True)),
            models.CheckConstraint(name="judgement_smaller_id_first", condition=Q(one__lt=F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}: {self.get_verdict_display()}"


class SuspectedPair(models.Model):
    """Two persons whose names resemble each other; found anew at any time, and so no record."""

    one = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    """Sentences, the most telling first."""
    put_off = models.BooleanField(default=False)
    """Somebody was unsure: it comes after all others."""

    class Meta:
        # Nobody edits them.
        default_permissions: ClassVar = ()
        indexes: ClassVar = [models.Index("put_off", F("score").desc(), "one", "other", name="suspected_likeliest")]
        constraints: ClassVar = [
            models.UniqueConstraint(name="suspected_once", fields=["one", "other"]),
            models.CheckConstraint(name="suspected_smaller_id_first", condition=Q(one__lt=F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} / {self.other_id}: {self.score}"


class ComparedPerson(models.Model):
    """Somebody who was compared with all others, and a fingerprint of what was compared: other names, another look."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    fingerprint = models.CharField(max_length=32)

    class Meta:
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return str(self.person_id)
