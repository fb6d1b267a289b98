"""The PUBLICATION table: what was measured, as ratios beside the aims; and two of them compared."""

from collections.abc import Iterator
from dataclasses import dataclass

from bench.contest import (
    BY_ID,
    BY_OFFSET,
    BY_SLUG,
    CONNECTIONS,
    DEEP_PAGE,
    FIRST_PAGE,
    FLAT_PAGE,
    WHOLE_PAGE,
    WITHOUT_STATUS,
)
from bench.results import LIMIT, OURS, PEER, Results, middle

MOST_TIMES_THE_LIMIT = {
    (BY_ID, 16): 2.2,
    (BY_ID, 1): 3.5,
    (BY_SLUG, 16): 2.2,
    (BY_SLUG, 1): 3.5,
    (FLAT_PAGE, 16): 2.0,
    (FLAT_PAGE, 1): 2.0,
    (WHOLE_PAGE, 16): 1.0,
    (WHOLE_PAGE, 1): 1.0,
}
"""How many times slower than the limit a row may be: by row and connections."""
LEAST_TIMES_THE_PEER = 12.0
MOST_TIMES_FIRST_PAGE = 1.5
LEAST_OF_COPY = 0.5
LEAST_PUBLISHED = 1000.0  # persons a second
LEAST_MATCHED = 50.0  # names a second
MOST_GROWTH = 64.0  # MiB that a server may grow by while it streams; what grows with the register grows by far more
MOST_TIMES_P99 = 2.0
LEAST_IDLE = 90.0  # percent; below that somebody else is at work and nothing here means much
PAGES = (FLAT_PAGE, WHOLE_PAGE, FIRST_PAGE, DEEP_PAGE)
HEAD = f"{'':18}{'conns':>6}{'limit':>10}{'ours':>10}{'usual DRF':>11}{'× limit':>9}{'aim':>13}{'× DRF':>8}{'aim':>13}"
HEAD += f"{'p50':>8}{'p99':>8}{'KiB':>7}"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One ratio or number beside its aim; ``value`` is None where it was not measured."""

    text: str
    value: float | None
    unit: str
    most: float | None = None
    least: float | None = None

    def __str__(self) -> str:
        shown = "not measured" if self.value is None else f"{self.value:,.2f} {self.unit}"
        return f"{self.text:60}{shown:>20}{aim(self.value, most=self.most, least=self.least):>14}"


def aim(value: float | None, *, most: float | None = None, least: float | None = None) -> str:
    """The aim, and whether it is met: ``≤ 2.2 met``; empty where there is none."""
    if value is None or (most is None and least is None):
        return ""
    met = (most is None or value <= most) and (least is None or value >= least)
    bound = f"≤ {most:g}" if most is not None else f"≥ {least:g}"
    return f"{bound} {'met' if met else 'MISSED'}"


def table(results: Results) -> str:
    """All of it, as people read it."""
    head = (
        f"PUBLICATION: {results.persons:,} persons, {results.published:,} of them published to partners; "
        f"{results.server}, {results.processors} processors; medians"
    )
    rows = [_row(results, name, connections) for name, connections in results.rows()]
    parts = [[head, ""], [HEAD, *rows] if rows else [], ["", *map(str, _lines(results))]]
    parts.append([f"Skipped: {reason}" for reason in results.skipped])
    return "\n".join(line for part in parts for line in part) + "\n"


def _row(results: Results, name: str, connections: int) -> str:
    rates = [results.middle(name, connections, who, lambda one: one.rate) for who in (LIMIT, OURS, PEER)]
    slower = results.ratio(name, connections, LIMIT, OURS)
    faster = results.ratio(name, connections, OURS, PEER)
    is_detail = name in {BY_ID, BY_SLUG}
    p50, p99, kib = (
        results.middle(name, connections, OURS, take)
        for take in (lambda one: one.p50, lambda one: one.p99, lambda one: one.kib)
    )
    return "".join(
        (
            *(f"{name:18}{connections:>6}", f"{_number(rates[0]):>10}{_number(rates[1]):>10}{_number(rates[2]):>11}"),
            f"{_number(slower, 2):>9}{aim(slower, most=MOST_TIMES_THE_LIMIT.get((name, connections))):>13}",
            f"{_number(faster, 1):>8}{aim(faster, least=LEAST_TIMES_THE_PEER if is_detail else None):>13}",
            f"{_number(p50, 2):>8}{_number(p99, 2):>8}{_number(kib, 1):>7}",
        )
    )


def _number(value: float | None, digits: int = 0) -> str:
    return "" if value is None else f"{value:,.{digits}f}"


def _lines(results: Results) -> Iterator[Line]:
    for connections in CONNECTIONS:
        value = results.ratio_of_rows((FIRST_PAGE, OURS), (DEEP_PAGE, OURS), connections)
        text = f"page {results.deep:,} rows deep against the first, {connections} conns"
        yield Line(text=text, value=value, unit="×", most=MOST_TIMES_FIRST_PAGE)
    offset = results.middle(DEEP_PAGE, 1, BY_OFFSET, lambda one: one.p50)
    yield Line(text="  the same page by OFFSET, PostgreSQL alone, p50", value=offset, unit="ms")
    for name in (BY_ID, FLAT_PAGE):
        value = results.ratio(name, 16, WITHOUT_STATUS, OURS)
        yield Line(text=f"{name}, against a limit that tells no status, 16 conns", value=value, unit="×")
    yield from _streams(results)
    rate = middle(one.rate for one in results.matches)
    yield Line(text="names matched a second, ten a request, 2 conns", value=rate, unit="/s", least=LEAST_MATCHED)
    yield Line(text="  p99 of a request", value=middle(one.p99 for one in results.matches), unit="ms")
    rate = middle(one.rate for one in results.publishings)
    yield Line(text="publishing all, persons a second", value=rate, unit="/s", least=LEAST_PUBLISHED)
    yield Line(text="  most that its process held", value=middle(p.memory for p in results.publishings), unit="MiB")
    yield Line(text="processors idle before anything was asked", value=100 * results.idle, unit="%", least=LEAST_IDLE)
    for figure in results.load.values():
        yield Line(text="processor time of the load itself for a request", value=figure.cost, unit="µs")
        yield Line(text="  the load against a server that does nothing", value=figure.rate, unit="/s")


def _streams(results: Results) -> Iterator[Line]:
    pairs = zip(results.snapshots, results.copies, strict=False)
    part = middle(snapshot.rate / copy.rate for snapshot, copy in pairs)
    rate = middle(one.rate for one in results.snapshots)
    growth = max((one.peak - one.before for one in results.snapshots), default=None)
    yield Line(text="snapshot of all persons, rows a second", value=rate, unit="/s")
    yield Line(text="  COPY of the same bodies", value=middle(one.rate for one in results.copies), unit="/s")
    yield Line(text="  snapshot against COPY", value=part, unit="×", least=LEAST_OF_COPY)
    yield Line(text="  growth of the server meanwhile", value=growth, unit="MiB", most=MOST_GROWTH)


def comparison(small: Results, large: Results) -> str:
    """What a larger register costs: p99 of our pages, and memory."""
    lines = [f"PUBLICATION: {large.persons:,} persons against {small.persons:,}", ""]
    for name in PAGES:
        for connections in CONNECTIONS:
            more, less = (one.middle(name, connections, OURS, lambda run: run.p99) for one in (large, small))
            value = more / less if more and less else None
            text = f"{name}, {connections} conns: p99 {_number(less, 2)} → {_number(more, 2)} ms"
            lines.append(str(Line(text=text, value=value, unit="×", most=MOST_TIMES_P99)))
    more, less = (middle(one.memory for one in results.publishings) for results in (large, small))
    text = f"memory of publishing: {_number(less)} → {_number(more)} MiB"
    lines.append(str(Line(text=text, value=more / less if more and less else None, unit="×")))
    return "\n".join(lines) + "\n"
