"""Persons are found by any spelling of their names: in the list, and wherever a box asks for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.admin.views.main import ORDER_VAR
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest

from people.admin.base import PeopleAdmin
from people.duplicates.candidates import candidates
from people.models import Merge, Person
from people.romanising import romanised
from people.survivors import survivors_of

if TYPE_CHECKING:
    _Pages = PeopleAdmin[Person]
else:
    _Pages = object

MOST = 50
"""So many are found by how their names sound; whoever has what was typed in a name, slug or number comes after them."""
LEAST = 0.05
"""Whoever is less likely is left out: most of these have another given name."""
LONGEST = 300
"""Letters of what was typed that are looked at, as many as a name may have."""
FORMERS = 100
"""Of so many records merged away that have what was typed in them the survivors are found."""
TYPE_AHEAD = "autocomplete"


class FindingPersons(_Pages):
    """Records merged away are not found, but those that stand for them."""

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Person], term: str) -> Any:
        """The likeliest first, then whoever has what was typed in them."""
        text = " ".join(term.split())[:LONGEST]
        if not text:
            # The list without a question is the whole record; a box offers nobody who was merged away.
            is_box = request.resolver_match is not None and request.resolver_match.url_name == TYPE_AHEAD
            return (_standing(queryset) if is_box else queryset), False
        likely = [match.person for match in candidates([text], least=LEAST, limit=MOST)]
        typed, _repeated = super().get_search_results(request, Person.objects.order_by(), text)
        ids = (typed | Person.objects.filter(_sorted_like(text))).values("pk")
        found = _standing(queryset).filter(Q(pk__in=ids) | Q(pk__in=[*likely, *_survivors(ids)]))
        return (found if ORDER_VAR in request.GET else _likeliest_first(found, likely)), False


def _sorted_like(text: str) -> Q:
    """Persons whose sort keys have every word, read in Latin letters."""
    words = romanised(text).split()
    if not words or text.isascii():
        return Q(pk__in=[])
    return Q(*(Q(sort_key__icontains=word) for word in words))


def _standing(persons: QuerySet[Person]) -> QuerySet[Person]:
    return persons.exclude(pk__in=Merge.objects.filter(undone=None).values("former"))


def _survivors(ids: Any) -> set[UUID]:
    formers = Merge.objects.filter(undone=None, former__in=ids).order_by().values_list("former", flat=True)[:FORMERS]
    return set(survivors_of(list(formers)).values())


def _likeliest_first(persons: QuerySet[Person], likely: Sequence[UUID]) -> QuerySet[Person]:
    if not likely:
        return persons
    places = [When(pk=person, then=Value(place)) for place, person in enumerate(likely)]
    place = Case(*places, default=Value(len(likely)), output_field=IntegerField())
    return persons.order_by(place, *persons.query.order_by)
