"""What the admin pages of this room share: refusals in words, and histories that tell of the citations too."""

from typing import Any, TypeVar

from people.forms import PeopleForm
from people.models import TARGET_OF, Citation
from sources.admin_record import RecordAdmin, RecordRows
from sources.record import Record

R = TypeVar("R", bound=Record)


class PeopleAdmin(RecordAdmin[R]):
    form = PeopleForm

    def told_in_history(self, record: R) -> list[Record]:
        """The record, its rows, and the citations on any of them."""
        rows = super().told_in_history(record)
        return [*rows, *Citation.objects.about([row for row in rows if type(row) in TARGET_OF])]


class PeopleRows(RecordRows):
    form = PeopleForm


class PeoplePartAdmin(PeopleAdmin[Any]):
    """Rows mostly edited on the page of the record they hang on; their own page shows what they rest on."""
