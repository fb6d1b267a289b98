"""What staff see of a person where they are to tell persons apart: names, birth, status; read for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from people.admin.standing import Standing, standings
from people.models import Name, Person
from sources.admin_record import may_see, page_of, visible


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One person: the preferred name, the others, the address of the page."""

    person: Person
    page: str
    names: tuple[str, ...]
    standing: Standing


def may_compare(request: HttpRequest) -> bool:
    """Whether somebody may see whom they would compare, and by which names."""
    return may_see(Person, request) and may_see(Name, request)


def sides(request: HttpRequest, persons: Collection[UUID]) -> dict[UUID, Side]:
    """By id what is told of the persons; a fixed number of queries. :raises PermissionDenied: as above."""
    if not may_compare(request):
        raise PermissionDenied
    if not persons:
        return {}
    names: defaultdict[UUID, list[str]] = defaultdict(list)
    known = visible(Name, request).filter(person__in=persons, preferred=False).order_by("text")
    for person, text in known.values_list("person", "text"):
        names[person].append(text)
    told = standings(list(persons), day=date.today())  # noqa: DTZ011 - the day as staff and server have it (UTC)
    return {
        person.pk: Side(
            person=person, page=page_of(person), names=tuple(dict.fromkeys(names[person.pk])), standing=told[person.pk]
        )
        for person in visible(Person, request).filter(pk__in=persons)
    }
