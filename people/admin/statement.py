"""Words spoken."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from people.admin.base import PeopleAdmin
from people.models import Statement


@admin.register(Statement)
class StatementAdmin(PeopleAdmin[Statement]):
    list_display = ("wording", "speaker", "medium", "event", "audience")
    list_filter = ("audience",)
    search_fields = ("wording", "speaker_person__names__text", "speaker_organisation__name", "speaker_description")
    fields = (
        *(("speaker_person", "speaker_organisation", "speaker_description"), "wording", ("medium", "occasion")),
        *("event", "audience"),
    )
    empty_sentence = _("No words spoken yet. Several wordings of one utterance are citations on one statement.")

    @admin.display(description=_("speaker"))
    def speaker(self, statement: Statement) -> str:
        """Who is said to have said it."""
        return str(statement.speaker_person or statement.speaker_organisation or statement.speaker_description)
