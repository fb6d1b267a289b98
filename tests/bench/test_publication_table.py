"""The table shows each figure beside its limit and says whether the aim is met."""

from dataclasses import replace

import pytest

from bench.contest import BY_ID, DEEP_PAGE, FIRST_PAGE, FLAT_PAGE, WHOLE_PAGE
from bench.load import Figure
from bench.publication_table import aim, comparison, table
from bench.results import LIMIT, OURS, PEER, Published
from bench.streaming import Streamed
from tests.bench.test_results import EMPTY, measured


@pytest.mark.parametrize(
    ("value", "most", "least", "said"),
    [
        (2.2, 2.2, None, "≤ 2.2 met"),
        (2.21, 2.2, None, "≤ 2.2 MISSED"),
        (1000, None, 1000, "≥ 1000 met"),
        (999.9, None, 1000, "≥ 1000 MISSED"),
        (1, None, None, ""),
        (None, 2.2, None, ""),
    ],
)
def test_an_aim_is_met_or_missed(value: float | None, most: float | None, least: float | None, said: str) -> None:
    assert aim(value, most=most, least=least) == said


def test_a_row_stands_beside_its_limit_and_the_peer() -> None:
    results = replace(
        EMPTY,
        measured=[
            *measured(BY_ID, LIMIT, 4000),
            *measured(BY_ID, OURS, 2000),
            *measured(BY_ID, PEER, 200),
            *measured(WHOLE_PAGE, LIMIT, 300),
            *measured(WHOLE_PAGE, OURS, 200),
        ],
    )

    by_id, whole = table(results).splitlines()[3:5]
    assert by_id.split() == [*("detail", "by", "id", "16", "4,000", "2,000", "200", "2.00", "≤", "2.2", "met"),
                             *("10.0", "≥", "12", "MISSED", "1.00", "2.00", "0.0")]  # fmt: skip
    assert "1.50 ≤ 1 MISSED" in " ".join(whole.split())


def test_depth_streams_and_publishing_have_lines_of_their_own() -> None:
    results = replace(
        EMPTY,
        measured=[*measured(FIRST_PAGE, OURS, 1200), *measured(DEEP_PAGE, OURS, 1000)],
        snapshots=[Streamed(rows=900, seconds=3, before=100, peak=180)],
        copies=[Streamed(rows=900, seconds=2)],
        matches=[Figure(rate=80, p50=100, p99=150)],
        publishings=[Published(persons=900, seconds=1, memory=120)],
        skipped=["the limit"],
    )

    lines = [" ".join(line.split()) for line in table(results).splitlines()]
    assert "page 450 rows deep against the first, 16 conns 1.20 × ≤ 1.5 met" in lines
    assert "page 450 rows deep against the first, 1 conns not measured" in lines
    assert "snapshot against COPY 0.67 × ≥ 0.5 met" in lines
    assert "growth of the server meanwhile 80.00 MiB ≤ 64 MISSED" in lines
    assert "names matched a second, ten a request, 2 conns 80.00 /s ≥ 50 met" in lines
    assert "publishing all, persons a second 900.00 /s ≥ 1000 MISSED" in lines
    assert lines[-1] == "Skipped: the limit"


def test_two_sizes_are_compared_by_the_slowest_hundredth() -> None:
    small = replace(EMPTY, measured=measured(FLAT_PAGE, OURS, 1000, p99=4.0))
    large = replace(EMPTY, persons=10_000, measured=measured(FLAT_PAGE, OURS, 900, p99=10.0))

    text = " ".join(comparison(small, large).split())
    assert "10,000 persons against 1,000" in text
    assert "page, flat, 16 conns: p99 4.00 → 10.00 ms 2.50 × ≤ 2 MISSED" in text
