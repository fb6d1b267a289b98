"""How many persons a second are rendered, and written out as JSON, for partners and for everyone; without publishing.

``python -m tracker.cluster -- python -m bench.rendering_speed``
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from statistics import median

import django
import orjson
from django.apps import apps
from django.db import connections

from bench.databases import CHECKOUT, Databases
from bench.errors import BenchError
from bench.processes import run
from bench.register import write_register
from bench.workplace import say, workplace
from bench.world import World

PERSONS, BATCH, ROUNDS = 5_000, 1_000, 5
DAY = date(2026, 7, 1)
MOST_MILLISECONDS = 0.55
"""The aim for a person, both audiences together."""


@contextmanager
def imported(databases: Databases, folder: Path, world: World) -> Iterator[None]:
    """A throw-away database with the register in it, and Django set up on it."""
    say(f"{world.persons:,} persons are invented and imported")
    write_register(folder / "bundle", world)
    with databases.made("render"):
        environment = databases.environment("render")
        command = [sys.executable, "manage.py", "import_seeds", str(folder / "bundle")]
        run(command, environment=environment, folder=CHECKOUT)
        with databases.opened("render") as owner:
            owner.execute("ANALYZE")
        os.environ |= {**environment, "DJANGO_SETTINGS_MODULE": "tracker.settings"}
        django.setup()
        try:
            yield
        finally:
            connections.close_all()


@dataclass(frozen=True, kw_only=True)
class Run:
    """All persons once: seconds by the clock, and those in which this process worked (PostgreSQL's are not in it)."""

    persons: int
    wall: float
    own: float


def render_all(batch: int) -> Run:
    """Render every person for both audiences; what the two share is written out once."""
    # Models can be imported only once Django is set up, on the database that is made here.
    bodies = import_module("publication.rendering.bodies")
    setting = import_module("publication.rendering.setting")
    audience = import_module("sources.vocabulary").Audience
    ids = list(apps.get_model("people", "Person").objects.order_by("slug").values_list("pk", flat=True))
    began, worked = time.perf_counter(), time.process_time()
    for first in range(0, len(ids), batch):
        found = bodies.render(
            "person",
            ids[first : first + batch],
            audiences=(audience.PARTNER, audience.PUBLIC),
            day=DAY,
            named=setting.everything_named,
        )
        made = {id(one): one.body for told in found.values() for one in told.values()}
        for body in made.values():
            orjson.dumps(body)
    return Run(persons=len(ids), wall=time.perf_counter() - began, own=time.process_time() - worked)


def main(arguments: Sequence[str]) -> int:
    """Returns an exit code."""
    parser = argparse.ArgumentParser(prog="bench.rendering_speed", description=__doc__)
    parser.add_argument("--persons", type=int, default=PERSONS, help=f"how many (default {PERSONS:,})")
    parser.add_argument("--batch", type=int, default=BATCH, help=f"how many at once (default {BATCH:,})")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"the median counts (default {ROUNDS})")
    asked = parser.parse_args(arguments)
    try:
        with (
            workplace() as folder,
            Databases(os.environ) as databases,
            imported(databases, folder, World(persons=asked.persons)),
        ):
            runs = [render_all(asked.batch) for _ in range(asked.rounds)]
    except BenchError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    each = median(one.wall / one.persons for one in runs)
    own = median(one.own / one.persons for one in runs)
    sys.stdout.write(
        f"{asked.persons:,} persons in batches of {asked.batch:,}: {1 / each:,.0f} persons/s, {1000 * each:.2f} ms each"
        f" for both audiences, {1000 * own:.2f} ms of it in Python (aim: {MOST_MILLISECONDS} ms)\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
