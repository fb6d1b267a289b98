"""Forms of this room: what the database would refuse is said in words, and what a name tells is made from it."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.models import Detention, Person, Tally
from people.slugs import free_slug
from people.sorting import sort_key
from sources.admin_forms import RecordForm, RecordFormSet


class PeopleForm(RecordForm):
    refusals: ClassVar = {
        "one_preferred_name_a_person": _("A person has one preferred name; this person has another one already."),
        "detention_possible_order": _("It ends before it begins: whatever days are meant, this order is impossible."),
        "ground_of_one": _("A ground belongs to a detention or to a group: one of the two."),
        "destination_of_one": _("A leg belongs to a release or to a group: one of the two."),
        "event_part_of_one": _("A part is had by a person or by an organisation: one of the two."),
        "tally_of_event_or_country": _(
            "Say which event the number is about, or whose prisoners: an event or a country."
        ),
        "tally_whom_country": _("“Nationals of one country” needs the country; every other answer needs none."),
        "relationship_of_two": _("Nobody is their own relative: choose another person."),
        "one_release_a_person_and_event": _("This person has a release in that event already; one for each event."),
        "statement_of_one_speaker": _("Name one speaker: a person, an organisation, or a description."),
        "citation_attributed_to_one_at_most": _(
            "A sentence has one voice: a person, an organisation, or a description."
        ),
        "hold_on_one": _("A hold is on an event, a document or a person: one of the three."),
        "place_not_in_itself": _("A place does not contain itself."),
        "merged_once": _("That record was merged already."),
        "merge_of_two": _("A record is not merged into itself."),
    }


class PersonForm(PeopleForm):
    """A person. Slug and sort key may stay empty: they are made from the preferred name when it is known."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, told in (("slug", _("Made from the preferred name if left empty.")), ("sort_key", None)):
            if name in self.fields:
                self.fields[name].required = False
                self.fields[name].help_text = told or self.fields[name].help_text

    def clean_slug(self) -> str:
        """Keep what the person is called in addresses, unless another one is given."""
        return str(self.cleaned_data["slug"] or ("" if self.instance._state.adding else self.instance.slug))


def complete(person: Person, name: str) -> None:
    """Give a person the slug and the sort key that the preferred name makes, where there are none. Saves nothing."""
    if not person.slug:
        taken = Person.objects.filter(slug=free_slug(name, id=person.pk, taken=False)).exists()
        person.slug = free_slug(name, id=person.pk, taken=taken)
    person.sort_key = person.sort_key or sort_key(name)


class NameForm(PeopleForm):
    def _get_validation_exclusions(self) -> set[str]:
        """Which name is preferred is checked over all names together: two rows may change places."""
        exclude: set[str] = super()._get_validation_exclusions()  # type: ignore[misc] # private to Django
        return exclude | {"preferred"}


class NameFormSet(RecordFormSet):
    """All names of a person, of which one is preferred."""

    row_name = _("name")

    def __init__(self, *args: Any, **options: Any) -> None:
        person = options.get("instance")
        if person is None or person._state.adding:
            options.setdefault("initial", [{"preferred": True}])
        super().__init__(*args, **options)

    def clean(self) -> None:
        """Exactly one preferred name."""
        super().clean()
        names = [form.cleaned_data for form in self.forms if getattr(form, "cleaned_data", {}).get("text")]
        preferred = [name["text"] for name in names if name.get("preferred")]
        if len(preferred) > 1:
            told = ", ".join(f"“{text}”" for text in preferred)
            raise ValidationError(
                _("A person has one preferred name; here are %(count)d: %(names)s. Leave the mark on one of them."),
                code="preferred",
                params={"count": len(preferred), "names": told},
            )
        if not preferred and not any(self.errors):
            raise ValidationError(_("Mark one name as the preferred one."), code="preferred")
        self._refuse_telling_address(names)

    def _refuse_telling_address(self, names: list[dict[str, Any]]) -> None:
        """A person whom outsiders may see, by a name that they may not: the address would tell it."""
        narrow = [one for one in names if one.get("preferred") and one["audience"] < self.instance.audience]
        if narrow:
            raise ValidationError(
                _(
                    "The preferred name “%(name)s” is for a narrower audience than the person, whose address is made "
                    "from it. Widen the name's audience or narrow the person's."
                ),
                code="audience",
                params={"name": narrow[0]["text"]},
            )

    @property
    def preferred(self) -> str:
        """The preferred name, once the rows are valid."""
        return next(str(f.cleaned_data["text"]) for f in self.forms if f.cleaned_data.get("preferred"))


class ReleaseForm(PeopleForm):
    """One way out; the episode that it ends is one of the same person."""

    class Meta:
        widgets: ClassVar = {"detention": forms.Select}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "detention" in self.fields:
            person = self.data.get("person") or self.initial.get("person") or self.instance.person_id
            _narrow(self.fields["detention"], Detention.objects.filter(person=_id(person)))


class GroupForm(PeopleForm):
    """Some of those whom an event concerns; the number that counts them is one of the same event."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "tally" in self.fields:
            event = self.data.get("event") or self.initial.get("event") or self.instance.event_id
            _narrow(self.fields["tally"], Tally.objects.filter(event=_id(event)))


def _narrow(field: Any, rows: Any) -> None:
    field.queryset = rows


def _id(value: Any) -> Any:
    """An id to filter by; whatever is none finds nothing."""
    try:
        return forms.UUIDField(required=False).clean(str(value) if value else "")
    except ValidationError:
        return None
