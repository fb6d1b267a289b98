"""What an act would change, ordered for a reader: record by record, audiences that see the same told once."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.urls import reverse

from publication.admin.telling import Line, lines_between
from publication.preview import Difference, Preview
from publication.subjects import MODELS, Subject
from publication.vocabulary import AUDIENCES, Kind, Operation
from sources.vocabulary import Audience

WHOLE = 600
"""Of so many records each value is told on one page; the others are only named."""
TAKEN = frozenset({Operation.WITHDRAW, Operation.MERGE})


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What happens to one record for audiences to which the very same happens. ``is_new``: they did not have it.

    ``lines`` is None where the page would become too long; the record's own preview tells them.
    """

    audiences: tuple[Audience, ...]
    operation: Operation
    is_new: bool
    lines: tuple[Line, ...] | None

    @property
    def leaves(self) -> bool:
        """Whether the record goes out of sight."""
        return self.operation in TAKEN

    @property
    def mark(self) -> str:
        """A word for what happens to a record that stays in sight."""
        return "new" if self.is_new else "changed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Foreseen:
    """What happens to one record. ``chosen``: it was asked for, and does not only change along; ``edited_by``: last."""

    subject: Subject
    name: str
    page: str
    chosen: bool
    edited_by: str
    parts: tuple[Part, ...]

    @property
    def key(self) -> str:
        """As addresses carry it."""
        return f"{self.subject.kind}:{self.subject.id}"

    @property
    def leaves(self) -> bool:
        """Whether it goes out of sight of anybody."""
        return any(part.leaves for part in self.parts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How many records an act publishes first, changes and takes from one audience; ``documents`` are among them."""

    audience: Audience
    new: int
    changed: int
    withdrawn: int
    documents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlook:
    """All that an act would do. ``fingerprint`` stands for it: another outcome has another one."""

    fingerprint: str
    tallies: tuple[Tally, ...]
    leaving: tuple[Foreseen, ...]
    chosen: tuple[Foreseen, ...]
    along: tuple[Foreseen, ...]
    documents: tuple[Foreseen, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.leaving or self.chosen or self.along or self.documents)


def outlook(
    found: Preview, asked: Collection[Subject], *, editors: Mapping[Subject, str] = MappingProxyType({})
) -> Outlook:
    """The differences in order: who leaves, who was asked for, who changes along, and the documents."""
    by_record: defaultdict[Subject, list[Difference]] = defaultdict(list)
    for one in found.differences:
        by_record[Subject(one.kind, one.id)].append(one)
    told = sorted(
        (
            _foreseen(s, ones, chosen=s in asked, edited_by=editors.get(s, ""), whole=n < WHOLE)
            for n, (s, ones) in enumerate(by_record.items())
        ),
        key=_by_name,
    )
    staying = [one for one in told if not one.leaves]
    others = [one for one in staying if not one.chosen]
    return Outlook(
        fingerprint=found.fingerprint,
        tallies=tuple(_tally(audience, found.differences) for audience in AUDIENCES),
        leaving=tuple(one for one in told if one.leaves),
        chosen=tuple(one for one in staying if one.chosen),
        along=tuple(one for one in others if one.subject.kind != Kind.DOCUMENT),
        documents=tuple(one for one in others if one.subject.kind == Kind.DOCUMENT),
    )


def address_of(subject: Subject) -> str:
    """The record's own page in the admin."""
    opts = MODELS[subject.kind]._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[subject.id])


def _foreseen(
    subject: Subject, differences: list[Difference], *, chosen: bool, edited_by: str, whole: bool
) -> Foreseen:
    return Foreseen(
        subject=subject,
        name=differences[0].name,
        page=address_of(subject),
        chosen=chosen,
        edited_by=edited_by,
        parts=tuple(_parts(differences, whole=whole)),
    )


def _by_name(one: Foreseen) -> str:
    return one.name.lower()


def _parts(differences: list[Difference], *, whole: bool) -> Iterable[Part]:
    alike: defaultdict[tuple[str, ...], list[Difference]] = defaultdict(list)
    for one in differences:
        alike[one.operation, _canonical(one.before), _canonical(one.after)].append(one)
    for ones in alike.values():
        first = ones[0]
        yield Part(
            audiences=tuple(sorted(one.audience for one in ones)),
            operation=first.operation,
            is_new=first.before is None,
            lines=tuple(lines_between(first.before, first.after)) if whole and first.after is not None else None,
        )


def _tally(audience: Audience, differences: Iterable[Difference]) -> Tally:
    own = [one for one in differences if one.audience == audience]
    count = Counter("withdrawn" if d.operation in TAKEN else "changed" if d.before is not None else "new" for d in own)
    return Tally(
        audience=audience,
        new=count["new"],
        changed=count["changed"],
        withdrawn=count["withdrawn"],
        documents=sum(1 for one in own if one.kind == Kind.DOCUMENT),
    )


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
