"""A marked text is still the text, however its passages overlap."""

from hypothesis import given
from hypothesis import strategies as st

from sources.marking import segments
from sources.models import Passage

spans = st.lists(st.tuples(st.integers(0, 19), st.integers(1, 20)).filter(lambda span: span[0] < span[1]))


@given(spans=spans)
def test_the_pieces_joined_are_the_text_and_each_passage_covers_its_own(spans: list[tuple[int, int]]) -> None:
    text = "abcdefghijklmnopqrst"
    passages = [Passage(start=start, end=end) for start, end in spans]
    pieces = segments(text, passages)
    assert "".join(piece.text for piece in pieces) == text
    for passage in passages:
        covered = "".join(piece.text for piece in pieces if passage in piece.passages)
        assert covered == text[passage.start : passage.end]


def test_the_shortest_passage_of_a_piece_comes_first() -> None:
    wide, narrow = Passage(start=0, end=9), Passage(start=2, end=4)
    assert [piece.passages for piece in segments("123456789", [wide, narrow])] == [(wide,), (narrow, wide), (wide,)]


def test_an_empty_text_has_no_pieces() -> None:
    assert segments("", []) == []
