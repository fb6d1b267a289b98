"""Events: who took part, what was given for it, the numbers told, and who came out."""

from typing import Any, ClassVar

from django.contrib import admin
from django.forms import TextInput
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.admin.base import PeopleAdmin, PeoplePartAdmin, PeopleRows
from people.forms import GroupForm
from people.models import Concession, Destination, Event, EventGroup, EventPart, Ground, Release, Statement, Tally
from sources.admin_record import RelatedList, RelatedRow, form_for, page_of
from sources.rows import with_neighbours

MEMBERS_SHOWN = 200


class EventPartRows(PeopleRows):
    model = EventPart
    fields = ("person", "organisation", "part", "remark", "audience")
    verbose_name = _("part")
    verbose_name_plural = _("Parts: who did what")


class ConcessionRows(PeopleRows):
    model = Concession
    fields = ("party", "target", "action", "order", "progress", "date", "audience")


class TallyRows(PeopleRows):
    model = Tally
    fields = ("measure", "whom", "whom_country", "place", "period", "count", "audience")
    verbose_name_plural = _("Numbers told")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """A country by its two letters: a menu of all of them in each row would be most of the page."""
        if db_field.name == "whom_country":
            options["widget"] = TextInput(attrs={"size": 4, "maxlength": 2, "placeholder": "UA"})
            return db_field.formfield(**options)
        return super().formfield_for_dbfield(db_field, request, **options)


class GroupRows(PeopleRows):
    model = EventGroup
    form = GroupForm
    fields = ("label", "who", "audience")
    verbose_name = _("group")
    verbose_name_plural = _("Groups")


@admin.register(Event)
class EventAdmin(PeopleAdmin[Event]):
    inlines = (EventPartRows, TallyRows, GroupRows, ConcessionRows)
    list_display = ("name", "kind", "country", "date", "announced", "mode", "state", "audience")
    list_filter = ("kind", "state", "mode", "audience")
    search_fields = ("name", "slug", "=country")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    fields = (
        *("name", "slug", ("kind", "country", "place"), ("date", "announced"), ("mode", "forced_exile", "state")),
        *("stated_reason", "circumstances", "leads_to", "audience"),
    )
    empty_sentence = _(
        "No event yet. A release of many, or talks, is an event; each person's own way out is a release."
    )

    def related_lists(self, record: Event) -> list[RelatedList]:
        """Who came out with it, and what was said of it."""
        members = with_neighbours(record.releases.order_by("person__sort_key"), leave_out=["event"])[:MEMBERS_SHOWN]
        statements = with_neighbours(record.statements.all(), leave_out=["event"])
        return [
            RelatedList(
                title=_("Members: who was among them"),
                model=Release,
                rows=tuple(
                    RelatedRow(label=str(m.person), details=m.get_outcome_display(), page=page_of(m)) for m in members
                ),
                add=form_for(Release, event=record.pk),
                empty=_("Nobody is recorded as released with it."),
            ),
            RelatedList(
                title=_("Statements"),
                model=Statement,
                rows=tuple(RelatedRow(label=str(s), details=s.medium, page=page_of(s)) for s in statements),
                add=form_for(Statement, event=record.pk),
                empty=_("No words spoken of it are recorded."),
            ),
        ]


@admin.register(EventPart)
class EventPartAdmin(PeoplePartAdmin):
    list_display = ("event", "part", "person", "organisation", "audience")
    list_display_links = ("event", "part")
    list_filter = ("part", "audience")
    search_fields = ("event__name", "person__names__text", "organisation__name")


@admin.register(Concession)
class ConcessionAdmin(PeoplePartAdmin):
    list_display = ("target", "action", "party", "order", "event", "date", "audience")
    list_filter = ("action", "order", "audience")
    search_fields = ("target", "party__name", "event__name")


@admin.register(Tally)
class TallyAdmin(PeoplePartAdmin):
    list_display = ("measure", "whom", "count", "event", "country", "place", "period", "audience")
    list_filter = ("measure", "whom", "audience")
    search_fields = ("event__name", "=country", "place__name")


class GroupGroundRows(PeopleRows):
    model = Ground
    fk_name = "group"
    fields = ("side", "text", "share", "audience")


class GroupDestinationRows(PeopleRows):
    model = Destination
    fk_name = "group"
    fields = ("stage", "progress", "place", "date", "audience")
    verbose_name = _("leg")
    verbose_name_plural = _("Legs of the way")


@admin.register(EventGroup)
class EventGroupAdmin(PeoplePartAdmin):
    form = GroupForm
    inlines = (GroupDestinationRows, GroupGroundRows)
    list_display = ("label", "event", "who", "tally", "audience")
    search_fields = ("label", "who", "event__name")
    fields = ("event", ("label", "who"), "tally", "audience")
