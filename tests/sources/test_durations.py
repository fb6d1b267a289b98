"""Durations: what is understood, how many days it may mean, what is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.durations import DurationNotUnderstood, DurationRange

YEAR = Decimal("365.2425")
MONTH = YEAR / 12

CASES = [
    # typed, canonical, lower and upper bound in days
    ("P1613D", "P1613D", Decimal("1612.5"), Decimal(1614)),
    ("1613d", "P1613D", Decimal("1612.5"), Decimal(1614)),
    ("P4Y", "P4Y", YEAR * Decimal("3.5"), YEAR * 5),
    ("4y", "P4Y", YEAR * Decimal("3.5"), YEAR * 5),
    ("P10Y", "P10Y", YEAR * Decimal("9.5"), YEAR * 11),
    ("18m", "P18M", MONTH * Decimal("17.5"), MONTH * 19),
    ("2w", "P2W", Decimal("10.5"), Decimal(21)),
    ("P5Y6M", "P5Y6M", YEAR * 5 + MONTH * Decimal("5.5"), YEAR * 5 + MONTH * 7),
    ("5y6m", "P5Y6M", YEAR * 5 + MONTH * Decimal("5.5"), YEAR * 5 + MONTH * 7),
    ("P5Y0M", "P5Y0M", YEAR * 5 - MONTH / 2, YEAR * 5 + MONTH),
    ("P1Y2M3D", "P1Y2M3D", YEAR + MONTH * 2 + Decimal("2.5"), YEAR + MONTH * 2 + 4),
    ("P04Y", "P4Y", YEAR * Decimal("3.5"), YEAR * 5),
    ("P4Y..P5Y", "P4Y..P5Y", YEAR * 4, YEAR * 5),
    ("4y..5y", "P4Y..P5Y", YEAR * 4, YEAR * 5),
    ("P5Y..", "P5Y..", YEAR * 5, None),
    ("..P3Y", "..P3Y", Decimal(0), YEAR * 3),
    ("10d..2w", "P10D..P2W", Decimal(10), Decimal(14)),
    ("P12M..P1Y", "P12M..P1Y", YEAR, YEAR),
]

amounts = st.integers(1, 99_999)
exact = st.one_of(
    st.builds("P{}{}".format, amounts, st.sampled_from("YMWD")),
    st.builds("P{}Y{}M".format, amounts, st.integers(0, 99_999)),
    st.builds("P{}Y{}M{}D".format, amounts, st.integers(0, 99_999), st.integers(0, 99_999)),
)
ranges = st.one_of(
    exact.map("{}..".format),
    exact.map("..{}".format),
    st.tuples(amounts, amounts, st.sampled_from("YMWD")).map(lambda t: f"P{min(t[:2])}{t[2]}..P{max(t[:2])}{t[2]}"),
)


@pytest.mark.parametrize(("typed", "canonical", "lower", "upper"), CASES)
def test_a_duration_spans_days(typed: str, canonical: str, lower: Decimal, upper: Decimal | None) -> None:
    value = DurationRange.parse(typed)
    assert (str(value), value.span.lower, value.span.upper) == (canonical, lower, upper)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "P",
            "four years",
            "4",
            "P4",
            "Y",
            "4.5y",
            "P1.5Y",
            "-P4Y",
            "P4Y-",
            "4 y",
            "6m5y",
            "P1Y2W",
            "PT4H",
            "P1DT4H",
        ),
        *("0d", "P0Y0M", "P0D..P3Y", "..", "P5Y..P4Y", "P4Y...P5Y", "P4Y..P5Y..P6Y", "P100000D", "P4Y/P5Y", "٤y"),
    ],
)
def test_anything_else_is_refused_with_what_was_found_and_what_is_expected(text: str) -> None:
    with pytest.raises(DurationNotUnderstood, match="is not a duration") as refusal:
        DurationRange.parse(text)
    assert text in str(refusal.value)
    assert "P1613D" in str(refusal.value)


def test_the_upper_bound_of_a_stated_length_is_left_out_and_that_of_a_range_included() -> None:
    assert DurationRange.parse("P4Y").span.bounds == "[)"
    assert DurationRange.parse("P4Y..P5Y").span.bounds == "[]"


def test_equal_durations_are_equal_however_they_were_typed() -> None:
    assert {DurationRange.parse("4y"), DurationRange.parse("P4Y")} == {DurationRange(text="P4Y")}


@given(st.one_of(exact, ranges))
def test_a_duration_reads_back_as_it_was_written(text: str) -> None:
    assert str(DurationRange.parse(text)) == text


@given(st.one_of(exact, ranges))
def test_a_span_never_begins_below_nought_nor_ends_before_it_begins(text: str) -> None:
    span = DurationRange.parse(text).span
    assert span.lower is not None
    assert span.lower >= 0
    assert span.upper is None or span.lower <= span.upper


@given(amounts, st.sampled_from("YMWD"))
def test_a_stated_length_covers_itself_and_half_a_unit_less_but_not_one_more(amount: int, unit: str) -> None:
    span, stated = DurationRange.parse(f"P{amount}{unit}").span, DurationRange.parse(f"{amount}{unit}..").span.lower
    assert span.lower is not None
    assert span.upper is not None
    assert stated is not None
    assert span.lower < stated < span.upper
    assert (stated - span.lower) * 2 == span.upper - stated


@given(st.text(alphabet="PYMWD0123456789.pymwd ", max_size=16))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        assert not DurationRange.parse(text).span.isempty
    except DurationNotUnderstood as refusal:
        assert "Expected" in str(refusal)  # noqa: PT017 - most texts are refused, some are durations
