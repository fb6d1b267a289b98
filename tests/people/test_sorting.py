"""Sort keys put the family name first."""

import pytest

from people.sorting import sort_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Mikola Kazka", "kazka mikola"),
        ("Мікола Казка", "kazka mikola"),
        ("Ludwig van der Fabel", "van der fabel ludwig"),
        ("Van Morrow", "morrow van"),
        ("Kazka, Mikola", "kazka mikola"),
        ("Kazka", "kazka"),
        ("Äsop Öz", "oz asop"),
        ("", ""),
    ],
)
def test_the_family_name_comes_first_in_plain_letters(name: str, key: str) -> None:
    assert sort_key(name) == key
