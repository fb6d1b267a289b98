"""A database with an invented register in it, imported and published as our users do it."""

import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.databases import CHECKOUT, KEPT, READER_URL, URLS, Databases
from bench.errors import NotMeasuredError
from bench.processes import Ran, run
from bench.questions import published_persons
from bench.register import write_register
from bench.results import Published
from bench.workplace import say
from bench.world import World

# What a former publishing left. What the record touched meanwhile stays: publishing has to go through it.
EMPTY = """
TRUNCATE publication_publishedrecord, publication_publishedbody, publication_change, publication_dependency,
  publication_alias, publication_act, publication_counter
"""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Where to measure: the database's name among ``databases``, and a folder for files."""

    databases: Databases
    name: str
    folder: Path
    pepper: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)

    @property
    def environment(self) -> dict[str, str]:
        """For what works as staff."""
        return {**self.databases.environment(self.name), "VOLIA_KEY_PEPPER": self.pepper}

    @property
    def public_environment(self) -> dict[str, str]:
        """For what serves the public and has no business with the staff's login. Raises NotMeasuredError."""
        if READER_URL not in self.environment:
            raise NotMeasuredError(f"{READER_URL} is not set: the public is served over the reader's login alone.")
        kept = {name: self.environment[name] for name in (READER_URL, "VOLIA_KEY_PEPPER")}
        return {**dict.fromkeys(URLS, ""), **kept, "VOLIA_SERVE": "public"}

    def fill(self, world: World) -> None:
        """Invent the register and import it. Raises CommandFailedError."""
        bundle = self.folder / "bundle"
        write_register(bundle, world)
        say(f"{world.persons:,} persons invented")
        ran = self._manage("import_seeds", str(bundle))
        shutil.rmtree(bundle)
        say(f"  imported in {ran.seconds:.1f} s")

    def publish(self) -> Published:
        """Publish everything into an empty publication. Raises CommandFailedError."""
        with self.databases.opened(self.name) as connection:
            connection.execute(EMPTY)
        self.tidy()
        ran = self._manage("publish", "--all", "--reason", "measurement")
        with self.databases.opened(self.name) as connection:
            done = Published(persons=published_persons(connection), seconds=ran.seconds, memory=ran.memory)
        say(f"  published {done.persons:,} persons, {done.rate:,.0f} a second, {done.memory:.0f} MiB")
        return done

    def tidy(self) -> None:
        """Let the planner know what is there, and leave autovacuum nothing to do in the middle of a measurement."""
        with self.databases.opened(self.name) as connection:
            connection.execute("VACUUM (ANALYZE)")

    def _manage(self, *words: str) -> Ran:
        return run([sys.executable, "manage.py", *words], environment=self.environment, folder=CHECKOUT)


@contextmanager
def filled(databases: Databases, world: World, folder: Path, *, reuse: str = "") -> Iterator[Stage]:
    """A database with the register: thrown away at the end, or kept under the name ``reuse`` and taken as it is then.

    Raises CommandFailedError.
    """
    with ExitStack() as held:
        stage = Stage(databases=databases, name=f"{KEPT}{reuse}" if reuse else "publication", folder=folder)
        there = databases.keep(stage.name) if reuse else False
        if not reuse:
            held.enter_context(databases.made(stage.name))
        if not there:
            try:
                stage.fill(world)
            except BaseException:
                databases.drop(stage.name)
                raise
        yield stage
