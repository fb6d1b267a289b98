"""One passage says one thing about one field of one record."""

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Func, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from people.models.detention import Condition, Detention, Ground, Sentence
from people.models.event import Concession, Event, EventGroup, EventPart, Tally
from people.models.person import Identifier, Name, Nationality, Person, Recognition, Relationship, Role
from people.models.place import Place
from people.models.release import Destination, Release
from people.models.statement import Statement
from people.querysets import CitationQuerySet
from people.vocabulary import Basis, Verdict
from sources.models import Derivation, Document, Organisation, Passage
from sources.record import Declared, Record

TARGETS: dict[str, type[Record]] = {
    "person": Person,
    "name": Name,
    "identifier": Identifier,
    "nationality": Nationality,
    "role": Role,
    "relationship": Relationship,
    "recognition": Recognition,
    "place": Place,
    "detention": Detention,
    "ground": Ground,
    "sentence": Sentence,
    "condition": Condition,
    "event": Event,
    "event_part": EventPart,
    "concession": Concession,
    "tally": Tally,
    "event_group": EventGroup,
    "release": Release,
    "destination": Destination,
    "statement": Statement,
    "organisation": Organisation,
    "document": Document,
    "derivation": Derivation,
}
"""Everything that can be cited: the name of the citation's foreign key, and the model it points at."""
TARGET_OF: dict[type[Record], str] = {model: name for name, model in TARGETS.items()}


def _target(model: type[Record]) -> "models.ForeignKey[Record | None, Record | None]":
    """A nullable foreign key without Django's full index: the partial one of ``Meta`` is a twentieth of its size."""
    return models.ForeignKey(model, models.PROTECT, null=True, blank=True, db_index=False, related_name="citations")


class Citation(Record):
    """A passage, exactly one record, a field of it, and what the passage states of that field.

    ``states`` is canonical text: a date as EDTF, a range as ``a..b``, a duration as ISO 8601, a choice as its code, a
    foreign key as the target's id; empty for ``exists`` and for indirect speech; ``none`` on a list: known to be none.
    """

    declared = Declared(
        editorial=(
            *("passage", *TARGETS, "field", "states", "basis", "verdict", "why", "judged_by", "judged"),
            *("attributed_person", "attributed_organisation", "attributed_description"),
        ),
    )

    passage = models.ForeignKey(Passage, models.PROTECT, related_name="citations")
    person = _target(Person)
    name = _target(Name)
    identifier = _target(Identifier)
    nationality = _target(Nationality)
    role = _target(Role)
    relationship = _target(Relationship)
    recognition = _target(Recognition)
    place = _target(Place)
    detention = _target(Detention)
    ground = _target(Ground)
    sentence = _target(Sentence)
    condition = _target(Condition)
    event = _target(Event)
    event_part = _target(EventPart)
    concession = _target(Concession)
    tally = _target(Tally)
    event_group = _target(EventGroup)
    release = _target(Release)
    destination = _target(Destination)
    statement = _target(Statement)
    organisation = _target(Organisation)
    document = _target(Document)
    derivation = _target(Derivation)
    field = models.CharField(max_length=32, default="exists")
    states = models.TextField(blank=True)
    basis = models.CharField(max_length=16, choices=Basis, default=Basis.STATED)
    attributed_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="attributed_citations"
    )
    attributed_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="attributed_citations"
    )
    attributed_description = models.CharField(
        max_length=300, blank=True, help_text=_("The finest voice the sentence holds responsible; never the publisher.")
    )
    verdict = models.CharField(max_length=16, choices=Verdict, default=Verdict.ACCEPTED)
    why = models.TextField(blank=True, help_text=_("Why so judged, or how the value was worked out."))
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    judged = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = CitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="citation_of_one",
                condition=Q(Exact(Func(*TARGETS, function="num_nonnulls", output_field=models.IntegerField()), 1)),
            ),
            models.CheckConstraint(
                name="citation_attributed_to_one_at_most",
                condition=Q(attributed_person__isnull=True, attributed_organisation__isnull=True)
                | Q(attributed_person__isnull=True, attributed_description="")
                | Q(attributed_organisation__isnull=True, attributed_description=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name=f"citation_{name}", fields=[name], condition=Q(**{f"{name}__isnull": False}))
            for name in TARGETS
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.states or self.passage.quote}"

    @classmethod
    def target_fields(cls) -> "list[models.ForeignKey[Record, Record]]":
        """The foreign keys of which exactly one is filled."""
        return [cls._meta.get_field(name) for name in TARGETS]  # type: ignore[misc]  # they are foreign keys, see TARGETS

    @property
    def target_name(self) -> str:
        """Which foreign key is filled, for example ``detention``."""
        return next(name for name in TARGETS if getattr(self, f"{name}_id") is not None)

    @property
    def target_id(self) -> UUID:
        """The id of the record that the citation is about."""
        found: UUID = getattr(self, f"{self.target_name}_id")
        return found

    @property
    def target(self) -> Record:
        """The record that the citation is about."""
        record: Record = getattr(self, self.target_name)
        return record
