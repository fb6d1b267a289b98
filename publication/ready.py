"""A body that is ready to go out, and a plan of everything that an act will change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from people.naming.keys import keys_of
from publication.columns import Columns, KeysOf, brief_of, columns_of, documents_of
from publication.folding import folded
from publication.rendering.naming import NAME_WITHHELD, withholds_slug, words
from publication.subjects import Subject
from publication.vocabulary import Kind, Operation
from sources.vocabulary import Audience


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A finished body with all that is stored beside it. Equal bodies have equal bytes and so one hash."""

    subject: Subject
    body: Mapping[str, Any]
    reads: frozenset[UUID]
    quotes: frozenset[UUID]
    keys: KeysOf = keys_of

    @cached_property
    def written(self) -> bytes:
        """The body as it is stored: UTF-8 JSON."""
        return orjson.dumps(self.body)

    @cached_property
    def hash(self) -> bytes:
        """SHA-256 of the bytes."""
        return sha256(self.written).digest()

    @cached_property
    def brief(self) -> str:
        """The small members, as JSON."""
        return orjson.dumps(brief_of(self.subject.kind, self.body)).decode()

    @cached_property
    def columns(self) -> Columns:
        """What it can be asked by."""
        return columns_of(self.subject.kind, self.body, self.written, keys=self.keys)

    @cached_property
    def documents(self) -> frozenset[UUID]:
        """The documents that it quotes."""
        return frozenset(map(UUID, documents_of(self.body)))

    def takes_name_back(self, before: Before) -> bool:
        """Whether the record was called by a name that the body tells no more, or by a slug that would tell one."""
        if before.slug != self.columns.slug and (self.withholds_slug or self.words_lost(before) & words(before.slug)):
            return True
        return before.name != NAME_WITHHELD and folded(before.name) not in self.columns.search.split("\n")

    def words_lost(self, before: Before) -> frozenset[str]:
        """The words of names that were told and stand in none that is told now."""
        now = self.columns.search
        return frozenset() if before.search == now else words(before.search) - words(now)

    @property
    def withholds_slug(self) -> bool:
        """Whether the slug is the one that tells no name."""
        return withholds_slug(self.body)


@dataclass(frozen=True, kw_only=True, slots=True)
class Before:
    """What an audience reads of a record now."""

    slug: str
    name: str
    search: str
    hash: bytes
    documents: frozenset[UUID]


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One line of a feed to be; ``ready`` for what is published, ``into`` for a merge. ``cut``: drafts stay pending."""

    audience: Audience
    operation: Operation
    subject: Subject
    name: str
    before: Before | None = None
    ready: Ready | None = None
    into: UUID | None = None
    cut: bool = False


@dataclass(kw_only=True)
class Plan:
    """What will change for each audience, and what was looked at and stays as it is."""

    steps: list[Step] = field(default_factory=list)
    unchanged: list[tuple[Audience, Ready]] = field(default_factory=list)

    def of(self, audience: Audience) -> list[Step]:
        """The steps of one audience, in the order in which its feed will tell them."""
        order = [Operation.WITHDRAW, Operation.MERGE, Operation.UPSERT, Operation.UNMERGE]
        kinds = [Kind.DOCUMENT, Kind.EVENT, Kind.PERSON]
        steps = (step for step in self.steps if step.audience == audience)
        return sorted(steps, key=lambda s: (order.index(s.operation), kinds.index(s.subject.kind), s.subject.id))

    def reads(self) -> frozenset[UUID]:
        """Every id that the bodies were made from."""
        made = [*(step.ready for step in self.steps if step.ready), *(ready for _audience, ready in self.unchanged)]
        return frozenset[UUID]().union(*(ready.reads for ready in _each_once(made)))


def _each_once(made: Iterable[Ready]) -> Iterable[Ready]:
    """One body often serves several audiences."""
    return {id(ready): ready for ready in made}.values()
