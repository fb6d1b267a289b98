"""The table says what was measured."""

from bench.copying import Copied
from bench.import_speed import Measured, Round, table
from bench.processes import Ran


def _measured(persons: int, *seconds: float) -> Measured:
    copied = Copied(tables={"people_person": 1.5}, commit=0.5)
    rounds = [
        Round(first=Ran(seconds=one, memory=100 + one), again=Ran(seconds=1, memory=90), copied=copied)
        for one in seconds
    ]
    return Measured(persons=persons, rows=11 * persons, rounds=rounds)


def test_medians_count_and_the_highest_memory() -> None:
    measured = _measured(1000, 5, 4, 60)

    assert (measured.seconds, measured.again, measured.copied, measured.memory) == (5, 1, 2, 160)


def test_the_table_shows_the_ratio_and_how_the_time_grows() -> None:
    text = table([_measured(500, 2), _measured(2000, 5)])

    assert "2,000     22,000     5.0 s       1.0 s     2.0 s   2.50 ×   105 MiB" in text
    assert "From 500 to 2,000 persons (4.0 ×): 2.50 × the time." in text
