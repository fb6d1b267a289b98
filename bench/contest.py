"""The rows of the table: what is asked of whom, and the rounds in which all are asked by turns."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import statements
from bench.load import Ask, Figure, put_under_load
from bench.pgbench import run_pgbench
from bench.questions import (
    DEEPEST,
    FLAT,
    MOST_PAGES,
    MOST_TAGS,
    PAGE,
    PERSONS,
    WHOLE,
    Place,
    Subject,
    ask_details,
    ask_pages,
    ask_peer_details,
    ask_peer_pages,
    ask_unchanged,
    first_page,
    walk,
)
from bench.results import LIMIT, OURS, PEER, Measured
from bench.servers import Server

BY_ID, BY_SLUG, UNCHANGED = "detail by id", "detail by slug", "detail, 304"
FLAT_PAGE, WHOLE_PAGE, LIST_UNCHANGED = "page, flat", "page, whole", "page, 304"
FIRST_PAGE, DEEP_PAGE = "first page, flat", "deep page, flat"
ORDER = (BY_ID, BY_SLUG, UNCHANGED, FLAT_PAGE, WHOLE_PAGE, FIRST_PAGE, DEEP_PAGE, LIST_UNCHANGED)
WITHOUT_STATUS, BY_OFFSET = "limit without status", "PostgreSQL by OFFSET"
CONNECTIONS = (16, 1)
WARM_UP = 0.5  # seconds, not counted

Run = Callable[[int, float], Figure]
"""Takes connections and seconds."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of the table: who is measured, by turns."""

    name: str
    runs: Mapping[str, Run]


@dataclass(frozen=True, kw_only=True)
class Limit:
    """pgbench, and the database that it runs in."""

    program: Path
    database: str

    def rows(self, *, deep: int) -> Iterator[Row]:
        """Its part of the rows."""
        person, flat = statements.person(), statements.flat()
        bare_person, bare_flat = statements.person(status=False), statements.flat(status=False)
        one = {LIMIT: self._run(statements.one(person))}
        yield Row(name=BY_ID, runs={**one, WITHOUT_STATUS: self._run(statements.one(bare_person))})
        yield from (Row(name=name, runs=one) for name in (BY_SLUG, UNCHANGED))
        flat_page = {LIMIT: self._run(statements.page(flat))}
        yield Row(name=FLAT_PAGE, runs={**flat_page, WITHOUT_STATUS: self._run(statements.page(bare_flat))})
        yield Row(name=WHOLE_PAGE, runs={LIMIT: self._run(statements.page(person))})
        yield Row(name=DEEP_PAGE, runs={BY_OFFSET: self._run(statements.page_by_offset(flat, deep=deep))})

    def _run(self, statement: str) -> Run:
        def run(connections: int, seconds: float) -> Figure:
            return run_pgbench(
                self.program, statement, database=self.database, connections=connections, seconds=seconds
            )

        return run


def our_rows(server: Server, headers: Mapping[str, str], subjects: Sequence[Subject], *, persons: int) -> Iterator[Row]:
    """Our part of the rows; the list is walked first. Raises NotMeasuredError."""
    places = walk(server.address, headers, persons=persons)
    deep = deep_place(places, persons=persons)
    spread = shuffled(places[1:]) or [deep]
    some = subjects[:MOST_TAGS]
    first = first_page(headers, form=FLAT, first=places[0].first)
    asked = {
        BY_ID: ask_details(subjects, headers, by="id"),
        BY_SLUG: ask_details(subjects, headers, by="slug"),
        UNCHANGED: ask_unchanged(server.address, [f"{PERSONS}/{one.id}" for one in some], headers),
        FLAT_PAGE: ask_pages(spread, headers, form=FLAT),
        WHOLE_PAGE: ask_pages(spread, headers, form=WHOLE),
        LIST_UNCHANGED: ask_unchanged(server.address, [f"{PERSONS}?limit={PAGE}"], headers),
        FIRST_PAGE: [first],
        DEEP_PAGE: ask_pages([deep], headers, form=FLAT),
    }
    for name, asks in asked.items():
        yield Row(name=name, runs={OURS: _http(server, asks)})


def peer_rows(server: Server, subjects: Sequence[Subject]) -> Iterator[Row]:
    """The peer's part of the rows."""
    details = _http(server, ask_peer_details(subjects))
    yield from (Row(name=name, runs={PEER: details}) for name in (BY_ID, BY_SLUG))
    for name, is_whole in ((FLAT_PAGE, False), (WHOLE_PAGE, True)):
        asks = ask_peer_pages(subjects[:MOST_PAGES], whole=is_whole)
        yield Row(name=name, runs={PEER: _http(server, asks)})


def deep_row(persons: int) -> int:
    """How many rows come before the deep page: half a million, or half of those there are."""
    return min(DEEPEST, persons // 2)


def deep_place(places: Sequence[Place], *, persons: int) -> Place:
    """The first place as deep as that; the deepest where the list is shorter."""
    return next((place for place in places if place.cursor and place.before >= deep_row(persons)), places[-1])


def shuffled(places: Sequence[Place]) -> list[Place]:
    """Not in the order of the list, in which neighbours would share what is in memory: by the ids' last digits."""
    return sorted(places, key=lambda place: place.first[::-1])


def _http(server: Server, asks: Sequence[Ask]) -> Run:
    def run(connections: int, seconds: float) -> Figure:
        put_under_load(server.address, asks, connections=connections, seconds=min(WARM_UP, seconds))
        return put_under_load(server.address, asks, connections=connections, seconds=seconds)

    return run


def joined(rows: Iterable[Row]) -> list[Row]:
    """Rows of the same name become one; those that are compared with one another follow one another."""
    found: dict[str, dict[str, Run]] = {}
    for row in rows:
        found.setdefault(row.name, {}).update(row.runs)
    return [Row(name=name, runs=found[name]) for name in ORDER if name in found]


def contest(rows: Sequence[Row], *, rounds: int, seconds: float, tell: Callable[[Measured], None]) -> list[Measured]:
    """All rows, in so many rounds; within a row those who are compared follow one another at once, and take turns."""
    measured = []
    for number in range(1, rounds + 1):
        for row in rows:
            for connections in CONNECTIONS:
                for who, run in list(row.runs.items())[:: 1 if number % 2 else -1]:
                    figure = run(connections, seconds)
                    one = Measured(row=row.name, connections=connections, who=who, round=number, figure=figure)
                    tell(one)
                    measured.append(one)
    return measured
