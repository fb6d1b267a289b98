"""A model with one field of each kind: no table of the record has them all, and each has rules of its own."""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import models

from sources.fields import CountRangeField, DurationRangeField, PartialDateField
from sources.spanned import SpannedModel, SpannedQuerySet

APPS = Apps()
"""A registry of its own, so that no migration is made for the probe."""


class Dated(SpannedModel):
    """An abstract parent: a field that is inherited brings its span along too."""

    began = PartialDateField()

    objects: ClassVar[models.Manager["Dated"]] = SpannedQuerySet.as_manager()

    class Meta:
        abstract = True
        app_label = "sources"
        apps = APPS


class Probe(Dated):
    """One field of each kind."""

    name = models.CharField(max_length=20, unique=True)
    held = DurationRangeField()
    count = CountRangeField()

    class Meta:
        app_label = "sources"
        apps = APPS
        db_table = "probe"

    objects: ClassVar[SpannedQuerySet["Probe"]] = SpannedQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name
