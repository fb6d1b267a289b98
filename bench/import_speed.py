"""How long `manage.py import_seeds` takes for a large register, against COPY of the same rows on the same machine."""

import argparse
import json
import os
import shutil
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from bench.copying import HISTORY, Copied, count_rows, export, load
from bench.databases import CHECKOUT, Databases
from bench.errors import BenchError, NotMeasuredError
from bench.processes import Ran, run
from bench.register import PERSONS, write_register
from bench.workplace import RESULTS, say, workplace
from bench.world import World

MOST_TIMES, MOST_MEMORY = 3.0, 300
"""The aims: at most so many times the seconds of COPY, at most so many MiB."""


@dataclass(frozen=True, kw_only=True)
class Round:
    """One import into an empty database, a second one of the same bundle, and COPY of what the first one left."""

    first: Ran
    again: Ran
    copied: Copied


@dataclass(frozen=True, kw_only=True)
class Measured:
    """All rounds of a register of so many persons; ``rows`` are those of the record, each with a row of history."""

    persons: int
    rows: int
    rounds: list[Round]

    @property
    def seconds(self) -> float:
        """Median of the first imports."""
        return median(one.first.seconds for one in self.rounds)

    @property
    def again(self) -> float:
        """Median of the imports that find nothing new."""
        return median(one.again.seconds for one in self.rounds)

    @property
    def copied(self) -> float:
        """Median of COPY."""
        return median(one.copied.seconds for one in self.rounds)

    @property
    def memory(self) -> float:
        """The most that an importer held, in MiB."""
        return max(max(one.first.memory, one.again.memory) for one in self.rounds)


def measure(databases: Databases, world: World, *, rounds: int, folder: Path) -> Measured:
    """Make the register in a new folder and measure it; the folder is removed. Raises BenchError."""
    folder.mkdir()
    try:
        write_register(folder / "bundle", world)
        say(f"{world.persons:,} persons invented")
        done: list[Round] = []
        while len(done) < rounds:
            say(f"{world.persons:,} persons, round {len(done) + 1} of {rounds}")
            rows, one = _round(databases, world, folder)
            done.append(one)
        return Measured(persons=world.persons, rows=rows, rounds=done)
    finally:
        shutil.rmtree(folder)


def _round(databases: Databases, world: World, folder: Path) -> tuple[int, Round]:
    exported = folder / "rows"
    with databases.made("import"):
        first = _import(databases, folder / "bundle")
        with databases.opened("import") as connection:
            counts = count_rows(connection)
        rows = _expect_all(counts, world)
        say(f"  import      {first.seconds:8.1f} s  {first.memory:6.0f} MiB")
        again = _import(databases, folder / "bundle")
        say(f"  once more   {again.seconds:8.1f} s  {again.memory:6.0f} MiB")
        with databases.opened("import") as connection:
            if count_rows(connection) != counts:
                message = "A second import of the same bundle changed rows."
                raise NotMeasuredError(message)
            files = sorted(exported.iterdir()) if exported.exists() else export(connection, exported)
    with databases.made("copy"), databases.opened("copy") as connection:
        copied = load(connection, files)
        if count_rows(connection) != counts:
            message = "COPY brought other rows than the import."
            raise NotMeasuredError(message)
    say(f"  COPY        {copied.seconds:8.1f} s  {first.seconds / copied.seconds:6.2f} times")
    return rows, Round(first=first, again=again, copied=copied)


def _import(databases: Databases, bundle: Path) -> Ran:
    command = [sys.executable, "manage.py", "import_seeds", str(bundle)]
    return run(command, environment=databases.environment("import"), folder=CHECKOUT)


def _expect_all(counts: dict[str, int], world: World) -> int:
    rows = sum(counts.values()) - counts[HISTORY]
    persons, citations = counts["people_person"], counts["people_citation"]
    if persons != world.persons or citations < 5 * world.persons or counts[HISTORY] != rows:
        message = f"{world.persons:,} persons were to be imported with five citations each; these rows came: {counts}"
        raise NotMeasuredError(message)
    return rows


def table(measured: Sequence[Measured]) -> str:
    """The result as people read it."""
    lines = ["  persons       rows   import    once more     COPY    times   memory"]
    lines += [
        f"{one.persons:9,} {one.rows:10,} {one.seconds:7.1f} s {one.again:9.1f} s {one.copied:7.1f} s"
        f" {one.seconds / one.copied:6.2f} × {one.memory:5.0f} MiB"
        for one in measured
    ]
    last = measured[-1]
    lines += ["", f"Aims: at most {MOST_TIMES} × COPY of the record and its history, at most {MOST_MEMORY} MiB."]
    lines += [
        f"From {one.persons:,} to {last.persons:,} persons ({last.persons / one.persons:.1f} ×):"
        f" {last.seconds / one.seconds:.2f} × the time."
        for one in measured[:-1]
    ]
    return "\n".join(lines) + "\n"


def _write_result(measured: Sequence[Measured], server: str) -> Path:
    summary = [
        {**asdict(one), "times": one.seconds / one.copied, "memory": one.memory, "seconds": one.seconds}
        for one in measured
    ]
    now = datetime.now(UTC)
    path = RESULTS / f"import-{now:%Y%m%dT%H%M%S}.json"
    content = {"at": now.isoformat(), "server": server, "processors": os.cpu_count(), "measured": summary}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return path


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench import", description=__doc__)
    parser.add_argument("--persons", type=int, default=PERSONS, help=f"the largest register (default {PERSONS:,})")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured; medians count (default 3)")
    parser.add_argument("--seed", type=int, default=1, help="another number gives another register (default 1)")
    parser.add_argument("--one-size", action="store_true", help="this size alone, not also a half and a quarter of it")
    asked = parser.parse_args(arguments)
    if asked.persons < 4 or asked.rounds < 1:
        parser.error("--persons must be 4 or more, --rounds 1 or more")
    return asked


def main(arguments: Sequence[str]) -> int:
    """``script/bench import``; returns an exit code."""
    asked = _arguments(arguments)
    # TERM is to clean up as Ctrl-C does.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    sizes = [asked.persons] if asked.one_size else [asked.persons // 4, asked.persons // 2, asked.persons]
    try:
        with workplace() as folder, Databases(os.environ) as databases:
            with databases.opened("empty") as connection:
                server = f"PostgreSQL {connection.info.parameter_status('server_version')}"
            measured = [
                measure(databases, World(persons=size, seed=asked.seed), rounds=asked.rounds, folder=folder / str(size))
                for size in sizes
            ]
        path = _write_result(measured, server)
    except BenchError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"\n{table(measured)}\nEvery round: {path.relative_to(CHECKOUT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
