"""Partial dates: what is understood, what it spans, what is refused. ``edtf`` is asked as a second opinion."""

import copy
import pickle
from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.dates import DateNotUnderstood, PartialDate

SPANS = [
    # text, first possible day, last possible day
    ("2025", "2025-01-01", "2025-12-31"),
    ("2025-12", "2025-12-01", "2025-12-31"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2025-12-13", "2025-12-13", "2025-12-13"),
    ("2025?", "2025-01-01", "2025-12-31"),
    ("2025-12-13?", "2025-12-13", "2025-12-13"),
    ("2021-07-14~", "2021-07-13", "2021-07-15"),
    ("2021-07-14%", "2021-07-13", "2021-07-15"),
    ("2021-03-01~", "2021-02-28", "2021-03-02"),
    ("2025-12~", "2025-11-01", "2026-01-31"),
    ("2025-01~", "2024-12-01", "2025-02-28"),
    ("2025~", "2024-01-01", "2026-12-31"),
    ("2025%", "2024-01-01", "2026-12-31"),
    ("2025-12-13/2025-12-14", "2025-12-13", "2025-12-14"),
    ("2025-12-13/2025-12-13", "2025-12-13", "2025-12-13"),
    ("2020/2025-12-13", "2020-01-01", "2025-12-13"),
    ("2020~/2025-06~", "2019-01-01", "2025-07-31"),
    ("2020/..", "2020-01-01", None),
    ("../2025-12-13", None, "2025-12-13"),
    ("202X", "2020-01-01", "2029-12-31"),
    ("2025-XX", "2025-01-01", "2025-12-31"),
    ("2025-02-XX", "2025-02-01", "2025-02-28"),
    ("..", None, None),
    ("0001", "0001-01-01", "0001-12-31"),
    ("0001~", "0001-01-01", "0002-12-31"),
    ("0001-01~", "0001-01-01", "0001-02-28"),
    ("0001-01-01~", "0001-01-01", "0001-01-02"),
    ("9999-12-31", "9999-12-31", "9999-12-31"),
    ("9999-12-31~", "9999-12-30", "9999-12-31"),
    ("9999-12~", "9999-11-01", "9999-12-31"),
    ("9999~", "9998-01-01", "9999-12-31"),
]

REFUSED = [
    *(
        "",
        " ",
        "yesterday",
        "13 December 2025",
        "13.12.2025",
        "12/13/2025",
        "1613d",
        "25",
        "2025-1",
        "2025-12-1",
        "20251213",
    ),
    *(
        "2025-13",
        "2025-00",
        "2025-02-30",
        "2025-02-29",
        "2025-12-00",
        "0000",
        "000X",
        "-0044",
        "10000",
        "Y20000",
        "20205",
    ),
    *("2025-12-13T10:00", "2025-12-13 10:00", "2025-21", "[2025,2026]", "{2025}", "1950S2", "2025-12-13Z"),
    *(
        "~2025",
        "2025~-12",
        "2025-12-13!",
        "2025~?",
        "202X~",
        "2025-XX?",
        "20XX",
        "XXXX",
        "2025-XX-13",
        "2025-XX-XX",
        "202x",
    ),
    *("2026/2025", "2025-12-14/2025-12-13", "2025~/2024", "2025-06/2025-05-31"),
    *(
        "../..",
        "/",
        "2025/",
        "/2025",
        "2025//2026",
        "2025/2026/2027",
        "202X/2030",
        "2025/2030-XX",
        "...",
        "../",
    ),
    *("٢٠٢٥", "２０２５", "2025\n2026"),  # digits that are not ASCII
]

days = st.dates()
months = st.builds("{:04}-{:02}".format, st.integers(1, 9999), st.integers(1, 12))
years = st.builds("{:04}".format, st.integers(1, 9999))
stated = st.builds(
    "{}{}".format, st.one_of(days.map(date.isoformat), months, years), st.sampled_from(["", "~", "?", "%"])
)
unknown_digits = st.one_of(
    st.builds("{:03}X".format, st.integers(1, 999)), years.map("{}-XX".format), months.map("{}-XX".format)
)
pairs = st.tuples(stated, stated).filter(lambda ends: ends[0][:10].ljust(10, "-") <= ends[1][:10].ljust(10, "-"))
intervals = st.one_of(
    st.tuples(days, days).map(sorted).map("{0[0]}/{0[1]}".format),
    stated.map("{}/..".format),
    stated.map("../{}".format),
)
texts = st.one_of(stated, unknown_digits, intervals, st.just(".."))


@pytest.mark.parametrize(("text", "earliest", "latest"), SPANS)
def test_a_date_lies_between_its_first_and_its_last_possible_day(
    text: str, earliest: str | None, latest: str | None
) -> None:
    value = PartialDate.parse(text)
    assert (value.earliest, value.latest) == (
        earliest and date.fromisoformat(earliest),
        latest and date.fromisoformat(latest),
    )


@pytest.mark.parametrize("text", REFUSED)
def test_anything_else_is_refused_with_what_was_found_and_what_is_expected(text: str) -> None:
    with pytest.raises(DateNotUnderstood) as refusal:
        PartialDate.parse(text)
    assert f"“{text.strip()}” is not a date" in str(refusal.value)
    assert "2025-12-13" in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2025-02-30", "there is no such day"),
        ("2026/2025", "it ends before it begins"),
        ("../..", "says nothing"),
    ],
)
def test_a_refusal_gives_its_reason_where_there_is_one(text: str, reason: str) -> None:
    with pytest.raises(DateNotUnderstood, match=reason):
        PartialDate.parse(text)


def test_blanks_around_a_date_do_not_matter() -> None:
    assert PartialDate.parse(" 2025-12 ") == PartialDate(text="2025-12")


def test_known_to_be_none_spans_no_day() -> None:
    assert PartialDate.parse("..").is_none
    assert PartialDate.parse("..").span.isempty
    assert not PartialDate.parse("2020/..").is_none


def test_the_span_is_half_open_as_postgresql_spells_it() -> None:
    span = PartialDate.parse("2025-12").span
    assert (span.lower, span.upper, span.bounds) == (date(2025, 12, 1), date(2026, 1, 1), "[)")
    assert PartialDate.parse("../2025").span.bounds == "()"


def test_a_date_that_reaches_the_end_of_the_calendar_is_open_above() -> None:
    assert PartialDate.parse("9999").span.upper is None


def test_equal_dates_are_one_in_a_set_and_survive_copying() -> None:
    value = PartialDate.parse("2025-12~")
    assert {value, PartialDate.parse("2025-12~")} == {value}
    for twin in (copy.deepcopy(value), pickle.loads(pickle.dumps(value))):  # noqa: S301 - made here a moment ago
        assert (twin, twin.earliest, twin.latest) == (value, value.earliest, value.latest)
    assert value != PartialDate.parse("2025-12")


@given(texts)
def test_a_date_reads_back_as_it_was_written(text: str) -> None:
    assert PartialDate.parse(str(PartialDate.parse(text))) == PartialDate.parse(text)
    assert str(PartialDate.parse(text)) == text


@given(texts)
def test_a_span_never_ends_before_it_begins(text: str) -> None:
    value = PartialDate.parse(text)
    assert value.earliest is None or value.latest is None or value.earliest <= value.latest
    assert value.is_none == value.span.isempty


@given(stated)
def test_about_covers_the_day_itself_and_perhaps_changes_nothing(text: str) -> None:
    plain, value = PartialDate.parse(text.rstrip("~?%")), PartialDate.parse(text)
    assert value.earliest is not None
    assert plain.earliest is not None
    assert value.latest is not None
    assert plain.latest is not None
    assert value.earliest <= plain.earliest <= plain.latest <= value.latest
    if text.endswith("?"):
        assert (value.earliest, value.latest) == (plain.earliest, plain.latest)


@given(pairs)
def test_an_interval_covers_both_its_ends(ends: tuple[str, str]) -> None:
    begin, end = (PartialDate.parse(text) for text in ends)
    whole = PartialDate.parse("/".join(ends))
    assert (whole.earliest, whole.latest) == (begin.earliest, end.latest)


@settings(deadline=None)  # the witness is slow
@given(st.one_of(stated.filter(lambda text: text[-1] not in "~%"), unknown_digits))
def test_edtf_gives_the_same_bounds(text: str) -> None:
    witness, value = parse_edtf(text), PartialDate.parse(text)
    assert (value.earliest, value.latest) == (date(*witness.lower_strict()[:3]), date(*witness.upper_strict()[:3]))


@settings(deadline=None)
@given(texts.filter(lambda text: text != ".."))
def test_edtf_understands_every_date_that_we_write(text: str) -> None:
    assert str(parse_edtf(text)) == text


@given(st.dates(date.min + timedelta(days=1), date.max - timedelta(days=1)))
def test_about_a_day_is_the_day_before_to_the_day_after(day: date) -> None:
    value = PartialDate.parse(f"{day.isoformat()}~")
    assert (value.earliest, value.latest) == (day - timedelta(days=1), day + timedelta(days=1))


@given(st.text(max_size=24))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        PartialDate.parse(text)
    except DateNotUnderstood as refusal:
        assert text.strip() in str(refusal)  # noqa: PT017 - most texts are refused, some are dates
