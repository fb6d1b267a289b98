"""Finds persons of the record by a name in any spelling, the likeliest first. Nothing of a question reaches a log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from people.models import Name, Nationality, Person
from people.naming.comparing import Comparison, Reason, compare
from people.naming.indexing import make_marked_keys
from people.naming.keys import Asked, asked_by
from people.naming.parsed import Parsed, Word, parse
from people.naming.tokens import Part
from people.naming.weighing import Besides, weighed
from sources.dates import PartialDate

MADE_FIRST = 2_000
"""So many changed names are made findable by whoever looks for somebody; more wait for the command."""
MOST_LOOKED_AT = 1_000
MOST_COMPARED = 80
"""Of those who share keys, so many are compared for each question: the ones that share most."""
ENOUGH = 20
NOTHING = Besides()
CANDIDATES = """
SELECT person_id FROM (SELECT person_id, keys FROM people_namekeys WHERE {where} LIMIT {looked_at}) AS sharing
ORDER BY (SELECT count(*) FROM unnest(keys) AS key WHERE key = ANY (%s::bigint[])) DESC, person_id LIMIT {compared}
"""


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody who may be meant, by the most alike of their names. ``score`` from 0 to 1."""

    person: UUID
    name: str
    score: float
    reasons: tuple[Reason, ...]


def find(text: str, *, born: PartialDate | None = None, country: str = "", limit: int = 10) -> list[Match]:
    """Whoever may be meant by a name, the likeliest first; ``country`` as ISO 3166 has it."""
    make_marked_keys(at_most=MADE_FIRST)
    asked = parse(text)
    found = _names_of(_candidates(asked))
    besides = Besides(born=born, countries=frozenset({country.upper()} if country else ()))
    known = _known_besides(found) if born or country else {}
    matches = (_best(asked, person, names, besides, known.get(person, NOTHING)) for person, names in found.items())
    return sorted(matches, key=lambda match: (-match.score, match.name, match.person))[:limit]


def _best(asked: Parsed, person: UUID, names: Sequence[str], besides: Besides, known: Besides) -> Match:
    found: list[tuple[Comparison, str]] = [(compare(asked, parse(name)), name) for name in names]
    best, name = max(found, key=lambda pair: pair[0].likeness)
    return Match(person, name, *weighed(best, besides, known))


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
    every = [key for word in asked.words for key in _anything(asked_by(word))]
    for questions in _questions(asked):
        for groups in questions:
            found |= _sharing(groups, every)
        if len(found) >= ENOUGH:
            break
    return found


def _questions(asked: Parsed) -> Iterator[list[list[list[int]]]]:
    """Questions, the surest first; each is groups of keys, of each of which one is to be shared."""
    keys = [asked_by(word) for word in asked.words]
    telling = [at for at, word in enumerate(asked.words) if _tells(asked, at, word)]
    telling = telling or [at for at, word in enumerate(asked.words) if word.part == Part.WORD]
    joined = [[*asked_by(span.word).sure] for span in asked.spans if len(span.places) > 1]
    others = [[key for to, one in enumerate(keys) if to != at for key in _anything(one)] for at in range(len(keys))]
    yield [[[*keys[at].sure], others[at]] for at in telling if others[at]]
    yield [[[*keys[at].near], others[at]] for at in telling if others[at] and keys[at].near]
    yield [[sure] for sure in joined]
    yield [[[*keys[at].sure]] for at in telling]
    yield [[[*keys[at].near]] for at in telling if keys[at].near]


def _tells(asked: Parsed, at: int, word: Word) -> bool:
    """Whether a part is neither a given name nor a patronymic nor an initial: what few have in common."""
    return word.part == Part.WORD and not word.given and at != asked.father


def _anything(keys: Asked) -> tuple[int, ...]:
    return (*keys.sure, *keys.near, *(() if keys.sure else keys.initial))


def _sharing(groups: Sequence[Sequence[int]], every: Sequence[int]) -> set[UUID]:
    where = " AND ".join("keys && %s::bigint[]" for _group in groups)
    sql = CANDIDATES.format(where=where, looked_at=MOST_LOOKED_AT, compared=MOST_COMPARED)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*map(list, groups), list(every)])
        return {person for (person,) in cursor.fetchall()}
