"""Scripts that follow from a name's letters."""

import pytest

from intake.spellings import script_of
from people.vocabulary import Script


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("Alesia Vydumka", Script.LATIN),
        ("Žmicier Ŭ.", Script.LATIN),
        ("Алеся Выдумка", Script.CYRILLIC),
        ("ალესია", Script.GEORGIAN),
        ("虛構", Script.CHINESE),
        ("Алеся Vydumka", Script.OTHER),
        ("“–”", Script.OTHER),
    ],
)
def test_script(name: str, script: Script) -> None:
    assert script_of(name) == script
