"""Counts: what is understood, how it is written, what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.types.range import Range

from sources.counts import LARGEST, CountNotUnderstood, CountRange

CASES = [
    # typed, canonical, at least, at most
    ("123", "123", 123, 123),
    ("0", "0", 0, 0),
    ("1101..", "1101..", 1101, None),
    ("..50", "..50", None, 50),
    ("8..9", "8..9", 8, 9),
    ("8..8", "8", 8, 8),
    ("0..50", "..50", None, 50),
    ("..0", "0", 0, 0),
    (" 007 ", "7", 7, 7),
    (str(LARGEST), str(LARGEST), LARGEST, LARGEST),
]

bounds = st.integers(1, LARGEST)
counts = st.one_of(
    st.integers(0, LARGEST).map(lambda n: CountRange(at_least=n, at_most=n)),
    bounds.map(lambda n: CountRange(at_least=n, at_most=None)),
    bounds.map(lambda n: CountRange(at_least=None, at_most=n)),
    st.tuples(bounds, bounds).map(sorted).map(lambda pair: CountRange(at_least=pair[0], at_most=pair[1])),
)


@pytest.mark.parametrize(("typed", "canonical", "at_least", "at_most"), CASES)
def test_a_count_is_understood(typed: str, canonical: str, at_least: int | None, at_most: int | None) -> None:
    value = CountRange.parse(typed)
    assert value == CountRange(at_least=at_least, at_most=at_most)
    assert (str(value), value.at_least, value.at_most) == (canonical, at_least, at_most)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "0..",
        "-1",
        "1.5",
        "1,100",
        "dozens",
        ">1100",
        "8-9",
        "8...9",
        "9..8",
        "..-1",
        "12345678901",
        str(LARGEST + 1),
    ],
)
def test_anything_else_is_refused_with_what_was_found_and_what_is_expected(text: str) -> None:
    with pytest.raises(CountNotUnderstood, match=r"1101\.\. for “more than 1,100”") as refusal:
        CountRange.parse(text)
    assert "is not a count" in str(refusal.value)


@pytest.mark.parametrize(("at_least", "at_most"), [(None, None), (0, None), (-1, 5), (9, 8), (1, LARGEST + 1)])
def test_impossible_bounds_are_refused(at_least: int | None, at_most: int | None) -> None:
    with pytest.raises(CountNotUnderstood):
        CountRange(at_least=at_least, at_most=at_most)


def test_an_unstated_floor_spans_from_nought_because_nobody_counts_below_it() -> None:
    assert CountRange.parse("..50").span == Range(0, 51, "[)")
    assert CountRange.parse("1101..").span == Range(1101, None, "[)")


def test_an_empty_range_is_no_count() -> None:
    with pytest.raises(CountNotUnderstood, match="empty"):
        CountRange.from_span(Range(empty=True))


@given(counts)
def test_a_count_reads_back_from_its_text_and_from_its_span(value: CountRange) -> None:
    assert CountRange.parse(str(value)) == value
    assert CountRange.from_span(value.span) == value


@given(counts)
def test_a_span_never_ends_before_it_begins(value: CountRange) -> None:
    lower, upper = value.span.lower, value.span.upper
    assert lower is not None
    assert upper is None or lower < upper


@given(st.text(alphabet="0123456789.-, x", max_size=12))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        assert CountRange.parse(text).span.lower is not None
    except CountNotUnderstood as refusal:
        assert "Expected" in str(refusal)  # noqa: PT017 - most texts are refused, some are counts
