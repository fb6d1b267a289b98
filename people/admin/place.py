"""Places, from countries to prisons."""

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from people.admin.base import PeopleAdmin
from people.models import Place


@admin.register(Place)
class PlaceAdmin(PeopleAdmin[Place]):
    list_display = ("name", "kind", "parent", "country", "audience")
    list_filter = ("kind", "audience")
    search_fields = ("name", "slug", "=country")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    fields = ("name", "slug", ("kind", "parent", "country"), ("latitude", "longitude"), "audience")
    empty_sentence = _("No place yet. A place lies in its parent: a prison in a city, a city in a country.")
