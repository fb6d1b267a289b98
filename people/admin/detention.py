"""Episodes of detention with their grounds, sentences and conditions."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from people.admin.base import PeopleAdmin, PeoplePartAdmin, PeopleRows
from people.models import Condition, Detention, Ground, Release, Sentence
from sources.admin_record import RelatedList, RelatedRow, form_for, page_of
from sources.rows import with_neighbours


class GroundRows(PeopleRows):
    model = Ground
    fk_name = "detention"
    fields = ("side", "text", "audience")


class SentenceRows(PeopleRows):
    model = Sentence
    fields = ("length", "court", "date", "remark", "audience")


class ConditionRows(PeopleRows):
    model = Condition
    fields = ("kind", "remark", "audience")


@admin.register(Detention)
class DetentionAdmin(PeopleAdmin[Detention]):
    inlines = (GroundRows, SentenceRows, ConditionRows)
    list_display = ("person", "began", "ended", "time_held", "place", "form", "audience")
    list_display_links = ("person", "began")
    list_filter = ("form", "audience")
    search_fields = ("person__names__text", "person__slug", "place__name")
    fields = ("person", ("began", "ended", "time_held"), ("place", "authority", "form"), "circumstances", "audience")
    empty_sentence = _("No detention yet. Add one from the page of the person who was held.")

    def related_lists(self, record: Detention) -> list[RelatedList]:
        """The ways out of this episode."""
        ways_out = with_neighbours(record.releases.all(), leave_out=["detention"])
        return [
            RelatedList(
                title=_("How it ended"),
                model=Release,
                rows=tuple(
                    RelatedRow(label=str(r), details=r.get_outcome_display(), page=page_of(r)) for r in ways_out
                ),
                add=form_for(Release, person=record.person_id, detention=record.pk),
                empty=_("No release points at this episode."),
            )
        ]


@admin.register(Ground)
class GroundAdmin(PeoplePartAdmin):
    list_display = ("text", "side", "detention", "group", "share", "audience")
    list_filter = ("side", "share", "audience")
    search_fields = ("text", "detention__person__names__text")


@admin.register(Sentence)
class SentenceAdmin(PeoplePartAdmin):
    list_display = ("__str__", "detention", "court", "date", "audience")
    list_filter = ("audience",)
    search_fields = ("court", "remark", "detention__person__names__text")


@admin.register(Condition)
class ConditionAdmin(PeoplePartAdmin):
    list_display = ("kind", "detention", "remark", "audience")
    list_filter = ("kind", "audience")
    search_fields = ("remark", "detention__person__names__text")
