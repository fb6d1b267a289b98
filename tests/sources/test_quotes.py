"""Quotes are found by code point, every one of them, and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.quotes import QuoteAmbiguous, QuoteNotFound, nearly, occurrences, the_occurrence

TEXT = "Ён быў вольны.\n“Free at last”, she said. Free at last! 😀 free"


def test_offsets_are_code_points() -> None:
    (found,) = occurrences(TEXT, "free")
    assert TEXT[found.start : found.end] == "free"
    assert found.start == len(TEXT) - 4


def test_every_occurrence_is_found_with_line_and_context() -> None:
    first, second = occurrences(TEXT, "Free at last")
    assert (first.line, first.before[-1], first.after[0]) == (2, "“", "”")
    assert second.start > first.end


def test_overlapping_occurrences_are_two() -> None:
    assert [(one.start, one.end) for one in occurrences("anana", "ana")] == [(0, 3), (2, 5)]


def test_an_ambiguous_quote_is_refused_with_all_places_until_one_is_named() -> None:
    with pytest.raises(QuoteAmbiguous, match="2 times") as refused:
        the_occurrence(TEXT, "Free at last")
    meant = refused.value.found[1]
    assert the_occurrence(TEXT, "Free at last", start=meant.start) == meant


def test_an_offset_at_which_the_quote_does_not_stand_is_refused() -> None:
    with pytest.raises(QuoteAmbiguous):
        the_occurrence(TEXT, "free", start=0)


def test_a_quote_that_is_nearly_there_is_refused_with_what_the_document_says() -> None:
    with pytest.raises(QuoteNotFound, match="line 2 it says almost the same: ““Free at last”, she") as refused:
        the_occurrence(TEXT, '"free  at\nlast", she')
    assert refused.value.nearly is not None


def test_a_quote_that_is_not_there_at_all_is_refused_without_a_guess() -> None:
    with pytest.raises(QuoteNotFound) as refused:
        the_occurrence(TEXT, "never said")
    assert refused.value.nearly is None


def test_blanks_alone_are_nowhere() -> None:
    assert occurrences(TEXT, "") == ()
    assert nearly(TEXT, " \n") is None


@given(text=st.text(min_size=1), data=st.data())
def test_whatever_is_cut_from_a_text_is_found_where_it_was_cut(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert (start, end) in {(one.start, one.end) for one in occurrences(text, text[start:end])}
