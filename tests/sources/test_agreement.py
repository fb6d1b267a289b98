"""Agree, refine, overlap, conflict: one line a case."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.agreement import (
    Agreement,
    compare_categories,
    compare_places,
    compare_progress,
    compare_spans,
    compare_texts,
    conflicting,
    overall,
    refines,
)
from sources.counts import CountRange
from sources.dates import PartialDate
from sources.durations import DurationRange

AGREE, REFINE, OVERLAP, INCOMPARABLE, CONFLICT = Agreement

DATES = [
    ("2025-12-13", "2025-12-13", AGREE),
    ("2025-12-13", "2025-12-14", CONFLICT),
    ("2025-12", "2025-12-13", REFINE),
    ("2025-12", "2025-12-XX", AGREE),
    ("2025-12-13", "2025-12-13?", AGREE),
    ("2025-12-13/2025-12-14", "2025-12-14", REFINE),
    ("2025-12-13/2025-12-14", "2025-12-14/2025-12-15", OVERLAP),
    ("2025-12-13~", "2025-12-15~", OVERLAP),
    ("2021-07-14~", "2021-07-15", REFINE),
    ("2021-07-14~", "2021-07-16", CONFLICT),
    ("2020", "2021", CONFLICT),
    ("2020~", "2021", REFINE),
    ("2020/..", "2025-12-13", REFINE),
    ("2020/..", "../2025", OVERLAP),
    ("../2019", "2020/..", CONFLICT),
    ("2020/..", "2021/..", REFINE),
    ("..", "..", AGREE),
    ("..", "2025-12-13", CONFLICT),
    ("..", "2020/..", CONFLICT),
]
COUNTS = [
    ("123", "123", AGREE),
    ("114", "109", CONFLICT),
    ("8", "9", CONFLICT),
    ("8..9", "9", REFINE),
    ("8..9", "9..10", OVERLAP),
    ("8..9", "10", CONFLICT),
    ("12..", "123", REFINE),
    ("1101..", "1201..", REFINE),
    ("100..", "1101..", REFINE),
    ("1101..", "1100", CONFLICT),
    ("..50", "51..", CONFLICT),
    ("..50", "50..", OVERLAP),
    ("..50", "0", REFINE),
]
DURATIONS = [
    ("P4Y", "4y", AGREE),
    ("P4Y", "P1613D", REFINE),
    ("P4Y", "P5Y6M", CONFLICT),
    ("P4Y", "P5Y..", CONFLICT),
    ("P5Y", "P5Y..", OVERLAP),
    ("P5Y6M", "P5Y..", REFINE),
    ("P4Y", "P4Y..P5Y", OVERLAP),
    ("P1613D", "P1614D", OVERLAP),
    ("P1613D", "P1615D", CONFLICT),
    ("..P3Y", "P3Y..", OVERLAP),
    ("..P3Y", "P4Y", CONFLICT),
    ("P10Y", "P11Y", OVERLAP),
    ("P10Y", "P12Y", CONFLICT),
]
PLACES = [
    ("vilnius", "vilnius", AGREE),
    ("vilnius", "lithuania", REFINE),
    ("embassy", "lithuania", REFINE),
    ("lithuania", "ukraine", CONFLICT),
    ("vilnius", "ukraine", CONFLICT),
    ("elsewhere", "ukraine", CONFLICT),
]
ANCESTORS = {
    "vilnius": frozenset({"lithuania"}),
    "embassy": frozenset({"vilnius", "lithuania"}),
    "lithuania": frozenset[str](),
    "ukraine": frozenset[str](),
}
CATEGORIES = [
    ("pardon", "pardon", AGREE),
    ("pardon", "exchange", CONFLICT),
    ("pardon", "unknown", REFINE),
    ("unknown", "unknown", AGREE),
    ("unknown", "other_unknown", AGREE),
]
PROGRESS = [("expected", "reached", REFINE), ("under_way", "under_way", AGREE), ("reached", "under_way", REFINE)]
TEXTS = [("at the border", "at the border", AGREE), ("at the border", "near the border", INCOMPARABLE)]

either = st.one_of
dates = st.sampled_from([text for a, b, _ in DATES for text in (a, b)]).map(PartialDate.parse)
counts = st.sampled_from([text for a, b, _ in COUNTS for text in (a, b)]).map(CountRange.parse)
lengths = st.sampled_from([text for a, b, _ in DURATIONS for text in (a, b)]).map(DurationRange.parse)
judgements = st.sampled_from(Agreement)


@pytest.mark.parametrize(("a", "b", "expected"), DATES)
def test_dates(a: str, b: str, expected: Agreement) -> None:
    assert both_ways(PartialDate.parse(a), PartialDate.parse(b)) == {expected}


@pytest.mark.parametrize(("a", "b", "expected"), COUNTS)
def test_counts(a: str, b: str, expected: Agreement) -> None:
    assert both_ways(CountRange.parse(a), CountRange.parse(b)) == {expected}


@pytest.mark.parametrize(("a", "b", "expected"), DURATIONS)
def test_durations(a: str, b: str, expected: Agreement) -> None:
    assert both_ways(DurationRange.parse(a), DurationRange.parse(b)) == {expected}


@pytest.mark.parametrize(("a", "b", "expected"), PLACES)
def test_places_refine_by_containment(a: str, b: str, expected: Agreement) -> None:
    assert {compare_places(a, b, ANCESTORS), compare_places(b, a, ANCESTORS)} == {expected}


@pytest.mark.parametrize(("a", "b", "expected"), CATEGORIES)
def test_categories_conflict_when_unequal_and_both_known(a: str, b: str, expected: Agreement) -> None:
    unknown = {"unknown", "other_unknown"}
    assert {compare_categories(a, b, unknown=unknown), compare_categories(b, a, unknown=unknown)} == {expected}


@pytest.mark.parametrize(("a", "b", "expected"), PROGRESS)
def test_progress_never_conflicts(a: str, b: str, expected: Agreement) -> None:
    assert {compare_progress(a, b), compare_progress(b, a)} == {expected}


@pytest.mark.parametrize(("a", "b", "expected"), TEXTS)
def test_texts_are_equal_or_incomparable(a: str, b: str, expected: Agreement) -> None:
    assert {compare_texts(a, b), compare_texts(b, a)} == {expected}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], AGREE),
        (["123"], AGREE),
        (["123", "123"], AGREE),
        (["12..", "123", "100.."], REFINE),
        (["8..9", "9..10", "9"], OVERLAP),
        (["12..", "114", "109"], CONFLICT),
    ],
)
def test_many_values_are_judged_by_their_worst_pair(texts: list[str], expected: Agreement) -> None:
    values = [CountRange.parse(text) for text in texts]
    assert {overall(order, compare_spans) for order in permutations(values)} == {expected}
    assert conflicting(iter(values), compare_spans) == (expected is CONFLICT)


@pytest.mark.parametrize(("finer", "coarser"), [("2025-12-13", "2025-12"), ("2021/..", "2020/.."), ("2025", "../2025")])
def test_which_of_two_values_refines_the_other(finer: str, coarser: str) -> None:
    assert refines(PartialDate.parse(finer), PartialDate.parse(coarser))
    assert not refines(PartialDate.parse(coarser), PartialDate.parse(finer))


@given(either(st.tuples(dates, dates), st.tuples(counts, counts), st.tuples(lengths, lengths)))
def test_comparing_is_symmetric_and_only_one_of_two_refines(
    pair: tuple[PartialDate | CountRange | DurationRange, PartialDate | CountRange | DurationRange],
) -> None:
    a, b = pair
    assert len(both_ways(a, b)) == 1
    assert (refines(a, b) + refines(b, a) == 1) == (compare_spans(a, b) is REFINE)
    assert compare_spans(a, a) is AGREE


@given(dates, dates, dates)
def test_refining_is_transitive(a: PartialDate, b: PartialDate, c: PartialDate) -> None:
    assert refines(a, c) or not (refines(a, b) and refines(b, c))


@given(judgements, judgements, judgements)
def test_judgements_add_up_in_any_order(a: Agreement, b: Agreement, c: Agreement) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + a == a
    assert a + AGREE == a
    assert a + CONFLICT == CONFLICT


def both_ways(
    a: PartialDate | CountRange | DurationRange, b: PartialDate | CountRange | DurationRange
) -> set[Agreement]:
    return {compare_spans(a, b), compare_spans(b, a)}
