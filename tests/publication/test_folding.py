"""Texts as they are searched."""

import pytest

from publication.folding import folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kaleśnikava", "kalesnikava"),
        ("  Maria   KALESNIKAVA ", "maria kalesnikava"),
        ("Łukasz", "lukasz"),
        ("Королёва", "королева"),
        ("Алёна Ўладзіміраўна", "алена уладзімірауна"),
        ("Straße", "strasse"),
        ("O’Neil", "o'neil"),
        ("İstanbul", "istanbul"),
        ("王小明", "王小明"),
        ("", ""),
    ],
)
def test_case_and_accents_do_not_count(text: str, expected: str) -> None:
    assert folded(text) == expected
