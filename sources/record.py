"""What every row of the record shares: a random id, an audience, a version, and what each of its fields is.

Rule: DESIGN.md §3. The database holds the version and the history; this module only carries them through Python.
"""

import uuid
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar

from django.db import DatabaseError, IntegrityError, models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from sources.fields import SpannedModel, SpannedQuerySet
from sources.vocabulary import Audience

STALE_VERSION = "23V01"
"""SQLSTATE raised by the trigger ``guard_version``."""

M_co = TypeVar("M_co", bound="Record", covariant=True)


class StaleVersion(IntegrityError):
    """This row was changed by somebody else since it was read; nothing was written."""


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What each field of a model is.

    ``parents`` point at what the row is a part of; ``cited`` must rest on a citation; ``editorial`` is the editors' own
    (slug, order, kind …); ``computed`` is made by the program; ``lists`` are the rows that hang on it, of which a
    source may also say that there are none. ``head`` is the field meant where a citation names none. ``breath`` are
    the cited fields that a sentence says in one breath: a citation of one, or of ``exists``, bears them all.
    """

    parents: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()
    editorial: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    head: str = "exists"
    breath: tuple[str, ...] = ()

    def borne_by(self, field: str) -> frozenset[str]:
        """The fields of a citation that bear a field of the row."""
        return frozenset({field, "exists", *self.breath}) if field in self.breath else frozenset({field})

    def citable(self) -> tuple[str, ...]:
        """The values that ``Citation.field`` may have for such a row."""
        return ("exists", *self.cited, *self.lists)


class RecordQuerySet(SpannedQuerySet[M_co]):
    """Questions that may be asked of every row of the record."""

    def visible_to(self, audience: Audience) -> Self:
        """Rows whose own audience admits the given one; parents and holds are asked by whoever knows them."""
        return self.filter(audience__gte=audience)


class Record(SpannedModel):
    """One row of the record. Every write that changes it leaves one history row (trigger ``record_history``)."""

    declared: ClassVar[Declared]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audience = models.SmallIntegerField(
        choices=Audience,
        default=Audience.INTERNAL,
        help_text=_("The widest circle that may ever see this row. Nothing is seen before it is published."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created = models.DateTimeField(db_default=Now(), editable=False)
    updated = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row. :raises StaleVersion: when the stored version is no longer the one that was read."""
        adding = self._state.adding
        try:
            super().save(*args, **kwargs)
        except DatabaseError as error:
            if getattr(error.__cause__, "sqlstate", None) == STALE_VERSION:
                raise StaleVersion(StaleVersion.__doc__) from error
            raise
        if not adding:
            self.refresh_from_db(fields=["version", "updated"])
