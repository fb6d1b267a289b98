"""Whoever is meant shares keys with what is asked, whatever a slip does to the sounds beside it."""

import pytest

from people.naming.keys import asked_by, keys_of, nearly_given, slipped_by
from people.naming.parsed import parse


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Ahpakovich", "Shpakovich"),
        # A letter between two vowels, which side by side sound otherwise.
        ("Диовский", "Dirovsky"),
        ("Маурэвіч", "Maturevich"),
        # After r, which is hard, e and я sound otherwise.
        ("Лябчун", "Ryabchun"),
        ("Hechukha", "Hrechukha"),
        ("Прыхожзька", "Прыходзька"),
    ],
)
def test_a_slip_that_changes_more_than_one_sound_still_finds(asked: str, meant: str) -> None:
    (word,) = parse(asked).words
    keys = {*asked_by(word).sure, *asked_by(word).near, *slipped_by(word), *nearly_given(word)}

    assert not keys.isdisjoint(keys_of([meant]))


def test_nothing_is_guessed_of_short_words_and_initials() -> None:
    short, initial = parse("Lis A.").words

    assert slipped_by(short) == slipped_by(initial) == ()
