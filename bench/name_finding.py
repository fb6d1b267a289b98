"""How well and how fast persons are found by their names, among invented others: the NAMES table.

``script/bench names``: quality on our own tables of pairs, by kind of variation, with every failure; the time of a
search, the time to make the keys, and what they take on disk.
"""

import argparse
import gc
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from statistics import quantiles
from typing import Any
from uuid import UUID, uuid4

import django
import orjson
from django.db import connection, connections

from bench.databases import Databases
from bench.errors import BenchError
from bench.name_quality import ask, calibration, population, samples, tell_apart
from bench.name_report import calibrated, found, told_apart
from bench.name_tables import FOLDER, Pair, read_different, read_pairs
from bench.namesakes import Namesake
from bench.workplace import say

PERSONS = 100_000
MOST_MILLISECONDS = 50
"""The aim for 95 of 100 searches among 100,000 persons."""


@contextmanager
def _registered(databases: Databases, people: Sequence[Namesake]) -> Iterator[dict[str, UUID]]:
    """A throw-away database with the people in it, and Django set up on it; ids by person."""
    with databases.made("names"):
        os.environ |= {**databases.environment("names"), "DJANGO_SETTINGS_MODULE": "tracker.settings"}
        django.setup()
        try:
            yield _written(people)
        finally:
            connections.close_all()


def _written(people: Sequence[Namesake]) -> dict[str, UUID]:
    models: Any = import_module("people.models")
    history: Any = import_module("sources.history")
    dates: Any = import_module("sources.dates")
    ids: dict[str, UUID] = {}
    with history.acting(actor="bench:names"):
        for first in range(0, len(people), 5_000):
            # No server holds a million people in memory: the collector of circles must not walk through them each time.
            gc.freeze()
            some = people[first : first + 5_000]
            born = {one.person: dates.PartialDate.parse(one.born) if one.born else None for one in some}
            made = [models.Person(slug=one.person, **({"born": b} if (b := born[one.person]) else {})) for one in some]
            models.Person.objects.bulk_create(made)
            ids |= {person.slug: person.pk for person in made}
            names = ((ids[one.person], at, text) for one in some for at, text in enumerate(one.names))
            _insert(models.Name, ({"person_id": pk, "text": text, "preferred": not at} for pk, at, text in names))
            countries = ((ids[one.person], one.country) for one in some if one.country)
            _insert(models.Nationality, ({"person_id": pk, "country": country} for pk, country in countries))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_name, people_person, people_nationality")
    return ids


def _insert(model: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Rows of a model, its defaults for what they leave out: a million persons of instances take half an hour."""
    table, blank = model._meta.db_table, model()
    fields = [field for field in model._meta.concrete_fields if not field.has_db_default()]
    defaults = {one.column: one.get_db_prep_save(one.pre_save(blank, add=True), connection) for one in fields}
    told = [{**defaults, "id": uuid4(), **row} for row in rows]
    columns = ", ".join(f'"{column}"' for column in defaults)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_recordset(null::{table}, %s)",  # noqa: S608 - names of our own
            [orjson.dumps(told).decode()],
        )


@dataclass(kw_only=True)
class Search:
    """The finder of the register, as ``name_quality`` asks it; how long each search took, in seconds."""

    ids: dict[str, UUID]
    took: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._find: Any = import_module("people.naming.finding").find
        self._date: Any = import_module("sources.dates").PartialDate
        self._persons = {pk: person for person, pk in self.ids.items()}

    def __call__(self, query: str, born: str, country: str, /) -> list[tuple[str, float]]:
        """Persons with their scores."""
        began = time.perf_counter()
        matches = self._find(query, born=self._date.parse(born) if born else None, country=country)
        self.took.append(time.perf_counter() - began)
        return [(self._persons[match.person], match.score) for match in matches]


def _score(query: str, known: Sequence[str], /) -> float:
    comparing: Any = import_module("people.naming.comparing")
    parse: Any = import_module("people.naming.parsed").parse
    weighing: Any = import_module("people.naming.weighing")
    return max(float(weighing.probability(comparing.compare(parse(query), parse(name)).likeness)) for name in known)


def _measure(people: Sequence[Namesake], pairs: Sequence[Pair], different: str, ids: dict[str, UUID]) -> None:
    indexing: Any = import_module("people.naming.indexing")
    began = time.perf_counter()
    made = indexing.make_marked_keys()
    seconds = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_namekeys")
        cursor.execute("SELECT pg_total_relation_size('people_namekeys')")
        size = cursor.fetchone()[0]
    search = Search(ids=ids)
    ask(search, pairs[:100])  # the first questions fill the memory of words
    search.took.clear()
    asked = ask(search, pairs)
    names = {one.person: one.names[0] for one in people}
    sys.stdout.write(found(asked, names) + "\n")
    sys.stdout.write(told_apart(tell_apart(_score, pairs, read_different(FOLDER / different))) + "\n")
    sys.stdout.write(calibrated(calibration(samples(asked))) + "\n")
    spellings = sum(len(one.names) for one in people)
    cuts = quantiles(search.took, n=100)
    sys.stdout.write(
        f"NAMES: {len(people):,} persons, {spellings:,} names, {os.cpu_count()} processors\n"
        f"search            p50 {cuts[49] * 1000:6.1f} ms  p95 {cuts[94] * 1000:6.1f} ms (aim ≤ {MOST_MILLISECONDS})"
        f"  p99 {cuts[98] * 1000:6.1f} ms\n"
        f"one after another {len(search.took) / sum(search.took):6.1f} searches a second\n"
        f"keys              {made / seconds:,.0f} persons a second, {size / len(people):,.0f} bytes a person\n"
    )


def main(arguments: Sequence[str]) -> int:
    """Returns an exit code."""
    parser = argparse.ArgumentParser(prog="script/bench names", description=__doc__)
    parser.add_argument("--persons", type=int, default=PERSONS, help=f"how many others (default {PERSONS:,})")
    parser.add_argument(
        "--held-out", action="store_true", help="ask the pairs that nothing was tuned on; look at the figures only"
    )
    given = parser.parse_args(arguments)
    which = "held_out" if given.held_out else "tuning"
    pairs = read_pairs(FOLDER / f"{which}.tsv")
    people = list(population(pairs, others=given.persons))
    say(f"{len(people):,} persons are written")
    with Databases(os.environ) as databases, _registered(databases, people) as ids:
        say("their keys are made, and the pairs are asked")
        _measure(people, pairs, f"different_{which}.tsv", ids)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except BenchError as error:
        sys.exit(str(error))
