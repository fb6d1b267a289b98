"""What the world may read: finished bodies, the columns they can be asked by, and the log of what changed.

The reader's role may select from ``READABLE`` of ``publication.reading`` and from nothing else; the rest is for staff.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from publication.vocabulary import AUDIENCES, Kind, Operation, Verb

PUBLISHED_TO = [(audience.value, audience.label) for audience in AUDIENCES]


def _texts() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.TextField(), default=list)


def _ids() -> "ArrayField[list[uuid.UUID], list[uuid.UUID]]":
    return ArrayField(models.UUIDField(), default=list)


class PublishedRecord(models.Model):
    """One record as one audience may read it: where its body is, and columns taken from that body alone.

    ``events``, ``documents`` and ``publishers`` hold ids and slugs alike. The status on a day is the one of
    ``standings`` beside the last of ``standing_days`` that is not after it; year 1 stands for *always*.
    """

    pk = models.CompositePrimaryKey("audience", "kind", "id")
    audience = models.SmallIntegerField(choices=PUBLISHED_TO)
    kind = models.CharField(max_length=8, choices=Kind)
    id = models.UUIDField()
    slug = models.CharField(max_length=120)
    name = models.TextField()
    hash = models.BinaryField(max_length=32)
    position = models.BigIntegerField()
    published_at = models.DateTimeField()
    brief = models.TextField(help_text=_("The small members of the body, as JSON."))

    status = models.CharField(max_length=24, blank=True)
    type = models.CharField(max_length=32, blank=True)
    language = models.CharField(max_length=35, blank=True)
    countries = _texts()
    destinations = _texts()
    events = _texts()
    documents = _texts()
    publishers = _texts()
    modes = _texts()
    released_first = models.DateField(null=True)
    released_last = models.DateField(null=True)
    conflicting = models.BooleanField(default=False)
    standing_days: "ArrayField[list[object], list[object]]" = ArrayField(models.DateField(), default=list)
    standings = _texts()
    named = models.IntegerField(null=True, help_text=_("Of an event: how many persons its body names as members."))
    claimed = models.JSONField(null=True, help_text=_("Of an event: its questions of number and what is answered."))
    search = models.TextField(blank=True, help_text=_("Names and titles, folded."))
    name_texts = _texts()
    name_keys: "ArrayField[list[int], list[int]]" = ArrayField(models.BigIntegerField(), default=list)
    keys_version = models.SmallIntegerField(help_text=_("Of a person: which tables made the keys of their names."))

    class Meta:
        indexes: ClassVar = [
            models.Index(name="published_by_slug", fields=["audience", "kind", "slug"]),
            models.Index(name="published_by_position", fields=["audience", "position"]),
            models.Index(name="published_by_status", fields=["audience", "kind", "status", "id"]),
            models.Index(name="published_by_release", fields=["audience", "released_last"]),
            GinIndex(name="published_by_tags", fields=["countries", "destinations", "events", "documents"]),
            GinIndex(OpClass(F("search"), "gin_trgm_ops"), name="published_by_name"),
            GinIndex(name="published_by_name_keys", fields=["name_keys"]),
        ]
        permissions: ClassVar = [
            ("publish_record", "Can publish records"),
            ("withdraw_record", "Can withdraw published records"),
        ]

    def __str__(self) -> str:
        return self.name


class PublishedBody(models.Model):
    """A finished body, once for all audiences that may still see it; ``hash`` is the SHA-256 of its bytes.

    Position and time of publication are not in it; they are added when it is served.
    """

    hash = models.BinaryField(max_length=32, primary_key=True)
    record = models.UUIDField(db_index=True)
    body = models.TextField()
    audiences: "ArrayField[list[int], list[int]]" = ArrayField(models.SmallIntegerField())

    class Meta:
        verbose_name_plural = _("published bodies")

    def __str__(self) -> str:
        return bytes(self.hash).hex()


class Act(models.Model):
    """Who published or withdrew, and why. For staff only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    verb = models.CharField(max_length=8, choices=Verb)
    actor = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.actor} {self.get_verb_display()}"


class Change(models.Model):
    """One line of an audience's feed; never rewritten. Positions have no gaps and stand in the order of commit."""

    pk = models.CompositePrimaryKey("audience", "position")
    audience = models.SmallIntegerField(choices=PUBLISHED_TO)
    position = models.BigIntegerField()
    operation = models.CharField(max_length=8, choices=Operation)
    kind = models.CharField(max_length=8, choices=Kind)
    record = models.UUIDField()
    into = models.UUIDField(null=True)
    at = models.DateTimeField()
    hash = models.BinaryField(max_length=32, null=True)
    act = models.UUIDField()

    class Meta:
        indexes: ClassVar = [
            models.Index(name="changes_of_record", fields=["audience", "record", "position"]),
            models.Index(name="changes_of_act", fields=["act", "position"]),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.operation} {self.kind} {self.record}"


class Counter(models.Model):
    """The last position; whoever changes what may be read holds this row. Up to ``floor`` the feed is forgotten."""

    audience = models.SmallIntegerField(primary_key=True, choices=PUBLISHED_TO)
    position = models.BigIntegerField(default=0)
    floor = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.get_audience_display()}: {self.position}"


class Alias(models.Model):
    """A former slug, or the id or slug of a record that was merged away: it answers with the way to ``record``."""

    pk = models.CompositePrimaryKey("audience", "kind", "key")
    audience = models.SmallIntegerField(choices=PUBLISHED_TO)
    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=120)
    record = models.UUIDField()
    former = models.UUIDField(null=True, help_text=_("The record that was merged; empty for a former slug."))

    class Meta:
        verbose_name_plural = _("aliases")
        indexes: ClassVar = [models.Index(name="aliases_of_record", fields=["audience", "record"])]

    def __str__(self) -> str:
        return f"{self.key} → {self.record}"


class Dependency(models.Model):
    """What a record's published bodies were made from, for whatever audience, and which passages each of them quotes.

    ``considered``: up to which settling of the touched ids the bodies are known to be what the record says.
    """

    record = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=8, choices=Kind)
    reads = _ids()
    partner_quotes = _ids()
    public_quotes = _ids()
    considered = models.BigIntegerField()

    class Meta:
        verbose_name_plural = _("dependencies")
        indexes: ClassVar = [GinIndex(name="dependent_on", fields=["reads"], fastupdate=False)]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}"


class Touched(models.Model):
    """A row of the record that changed; appended by triggers alone. ``listed``: only that record's own body shows it.

    ``linked``: the subjects that the changed row links with one another; when one of them goes, so does the row.

    ``settled`` is given under the publishing lock, so that its order is that of commits.
    """

    id = models.BigAutoField(primary_key=True)
    record = models.UUIDField()
    listed = models.BooleanField()
    linked: "ArrayField[list[uuid.UUID] | None, list[uuid.UUID] | None]" = ArrayField(models.UUIDField(), null=True)
    settled = models.BigIntegerField(null=True)

    class Meta:
        verbose_name_plural = _("touched")
        # Those without a number come last: a run after an import does not read again what was forgotten before it.
        indexes: ClassVar = [models.Index(name="touched_since", fields=["settled"])]

    def __str__(self) -> str:
        return f"{self.record} ({self.settled or 'new'})"
