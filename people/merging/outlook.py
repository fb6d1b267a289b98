"""Two records side by side, for those who decide whether they are one person; and what an undo would move back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from people.merging.hanging import HANGING
from people.models import Hold, Merge, Person
from people.stated import model_field, text_of
from sources.changes import model_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One thing told of both; ``differs`` where both tell something and not the same."""

    label: str
    former: str
    survivor: str

    @property
    def differs(self) -> bool:
        """Whether it deserves a look."""
        return bool(self.former and self.survivor and self.former != self.survivor)


def side_by_side(*, former: Person, survivor: Person, status: Callable[[Person], str]) -> list[Line]:
    """What the two records say; ``status`` tells the one of today."""
    told: dict[str, Callable[[Person], str]] = {
        _("names"): _names,
        **{_label(name): _told(name) for name in ("born", "died", "gender")},
        _("status today"): status,
        _("numbers in other lists"): _identifiers,
        _label("audience"): _told("audience"),
        _("holds"): _holds,
        _("note"): lambda person: person.note,
    }
    return [Line(label=label, former=tell(former), survivor=tell(survivor)) for label, tell in told.items()]


def rows_of(person: Person) -> Counter[str]:
    """How many rows of each kind hang on somebody."""
    found: Counter[str] = Counter()
    for hanging in HANGING[Person]:
        found[_plural(hanging.model)] += hanging.model._default_manager.filter(**{hanging.by: person.pk}).count()
    return found


def going_back(merge: Merge) -> Counter[str]:
    """How many rows of each kind were moved, the two persons themselves left out."""
    found: Counter[str] = Counter()
    for table, ids in merge.moved.items():
        model = model_of(table)
        if model is not None and model is not Person:
            found[_plural(model)] += len(ids)
    return found


def _names(person: Person) -> str:
    return "; ".join(person.names.order_by("-preferred", "text").values_list("text", flat=True))


def _identifiers(person: Person) -> str:
    return "; ".join(str(one) for one in person.identifiers.order_by("scheme", "value"))


def _holds(person: Person) -> str:
    return "; ".join(Hold.objects.active().filter(person=person).order_by("placed").values_list("reason", flat=True))


def _told(name: str) -> Callable[[Person], str]:
    choices = dict(model_field(Person, name).flatchoices)

    def tell(person: Person) -> str:
        value = getattr(person, name)
        return str(choices.get(value, text_of(value))) if value not in (None, "") else ""

    return tell


def _label(name: str) -> str:
    return str(model_field(Person, name).verbose_name)


def _plural(model: Any) -> str:
    return str(model._meta.verbose_name_plural)
