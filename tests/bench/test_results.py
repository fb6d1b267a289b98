"""Figures are kept one by one, and medians and ratios are taken over rounds."""

from dataclasses import replace
from pathlib import Path

import pytest

from bench.errors import NotMeasuredError
from bench.load import Figure
from bench.results import LIMIT, OURS, Measured, Published, Results, middle, read_results, write_results
from bench.streaming import Streamed

EMPTY = Results(at="", server="PostgreSQL 15", processors=2, persons=1000, published=900, seconds=1, deep=450)


def measured(row: str, who: str, *rates: float, p99: float = 2.0) -> list[Measured]:
    """One run a round, over 16 connections."""
    return [
        Measured(row=row, connections=16, who=who, round=number, figure=Figure(rate=rate, p50=1.0, p99=p99))
        for number, rate in enumerate(rates, start=1)
    ]


def test_a_ratio_is_taken_within_each_round_before_the_median() -> None:
    # The second round was slow for both: the ratio of medians would be 2.5.
    results = replace(EMPTY, measured=[*measured("a", LIMIT, 500, 100, 600), *measured("a", OURS, 200, 50, 200)])

    assert results.ratio("a", 16, LIMIT, OURS) == 2.5
    assert results.middle("a", 16, LIMIT, lambda run: run.rate) == 500


def test_what_was_not_measured_has_no_number() -> None:
    assert EMPTY.ratio("a", 16, LIMIT, OURS) is None
    assert EMPTY.middle("a", 16, OURS, lambda run: run.p99) is None
    assert middle([]) is None


def test_rows_keep_the_order_in_which_they_were_measured() -> None:
    results = replace(EMPTY, measured=[*measured("b", LIMIT, 1), *measured("a", OURS, 1), *measured("b", OURS, 1)])

    assert results.rows() == [("b", 16), ("a", 16)]


def test_a_file_gives_back_what_was_written(tmp_path: Path) -> None:
    results = replace(
        EMPTY,
        measured=measured("a", OURS, 3, 4),
        snapshots=[Streamed(rows=10, seconds=2, before=100, peak=110)],
        copies=[Streamed(rows=10, seconds=1)],
        publishings=[Published(persons=5, seconds=2, memory=90)],
        load={"trivial": Figure(rate=1, p50=1, p99=1)},
    )

    assert read_results(write_results(results, tmp_path / "bench", "publication-1")) == results


@pytest.mark.parametrize("content", ["", "[]", '{"measured": []}', '{"at": "x"}'])
def test_any_other_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(NotMeasuredError, match=r"other\.json holds no results"):
        read_results(path)
