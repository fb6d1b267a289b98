"""The adjectives of this room: what is published, to whom, and what can happen to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sources.vocabulary import Audience

AUDIENCES = (Audience.PARTNER, Audience.PUBLIC)
"""The audiences that are published to, in the order in which they are locked. Staff read the record itself."""


class Kind(models.TextChoices):
    PERSON = "person", _("person")
    EVENT = "event", _("event")
    DOCUMENT = "document", _("document")


class Operation(models.TextChoices):
    """What a line of the feed tells. A merge and an unmerge are told of the former id."""

    UPSERT = "upsert", _("published")
    MERGE = "merge", _("merged into another")
    UNMERGE = "unmerge", _("published again on its own")
    WITHDRAW = "withdraw", _("withdrawn")


class Verb(models.TextChoices):
    """What somebody of the staff did."""

    PUBLISH = "publish", _("published")
    WITHDRAW = "withdraw", _("withdrew")
    HOLD = "hold", _("placed a hold")
