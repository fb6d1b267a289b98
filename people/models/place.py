"""Where: places that refine one another by containment."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from people.vocabulary import PlaceKind
from sources.record import Declared, Record


class Place(Record):
    """A country, region, city, facility, border or embassy; its parent contains it."""

    declared = Declared(editorial=("slug", "name", "kind", "parent", "country", "latitude", "longitude"))

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=16, choices=PlaceKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    country = CountryField(
        blank=True, help_text=_("ISO 3166-1; empty where the place lies in no single country, such as a shared border.")
    )
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(name="place_not_in_itself", condition=~models.Q(parent=models.F("id"))),
        ]

    def __str__(self) -> str:
        return self.name
