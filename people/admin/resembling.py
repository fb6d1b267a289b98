"""Before a new person is saved: whoever is there already and resembles them is shown first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.admin.base import PeopleAdmin
from people.admin.sides import sides
from people.duplicates.candidates import resembling
from people.duplicates.judging import judge
from people.forms import NameFormSet
from people.models import Person
from people.naming.ranking import Match
from people.vocabulary import Sameness

if TYPE_CHECKING:
    _Pages = PeopleAdmin[Person]
else:
    _Pages = object

SHOWN = 5
"""So many are shown, the likeliest; others come into the queue of duplicates."""
ALL_THE_SAME = "all_the_same"
"""What the form sends when somebody looked at the persons, whose ids it holds, and it is none of them."""


class TellingNamesApart(NameFormSet):
    """The names of a person; those of a new one are refused once where they resemble somebody's.

    ``resembling`` are whom to show; ``told_apart`` are those whom somebody saw, and who are somebody else.
    """

    may_look: ClassVar[bool] = False
    """Whether whoever fills in the form may see persons and their names."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.resembling: list[Match] = []
        self.told_apart: list[UUID] = []

    def clean(self) -> None:
        """:raises ValidationError: where somebody resembles a new person and was not seen yet."""
        super().clean()
        if not (self.may_look and self.instance._state.adding) or any(self.errors):
            return
        names = [form.cleaned_data["text"] for form in self.forms if form.cleaned_data.get("text")]
        found = resembling(names, born=self.instance.born or None, limit=SHOWN)
        seen = self.data.get(ALL_THE_SAME, "").split()
        if all(str(match.person) in seen for match in found):
            self.told_apart = [match.person for match in found]
            return
        self.resembling = found
        raise ValidationError(_("Somebody whose name resembles this one is in the record already: see above."))


class WarningOfDuplicates(_Pages):
    """The form for a new person shows whoever resembles them, and keeps that they are told apart."""

    def render_change_form(self, request: HttpRequest, context: Any, *others: Any, **options: Any) -> Any:
        """The form with those who resemble the new person above it."""
        if found := [match for names in _names_in(context) for match in names.resembling]:
            known = sides(request, [match.person for match in found])
            context["all_the_same"] = ALL_THE_SAME
            context["resembling"] = [
                {"side": known[one.person], "score": one.score, "reasons": [reason.text for reason in one.reasons]}
                for one in found
            ]
        return super().render_change_form(request, context, *others, **options)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Also the judgements: those who were shown are others, and nobody is asked again."""
        super().save_related(request, form, formsets, change)
        if not request.user.has_perm("people.add_judgement"):
            return
        apart = [person for names in formsets if isinstance(names, TellingNamesApart) for person in names.told_apart]
        for person in apart:
            note = str(_("Saved as a new person all the same."))
            judge(form.instance.pk, person, Sameness.DIFFERENT, by=request.user, note=note)


def _names_in(context: Any) -> list[TellingNamesApart]:
    formsets = [rows.formset for rows in context["inline_admin_formsets"]]
    return [formset for formset in formsets if isinstance(formset, TellingNamesApart)]
