"""Every figure of one measurement of the publication, written to a file and read back."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from bench.errors import NotMeasuredError
from bench.load import Figure
from bench.streaming import Streamed

LIMIT, OURS, PEER = "limit", "ours", "usual DRF"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One run: which row of the table, over how many connections, of whom, in which round."""

    row: str
    connections: int
    who: str
    round: int
    figure: Figure


@dataclass(frozen=True, kw_only=True)
class Published:
    """One ``publish --all`` into an empty publication: persons, seconds, the most MiB that its process held."""

    persons: int
    seconds: float
    memory: float

    @property
    def rate(self) -> float:
        """Persons a second, all their audiences counted once."""
        return self.persons / self.seconds


@dataclass(frozen=True, kw_only=True)
class Results:
    """All of it. ``persons`` are those of the register, ``published`` those that partners may read.

    ``load`` are runs of the load against a server that does nothing; ``deep``: how many rows lie before the deep page;
    ``matches``: runs of /match, of which ``rate`` are names a second.
    ``idle``: the share of the processors that nobody used just before anything was asked.
    """

    at: str
    server: str
    processors: int
    persons: int
    published: int
    seconds: float
    deep: int = 0
    idle: float = 1.0
    measured: list[Measured] = field(default_factory=list)
    snapshots: list[Streamed] = field(default_factory=list)
    copies: list[Streamed] = field(default_factory=list)
    matches: list[Figure] = field(default_factory=list)
    publishings: list[Published] = field(default_factory=list)
    load: dict[str, Figure] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)

    def runs(self, row: str, connections: int, who: str) -> list[Figure]:
        """The figures of all rounds, in their order."""
        wanted = (row, connections, who)
        return [one.figure for one in self.measured if (one.row, one.connections, one.who) == wanted]

    def rows(self) -> list[tuple[str, int]]:
        """Rows and connections, in the order in which they were measured."""
        return list(dict.fromkeys((one.row, one.connections) for one in self.measured))

    def middle(self, row: str, connections: int, who: str, take: Callable[[Figure], float]) -> float | None:
        """The median of one number over all rounds; None where it was not measured."""
        return middle(take(run) for run in self.runs(row, connections, who))

    def ratio(self, row: str, connections: int, above: str, below: str) -> float | None:
        """The median of the ratios of two rates, each taken within its round; None where one was not measured."""
        return self.ratio_of_rows((row, above), (row, below), connections)

    def ratio_of_rows(self, above: tuple[str, str], below: tuple[str, str], connections: int) -> float | None:
        """The same across two rows, each with whom it is of."""
        tops, bottoms = (self.runs(row, connections, who) for row, who in (above, below))
        return middle(top.rate / bottom.rate for top, bottom in zip(tops, bottoms, strict=False))


def middle(numbers: Iterable[float]) -> float | None:
    """The median; None of nothing."""
    known = list(numbers)
    return median(known) if known else None


def write_results(results: Results, folder: Path, name: str) -> Path:
    """As JSON, to a new file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(asdict(results), indent=1) + "\n", encoding="utf-8")
    return path


def read_results(path: Path) -> Results:
    """What such a file says. Raises NotMeasuredError where it is none."""
    try:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        measured = [Measured(**{**one, "figure": Figure(**one["figure"])}) for one in told.pop("measured")]
        snapshots, copies = ([Streamed(**one) for one in told.pop(name)] for name in ("snapshots", "copies"))
        matches = [Figure(**one) for one in told.pop("matches", [])]
        publishings = [Published(**one) for one in told.pop("publishings")]
        load = {name: Figure(**one) for name, one in told.pop("load").items()}
        lists: dict[str, Any] = {"measured": measured, "snapshots": snapshots, "copies": copies}
        return Results(**told, **lists, matches=matches, publishings=publishings, load=load)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotMeasuredError(f"{path} holds no results of script/bench publication: {error}") from error
