"""Who: persons, their names, and what they are said to be."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from people.querysets import PersonQuerySet
from people.vocabulary import (
    Gender,
    NameKind,
    RecognitionKind,
    RecognitionStatus,
    RelationshipKind,
    RoleKind,
    Script,
)
from sources.fields import PartialDateField
from sources.models import Organisation
from sources.record import Declared, Record


class Person(Record):
    """Somebody of whom the register tells: held, released, or near to such a person."""

    declared = Declared(
        cited=("born", "died", "gender"),
        editorial=("slug", "sort_key", "note"),
        computed=("born_span", "died_span"),
        lists=(
            *("names", "identifiers", "nationalities", "roles", "relationships", "recognitions"),
            *("detentions", "releases"),
        ),
    )

    slug = models.SlugField(max_length=120, unique=True)
    sort_key = models.CharField(
        max_length=300, blank=True, db_index=True, help_text=_("Family name first; made from the name if left empty.")
    )
    gender = models.CharField(max_length=16, choices=Gender, blank=True)
    born = PartialDateField()
    died = PartialDateField()
    note = models.TextField(blank=True, help_text=_("For colleagues; never published."))

    objects: ClassVar = PersonQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["sort_key", "slug"]
        verbose_name_plural = _("persons")

    def __str__(self) -> str:
        return getattr(self, "shown_name", None) or self.slug


class Name(Record):
    """One spelling of a person's name. The preferred one alone may be a spelling of ours that no document prints."""

    declared = Declared(
        head="text",
        breath=("text",),
        parents=("person",),
        cited=("text",),
        editorial=("language", "script", "romanisation", "kind", "preferred"),
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="names")
    text = models.CharField(max_length=300)
    kind = models.CharField(max_length=16, choices=NameKind, default=NameKind.AS_PRINTED)
    language = models.CharField(
        max_length=35, blank=True, help_text=_("BCP 47 of the name, for example be or ru-Latn.")
    )
    script = models.CharField(max_length=4, choices=Script, default=Script.LATIN)
    romanisation = models.CharField(max_length=60, blank=True, help_text=_("The table it follows, if known."))
    preferred = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-preferred", "text"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_preferred_name_a_person", fields=["person"], condition=models.Q(preferred=True)
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Identifier(Record):
    """What another list calls the person."""

    declared = Declared(
        head="value",
        breath=("scheme", "value"),
        parents=("person",),
        cited=("scheme", "value"),
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=60, help_text=_("For example wikidata or viasna."))
    value = models.CharField(max_length=200)

    class Meta:
        indexes: ClassVar = [models.Index(name="identifier_value", fields=["scheme", "value"])]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.value}"


class Nationality(Record):
    declared = Declared(head="country", breath=("country",), parents=("person",), cited=("country",))

    person = models.ForeignKey(Person, models.PROTECT, related_name="nationalities")
    country = CountryField()

    class Meta:
        verbose_name_plural = _("nationalities")

    def __str__(self) -> str:
        return str(self.country.name)


class Role(Record):
    """An office, occupation or label, in the words of a source and without praise."""

    declared = Declared(
        head="title",
        breath=("title", "organisation", "remark"),
        parents=("person",),
        cited=("title", "organisation", "began", "ended", "remark"),
        editorial=("kind",),
        computed=("began_span", "ended_span"),
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=16, choices=RoleKind)
    title = models.CharField(max_length=300)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="roles")
    began = PartialDateField()
    ended = PartialDateField()
    remark = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class Relationship(Record):
    """What the other person is to this one. Internal unless somebody decides otherwise: relatives can be harmed."""

    declared = Declared(
        head="kind",
        breath=("other", "kind", "remark"),
        parents=("person",),
        cited=("other", "kind", "remark"),
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="relationships")
    other = models.ForeignKey(Person, models.PROTECT, related_name="related_to")
    kind = models.CharField(max_length=16, choices=RelationshipKind)
    remark = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="relationship_of_two", condition=~models.Q(person=models.F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.other}"


class Recognition(Record):
    """What an organisation recognised the person as, or honoured them with."""

    declared = Declared(
        head="title",
        breath=("title", "organisation", "status", "reason"),
        parents=("person",),
        cited=("title", "organisation", "status", "date", "reason"),
        editorial=("kind",),
        computed=("date_span",),
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="recognitions")
    kind = models.CharField(max_length=32, choices=RecognitionKind)
    title = models.CharField(max_length=300, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="recognitions")
    status = models.CharField(max_length=16, choices=RecognitionStatus, default=RecognitionStatus.HELD)
    date = PartialDateField()
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title or self.get_kind_display()
