"""How likely one letter was typed for another."""

import pytest

from people.naming.slips import FIRST_LETTER, HARDLY_TYPED, doubt


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # Neighbours, along a row and across two.
        ("kurnevich", "kurmevich", 0.0),
        ("kurnevich", "kutnevich", 0.0),
        ("вусянік", "вусчнік", 0.0),
        # What languages write for each other.
        ("kalesnik", "kolesnik", 0.0),
        ("шэметаў", "шеметаў", 0.0),
        ("kurnevich", "kumnevich", HARDLY_TYPED),
        ("бурдовіч", "бардовіч", HARDLY_TYPED),
        ("lirmevich", "pirmevich", FIRST_LETTER),
        ("lirmevich", "sirmevich", HARDLY_TYPED),
        # More than one letter, or one that is left out, is another slip.
        ("lirmevich", "limrevich", 0.0),
        ("lirmevich", "limevich", 0.0),
    ],
)
def test_a_letter_for_one_that_is_neither_its_neighbour_nor_like_it_is_doubted(
    one: str, other: str, expected: float
) -> None:
    assert doubt(one, other) == doubt(other, one) == expected
