"""Write a large invented register as a bundle (docs/seed-format.md); the same seed gives the same bytes."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TextIO

from bench.persons import Invented, invent
from bench.world import (
    EVENT_MODES,
    EVENTS,
    PERSONS_A_DOCUMENT,
    PUBLISHERS,
    Row,
    World,
    document_key,
    event_day,
    event_key,
    event_name,
    in_words,
    organisation_key,
    organisations,
    places,
    publisher_name,
    some_day,
)

FIRST_PRINTED, LAST_PRINTED = date(2026, 1, 1), date(2026, 6, 30)
PERSONS = 100_000


def write_register(folder: Path, world: World) -> None:
    """Fill an empty folder with ``documents/`` and ``records/``, holding no more than two documents in memory.

    Raises FileExistsError when one of them is there.
    """
    documents, records = folder / "documents", folder / "records"
    documents.mkdir(parents=True)
    records.mkdir()
    for name, rows in (("organisations", organisations()), ("places", places()), ("events", _events(world))):
        with _lines(records / f"{name}.jsonl") as file:
            _write(file, rows)
    with ExitStack() as open_files:
        persons = open_files.enter_context(_lines(records / "persons.jsonl"))
        about_documents = open_files.enter_context(_lines(records / "documents.jsonl"))
        before: list[Invented] = []
        for number, told in enumerate(_by_document(world), start=1):
            _write(persons, [person.row for person in told])
            echoes = [*before, *(told if number == world.documents else ())]
            (documents / f"{document_key(number)}.txt").write_text(
                _text(world, number, told, echoes), encoding="utf-8", newline="\n"
            )
            _write(about_documents, [_document(world, number)])
            before = told


def _lines(path: Path) -> TextIO:
    return path.open("x", encoding="utf-8", newline="\n")


def _write(file: TextIO, rows: Sequence[Row]) -> None:
    file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _by_document(world: World) -> Iterator[list[Invented]]:
    for first in range(1, world.persons + 1, PERSONS_A_DOCUMENT):
        numbers = range(first, min(first + PERSONS_A_DOCUMENT, world.persons + 1))
        yield [invent(number, world=world) for number in numbers]


def _title(number: int) -> str:
    return f"List {number:05} of the detained and the released"


def _dateline(world: World, number: int) -> tuple[str, dict[str, str]]:
    """The line under a document's title, and what it states."""
    random = world.random("document", number)
    publisher = random.randrange(1, PUBLISHERS + 1)
    day = some_day(random, FIRST_PRINTED, LAST_PRINTED)
    states = {"publisher": organisation_key(publisher), "published": day.isoformat()}
    return f"{publisher_name(publisher)}, {in_words(day)}", states


def _draws_on(number: int) -> str:
    """What every twentieth document says of the one before; empty for the others."""
    return f"Drawn in part from “{_title(number - 1)}”" if number % 20 == 0 else ""


def _document(world: World, number: int) -> Row:
    key, title = document_key(number), _title(number)
    line, states = _dateline(world, number)
    row = {
        "document": key,
        "file": f"{key}.txt",
        "media_type": "text/plain",
        "audience": "public",
        "title": title,
        **states,
        "language": "en",
        "cited": [{key: title, "title": title}, {key: line, **states}],
    }
    origin = _draws_on(number)
    if origin:
        row["derivations"] = [{"origin": document_key(number - 1), "kind": "draws_on", "cited": [{key: origin}]}]
    return row


def _text(world: World, number: int, told: list[Invented], echoes: list[Invented]) -> str:
    head = [_title(number), _dateline(world, number)[0], *([f"{_draws_on(number)}."] if _draws_on(number) else [])]
    events = [f"{_event_sentence(world, n)}." for n in range(1, EVENTS + 1) if _told_in(world, n) == number]
    main = [" ".join(person.home) for person in told]
    also = [sentence for person in echoes for sentence in person.echo]
    return "\n\n".join("\n".join(part) for part in (head, events, main, also) if part) + "\n"


def _told_in(world: World, event: int) -> int:
    """The number of the document that tells of an event."""
    return (event - 1) % world.documents + 1


def _event_values(world: World, number: int) -> tuple[str, int]:
    random = world.random("event values", number)
    return random.choice(list(EVENT_MODES)), random.randrange(5, 600)


def _event_sentence(world: World, number: int) -> str:
    mode, count = _event_values(world, number)
    day = in_words(event_day(world, number))
    return f"In the {event_name(number)}, on {day}, Belarus let {count} people go {EVENT_MODES[mode]}"


def _events(world: World) -> list[Row]:
    rows = []
    for number in range(1, EVENTS + 1):
        mode, count = _event_values(world, number)
        values = {"kind": "release", "country": "BY", "date": event_day(world, number).isoformat(), "mode": mode}
        told_in, quote = document_key(_told_in(world, number)), _event_sentence(world, number)
        tally = {"measure": "released", "count": str(count), "cited": [{told_in: quote}]}
        row = {"event": event_key(number), "audience": "public", "name": event_name(number), **values}
        rows.append({**row, "cited": [{told_in: quote, **values}], "tallies": [tally]})
    return rows


def main(arguments: Sequence[str]) -> int:
    """``script/bench register``; returns an exit code."""
    parser = argparse.ArgumentParser(prog="script/bench register", description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write documents/ and records/")
    parser.add_argument("--persons", type=int, default=PERSONS, help=f"how many (default {PERSONS:,})")
    parser.add_argument("--seed", type=int, default=1, help="another number gives another register (default 1)")
    asked = parser.parse_args(arguments)
    if asked.persons < 1:
        parser.error("--persons must be 1 or more")
    try:
        write_register(asked.folder, World(persons=asked.persons, seed=asked.seed))
    except FileExistsError as taken:
        parser.error(f"{taken.filename} is there already; name an empty folder")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
