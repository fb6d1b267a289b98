"""What the publication costs: publishing and reading, beside their limits and the usual DRF, on the same data."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from psycopg import Connection
from psycopg.rows import TupleRow

from bench.contest import Limit, Row, contest, deep_row, joined, our_rows, peer_rows
from bench.databases import CHECKOUT, KEPT, URLS, Databases
from bench.errors import BenchError, CommandFailedError
from bench.facts import check_same_facts
from bench.load import Ask, Figure, put_under_load, request
from bench.pgbench import find_pgbench
from bench.publication_table import comparison, table
from bench.questions import NAMES_AT_ONCE, Subject, ask_matches, published_persons, some_names, some_persons
from bench.register import PERSONS
from bench.results import Measured, Results, read_results, write_results
from bench.servers import OURS_COMMAND, PEER_COMMAND, TRIVIAL_COMMAND, Server, serving
from bench.stage import Stage, filled
from bench.streaming import copy_bodies, stream_snapshot
from bench.workplace import RESULTS, idle_share, say, workplace
from bench.world import World

PUBLISHING, LIMIT, OURS, PEER, SNAPSHOT = "publishing", "limit", "ours", "peer", "snapshot"
PARTS = (PUBLISHING, LIMIT, OURS, PEER, SNAPSHOT)
DEAR = 2
"""So many questions that cost the database much are answered at a time by each process; the others are refused."""
COMPARED = 200
"""So many persons are compared, fact by fact, between the limit and what is published."""


def measure(stage: Stage, asked: argparse.Namespace) -> Results:
    """All parts that were asked for. Raises BenchError."""
    publishings = [stage.publish() for _ in range(asked.publishings if PUBLISHING in asked.parts else 0)]
    with stage.databases.opened(stage.name) as connection:
        if not published_persons(connection) and {OURS, SNAPSHOT} & asked.parts:
            publishings.append(stage.publish())
        stage.tidy()
        results = _begun(connection, seconds=asked.seconds)
        results.publishings.extend(publishings)
        subjects = some_persons(connection)
        if results.published:
            check_same_facts(connection, subjects[:COMPARED])
        with ExitStack() as held:
            servers = {
                part: held.enter_context(serving(command, environment, stage.folder / f"{part}.log"))
                for part, command, environment in _commands(stage, asked.parts)
            }
            headers = {"Authorization": f"Bearer {_token(stage)}"} if OURS in servers else {}
            results = replace(results, idle=idle_share())
            results.load["trivial"] = _measure_the_load(stage, asked.seconds)
            rows = joined(_rows(stage, asked.parts, servers, headers, subjects, results))
            results.measured.extend(contest(rows, rounds=asked.rounds, seconds=asked.seconds, tell=_tell))
            asks = ask_matches(some_names(connection), headers) if OURS in asked.parts else []
            for _ in range(asked.rounds if asks else 0):
                figure = put_under_load(servers[OURS].address, asks, connections=DEAR, seconds=asked.seconds)
                results.matches.append(replace(figure, rate=figure.rate * NAMES_AT_ONCE))
                say(f"  {results.matches[-1].rate:,.0f} names matched a second, p99 of ten {figure.p99:.0f} ms")
            for _ in range(asked.rounds if SNAPSHOT in asked.parts else 0):
                results.copies.append(copy_bodies(connection))
                results.snapshots.append(stream_snapshot(servers[OURS], headers))
                say(f"  snapshot {results.snapshots[-1].rate:,.0f} rows/s, COPY {results.copies[-1].rate:,.0f} rows/s")
    return results


def _begun(connection: Connection[TupleRow], *, seconds: float) -> Results:
    counted = connection.execute("SELECT count(*) FROM people_person").fetchone()
    persons, published = int(counted[0]) if counted else 0, published_persons(connection)
    return Results(
        at=datetime.now(UTC).isoformat(),
        server=f"PostgreSQL {connection.info.parameter_status('server_version')}",
        processors=os.cpu_count() or 0,
        persons=persons,
        published=published,
        seconds=seconds,
        deep=deep_row(published or persons),
    )


def _commands(stage: Stage, parts: frozenset[str]) -> Iterator[tuple[str, Sequence[str], Mapping[str, str]]]:
    if {OURS, SNAPSHOT} & parts:
        yield OURS, OURS_COMMAND, stage.public_environment
    if PEER in parts:
        yield PEER, PEER_COMMAND, stage.environment


def _rows(
    stage: Stage,
    parts: frozenset[str],
    servers: Mapping[str, Server],
    headers: Mapping[str, str],
    subjects: Sequence[Subject],
    results: Results,
) -> Iterator[Row]:
    program = find_pgbench() if LIMIT in parts else None
    if program:
        yield from Limit(program=program, database=stage.environment[URLS[1]]).rows(deep=results.deep)
    elif LIMIT in parts:
        results.skipped.append("the limit, for there is no pgbench here (the bundled PostgreSQL brings none)")
    if OURS in parts:
        yield from our_rows(servers[OURS], headers, subjects, persons=results.published)
    if PEER in parts:
        yield from peer_rows(servers[PEER], subjects)


def _token(stage: Stage) -> str:
    """A key that allows as much as a key can. Raises CommandFailedError."""
    command = [sys.executable, "-m", "bench.partner_key"]
    ran = subprocess.run(
        command, cwd=CHECKOUT, env={**os.environ, **stage.environment}, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise CommandFailedError(" ".join(command), ran.returncode, ran.stderr)
    return ran.stdout


def _measure_the_load(stage: Stage, seconds: float) -> Figure:
    """What the load alone takes: against a server that does nothing."""
    with serving(TRIVIAL_COMMAND, {}, stage.folder / "trivial.log") as server:
        figure = put_under_load(server.address, [Ask(message=request("/"))], connections=16, seconds=seconds)
    say(f"  the load takes {figure.cost:.0f} µs of processor time for a request, at {figure.rate:,.0f} a second")
    return figure


def _tell(one: Measured) -> None:
    rate, p99 = f"{one.figure.rate:9,.0f}/s", f"p99 {one.figure.p99:8.2f} ms"
    say(f"  {one.round}  {one.row:18} {one.connections:2} × {one.who:22} {rate}  {p99}")


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench publication", description=__doc__)
    parser.add_argument("--persons", type=int, default=PERSONS, help=f"size of the register (default {PERSONS:,})")
    parser.add_argument("--rounds", type=int, default=3, help="how often all is asked; medians count (default 3)")
    parser.add_argument("--seconds", type=float, default=5, help="how long each is asked (default 5)")
    parser.add_argument("--publishings", type=int, default=3, help="how often all is published (default 3)")
    parser.add_argument("--parts", default=",".join(PARTS), help=f"some of {', '.join(PARTS)}, with commas")
    parser.add_argument("--seed", type=int, default=1, help="another number gives another register (default 1)")
    parser.add_argument("--reuse", metavar="NAME", default="", help="keep the database; next time it is taken as it is")
    parser.add_argument("--forget", metavar="NAME", default="", help="drop a database that was kept, and nothing else")
    parser.add_argument("--compare", nargs=2, type=Path, metavar="JSON", help="compare two results, the smaller first")
    asked = parser.parse_args(arguments)
    asked.parts = frozenset(asked.parts.split(","))
    if not asked.parts <= set(PARTS):
        parser.error(f"--parts are some of {', '.join(PARTS)}")
    if asked.persons < 200 or asked.rounds < 1 or asked.seconds <= 0 or asked.publishings < 0:
        parser.error("--persons must be 200 or more, --rounds 1 or more, --seconds more than 0, --publishings no less")
    return asked


def main(arguments: Sequence[str]) -> int:
    """``script/bench publication``; returns an exit code."""
    asked = _arguments(arguments)
    # TERM is to clean up as Ctrl-C does.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        if asked.compare:
            sys.stdout.write(comparison(*map(read_results, asked.compare)))
            return 0
        with workplace() as folder, Databases(os.environ) as databases:
            if asked.forget:
                databases.drop(f"{KEPT}{asked.forget}")
                return 0
            world = World(persons=asked.persons, seed=asked.seed)
            with filled(databases, world, folder, reuse=asked.reuse) as stage:
                results = measure(stage, asked)
        path = write_results(results, RESULTS, f"publication-{datetime.now(UTC):%Y%m%dT%H%M%S}")
    except BenchError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"\n{table(results)}\nEvery round: {path.relative_to(CHECKOUT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
