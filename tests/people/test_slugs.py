"""Slugs are made from names, and never from counters."""

from uuid import UUID

import pytest

from people.slugs import free_slug, slug_of

ID = UUID("9f0c1d22-0000-4000-8000-000000000000")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Alesia Vydumka", "alesia-vydumka"),
        ("Алеся Выдумка", "alesia-vydumka"),
        ("Łukasz  Müller-Öz", "lukasz-muller-oz"),
        ("Ян “Казка” О'Ніл", "ian-kazka-onil"),
        ("Йосіп Ўладзіміравіч", "iosip-uladzimiravich"),
        ("山田太郎", "person"),
        ("x" * 300, "x" * 100),
    ],
)
def test_a_slug_is_the_name_in_plain_letters(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_a_homonym_ends_in_six_hex_digits_of_its_id() -> None:
    assert free_slug("Alesia Vydumka", id=ID, taken=True) == "alesia-vydumka-9f0c1d"


def test_a_name_of_which_no_letter_is_known_is_told_by_its_id() -> None:
    assert free_slug("山田太郎", id=ID, taken=False) == "person-9f0c1d"
