"""How a person is called for an audience to which some or all of their names may not be told (decision 0006)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from people.romanising import romanised

NAME_WITHHELD = "Name withheld"
"""Stands where a name would, for audiences that may see none; no search finds it."""
NEUTRAL = "person-"
REMEMBERED = 8_192
"""How many texts are kept taken apart; each is asked for by several audiences and bodies."""


class Called(NamedTuple):
    """How a record is called in its own body and in the bodies of others."""

    slug: str
    name: str


class Spelling(NamedTuple):
    """One name of a person; ``told``: whether the audience may see it."""

    text: str
    preferred: bool
    told: bool


def neutral_slug(person: UUID) -> str:
    """The slug that tells no name, such as ``person-3f2a90b1c4d5``."""
    return f"{NEUTRAL}{person.hex[:12]}"


def withholds_slug(body: Mapping[str, Any]) -> bool:
    """Whether a body, or what another one names, has the slug that tells no name."""
    slug: str = body.get("slug") or ""
    return slug.startswith(NEUTRAL) and slug == neutral_slug(UUID(body["id"]))


def called_among(person: UUID, slug: str, spellings: Iterator[Spelling]) -> Called:
    """By the first spelling that may be told, and by the record's slug where that tells no other one.

    ``spellings``: the preferred one first, for slugs are made from it unless somebody chose another; read as far as
    necessary.
    """
    before, first = [], None
    for spelling in spellings:
        if spelling.told:
            first = spelling
            break
        before.append(spelling)
    if first is None:
        return Called(neutral_slug(person), NAME_WITHHELD)
    # The first is only a quick way to what the second finds out.
    if slug == first.text.lower().replace(" ", "-") or _words_of(slug, person) <= words(first.text):
        return Called(slug, first.text)
    every = [*before, first, *spellings]
    left = _words_of(slug, person).difference(*(words(one.text) for one in every if one.told))
    hidden = frozenset[str]().union(*(words(one.text) for one in every if not one.told))
    tells_no_other = not left or (first.preferred and left.isdisjoint(hidden))
    return Called(slug if tells_no_other else neutral_slug(person), first.text)


def _words_of(slug: str, person: UUID) -> frozenset[str]:
    """The words of a slug but for what tells homonyms apart (``people.slugs``)."""
    return words(slug.removesuffix(f"-{person.hex[:6]}"))


@lru_cache(REMEMBERED)
def words(text: str) -> frozenset[str]:
    """The words of a name or slug, as slugs spell them."""
    return frozenset(romanised(text.replace("-", " ").replace("_", " ")).split())
