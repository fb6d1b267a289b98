"""Ways out and their legs."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from people.admin.base import PeopleAdmin, PeoplePartAdmin, PeopleRows
from people.forms import ReleaseForm
from people.models import Destination, Release


class DestinationRows(PeopleRows):
    model = Destination
    fk_name = "release"
    fields = ("stage", "progress", "place", "date", "audience")
    verbose_name = _("leg")
    verbose_name_plural = _("Legs of the way")


@admin.register(Release)
class ReleaseAdmin(PeopleAdmin[Release]):
    form = ReleaseForm
    inlines = (DestinationRows,)
    list_display = ("person", "event", "date", "mode", "outcome", "audience")
    list_display_links = ("person", "event")
    list_filter = ("mode", "outcome", "forced_exile", "audience")
    search_fields = ("person__names__text", "person__slug", "event__name")
    fields = (
        "person",
        ("event", "detention"),
        ("date", "mode"),
        ("outcome", "forced_exile"),
        "circumstances",
        "audience",
    )
    empty_sentence = _("No release yet. Add one from the page of the person who came out.")


@admin.register(Destination)
class DestinationAdmin(PeoplePartAdmin):
    list_display = ("stage", "progress", "place", "date", "release", "group", "audience")
    list_filter = ("stage", "progress", "audience")
    search_fields = ("place__name", "release__person__names__text", "group__label")
