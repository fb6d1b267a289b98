"""Finds persons of the record by a name in any spelling, the likeliest first. Nothing of a question reaches a log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from people.models import Name, Nationality, Person
from people.naming.cases import parsings
from people.naming.indexing import make_marked_keys
from people.naming.parsed import Parsed
from people.naming.questions import ENOUGH, MOST_COMPARED, TOO_MANY, Question, all_keys, questions
from people.naming.ranking import Match, ranked
from people.naming.weighing import Besides
from sources.dates import PartialDate
from sources.lookups import by_index

MADE_FIRST = 2_000
"""So many changed names are made findable by whoever looks for somebody; more wait for the command."""
MOST_LOOKED_AT = 1_000
"""Of so many who share what was asked for those are taken who share most."""
CANDIDATES = """
WITH sharing AS MATERIALIZED (SELECT person_id, keys FROM people_namekeys WHERE {where} LIMIT {looked_at})
SELECT person_id FROM sharing WHERE {few}
ORDER BY (SELECT count(*) FROM unnest(keys) AS key WHERE key = ANY (%s::bigint[])) DESC, person_id LIMIT {compared}
"""
FEWER = "(SELECT count(*) FROM sharing) < {looked_at}"


def find(text: str, *, born: PartialDate | None = None, country: str = "", limit: int = 10) -> list[Match]:
    """Whoever may be meant by a name, the likeliest first; ``country`` as ISO 3166 has it."""
    make_marked_keys(at_most=MADE_FIRST)
    asked = parsings(text)
    found = _names_of({person for one in asked for person in _candidates(one)})
    besides = Besides(born=born, countries=frozenset({country.upper()} if country else ()))
    known = _known_besides(found) if born or country else {}
    return ranked(asked, found, besides=besides, known=known)[:limit]


def _known_besides(persons: Collection[UUID]) -> dict[UUID, Besides]:
    countries: defaultdict[UUID, set[str]] = defaultdict(set)
    for person, country in Nationality.objects.filter(person__in=persons).order_by().values_list("person", "country"):
        countries[person].add(str(country))
    rows = Person.objects.filter(pk__in=persons).order_by().values_list("pk", "born")
    return {pk: Besides(born=born or None, countries=frozenset(countries[pk])) for pk, born in rows}


def _names_of(persons: Collection[UUID]) -> dict[UUID, list[str]]:
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    rows = Name.objects.filter(person__in=persons).order_by() if persons else Name.objects.none()
    for person, text in rows.values_list("person", "text"):
        found[person].append(text)
    return found


def _candidates(asked: Parsed) -> set[UUID]:
    """Who shares keys with the name, by the surest questions that find enough."""
    found: set[UUID] = set()
    every = all_keys(asked)
    with by_index() as cursor:
        for together in questions(asked):
            for question in together:
                found |= _sharing(cursor, question, every)
            if len(found) >= ENOUGH:
                break
    return found


def _sharing(cursor: CursorWrapper, question: Question, every: Sequence[int]) -> set[UUID]:
    where = " AND ".join("keys && %s::bigint[]" for _group in question.groups)
    looked_at = TOO_MANY if question.by_one_part else MOST_LOOKED_AT
    few = FEWER.format(looked_at=looked_at) if question.by_one_part else "true"
    sql = CANDIDATES.format(where=where, few=few, looked_at=looked_at, compared=MOST_COMPARED)
    cursor.execute(sql, [*question.groups, list(every)])
    return {person for (person,) in cursor.fetchall()}
