"""Persons: names and what is said of them on one page; episodes and ways out with pages of their own."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from people.admin.base import PeopleAdmin, PeoplePartAdmin, PeopleRows
from people.admin.finding import FindingPersons
from people.admin.merging import MergingPages
from people.admin.resembling import TellingNamesApart, WarningOfDuplicates
from people.admin.sides import may_compare
from people.admin.standing import Standing, standings
from people.forms import NameForm, NameFormSet, PersonForm, complete
from people.models import Detention, Identifier, Name, Nationality, Person, Recognition, Relationship, Release, Role
from sources.admin_record import RelatedList, RelatedRow, form_for, page_of
from sources.rows import with_neighbours


class NameRows(PeopleRows):
    model = Name
    form = NameForm
    formset = TellingNamesApart
    fields = ("text", "preferred", "kind", "language", "script", "romanisation", "audience")

    def get_extra(self, request: HttpRequest, obj: Any = None, **_: Any) -> int:  # noqa: ARG002 - Django's
        """A new person begins with a name."""
        return 0 if obj else 1

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        """The rows, which know whether somebody may be shown who resembles a new person."""
        formset: Any = super().get_formset(request, obj, **options)
        formset.may_look = may_compare(request)
        return formset


class IdentifierRows(PeopleRows):
    model = Identifier
    fields = ("scheme", "value", "audience")


class NationalityRows(PeopleRows):
    model = Nationality
    fields = ("country", "audience")


class RoleRows(PeopleRows):
    model = Role
    fields = ("kind", "title", "organisation", "began", "ended", "remark", "audience")


class RelationshipRows(PeopleRows):
    model = Relationship
    fk_name = "person"
    fields = ("other", "kind", "remark", "audience")


class RecognitionRows(PeopleRows):
    model = Recognition
    fields = ("kind", "title", "organisation", "status", "date", "reason", "audience")


@admin.register(Person)
class PersonAdmin(FindingPersons, WarningOfDuplicates, MergingPages, PeopleAdmin[Person]):
    form = PersonForm
    inlines = (NameRows, NationalityRows, IdentifierRows, RoleRows, RecognitionRows, RelationshipRows)
    list_display = ("name", "status", "since", "conflict", "gender", "audience", "updated")
    list_filter = ("audience", "gender")
    search_fields = ("names__text", "slug", "sort_key", "identifiers__value")
    search_help_text = _("Any spelling of the name, in any script, or the number in another list.")
    fields = (("gender", "born", "died"), "note", ("slug", "sort_key"), "audience")
    empty_sentence = _("Nobody here yet. A person begins with a name; everything else hangs on it.")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with everybody's status read at once."""
        changelist = super().get_changelist_instance(request)
        rows: list[Any] = list(changelist.result_list)
        told = standings([row.pk for row in rows], day=date.today())  # noqa: DTZ011 - the day as staff and server have it (UTC)
        for row in rows:
            row.standing = told[row.pk]
        changelist.result_list = rows
        return changelist

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """A new person waits for the name that slug and sort key are made from."""
        if change:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Complete the person from the preferred name, then save the rows."""
        names = next(formset for formset in formsets if isinstance(formset, NameFormSet))
        if form.instance.pk is None:  # Django's inline forms take a new parent's id away
            form.instance.pk = uuid4()
        before = (form.instance.slug, form.instance.sort_key)
        complete(form.instance, names.preferred)
        if not change or before != (form.instance.slug, form.instance.sort_key):
            form.instance.save()
        form.instance.shown_name = names.preferred
        super().save_related(request, form, formsets, change)

    def related_lists(self, record: Person) -> list[RelatedList]:
        """Episodes of detention and ways out."""
        episodes = with_neighbours(record.detentions.all(), leave_out=["person"])
        ways_out = with_neighbours(record.releases.all(), leave_out=["person"]).prefetch_related("destinations__place")
        return [
            RelatedList(
                title=_("Detentions"),
                model=Detention,
                rows=tuple(RelatedRow(label=str(e), details=_episode(e), page=page_of(e)) for e in episodes),
                add=form_for(Detention, person=record.pk),
                empty=_("No detention is recorded."),
            ),
            RelatedList(
                title=_("Releases"),
                model=Release,
                rows=tuple(RelatedRow(label=str(r), details=_way_out(r), page=page_of(r)) for r in ways_out),
                add=form_for(Release, person=record.pk),
                empty=_("No release is recorded."),
            ),
        ]

    @admin.display(description=_("name"), ordering="sort_key")
    def name(self, person: Person) -> str:
        """The preferred name."""
        return str(person)

    @admin.display(description=_("status today"))
    def status(self, person: Any) -> str:
        """Computed from episodes and releases."""
        return str(person.standing.status.label)

    @admin.display(description=_("since"))
    def since(self, person: Any) -> str:
        """The day from which the status holds, as far as it is known."""
        return person.standing.since or ""

    @admin.display(description=_("sources"))
    def conflict(self, person: Any) -> str | SafeString:
        """Whether the sources conflict on what the status rests on."""
        standing: Standing = person.standing
        return format_html('<span class="mark conflict">{}</span>', _("conflict")) if standing.conflicting else ""


def _episode(episode: Detention) -> str:
    told = (episode.place, episode.get_form_display() if episode.form else "", episode.time_held)
    return ", ".join(str(one) for one in told if one)


def _way_out(release: Release) -> str:
    legs = " → ".join(str(leg) for leg in release.destinations.all())
    told = (release.date if release.event else None, release.get_mode_display() if release.mode else "", legs)
    return ", ".join(str(one) for one in (*told, release.get_outcome_display()) if one)


@admin.register(Name)
class NameAdmin(PeoplePartAdmin):
    list_display = ("text", "person", "kind", "language", "script", "preferred", "audience")
    list_filter = ("kind", "script", "preferred", "audience")
    search_fields = ("text",)


@admin.register(Identifier)
class IdentifierAdmin(PeoplePartAdmin):
    list_display = ("scheme", "value", "person", "audience")
    list_filter = ("audience",)
    search_fields = ("value", "scheme", "person__names__text")


@admin.register(Nationality)
class NationalityAdmin(PeoplePartAdmin):
    list_display = ("person", "country", "audience")
    list_filter = ("audience",)
    search_fields = ("person__names__text", "=country")


@admin.register(Role)
class RoleAdmin(PeoplePartAdmin):
    list_display = ("title", "person", "kind", "organisation", "began", "ended", "audience")
    list_filter = ("kind", "audience")
    search_fields = ("title", "person__names__text", "organisation__name")


@admin.register(Relationship)
class RelationshipAdmin(PeoplePartAdmin):
    list_display = ("person", "kind", "other", "audience")
    list_filter = ("kind", "audience")
    search_fields = ("person__names__text", "other__names__text")


@admin.register(Recognition)
class RecognitionAdmin(PeoplePartAdmin):
    list_display = ("person", "kind", "title", "organisation", "status", "date", "audience")
    list_filter = ("kind", "status", "audience")
    search_fields = ("title", "person__names__text", "organisation__name")
