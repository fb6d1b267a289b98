"""One body in the making: which values may be shown, with what evidence, under which footnotes. Rule: DESIGN.md §4.

A value is shown when an accepted citation bears it and, where such citations state values of the field, one of these is
the value or lies inside it: what the record says beyond its citable sources stays unsaid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from people.corroboration import UNKNOWN_CODES, Corroboration
from people.models import Citation
from people.stated import model_field, own_value
from people.vocabulary import Verdict
from publication.rendering.footnotes import Footnotes
from publication.rendering.scene import AnyRef, Scene
from publication.rendering.shapes.evidence import Backed, CitedPassage, Claim, Told, WithLists
from sources.agreement import Agreement, refines
from sources.fields import CountRangeField
from sources.record import Record
from sources.spanned import SpannedField

R = TypeVar("R", bound=Record)
NOTHING_SAID = Corroboration(citations=(), claims=(), voices=frozenset(), agreement=Agreement.AGREE)


class Page:
    """Asks the scene on behalf of one body, and keeps the footnotes."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._footnotes = Footnotes(scene)

    def footnotes(self) -> dict[str, CitedPassage]:
        """All passages cited so far, by label."""
        return self._footnotes.body()

    def labels(self, citations: Iterable[Citation]) -> list[str]:
        """Footnotes for citations."""
        return self._footnotes.labels(citations)

    def said(self, record: Record, field: str) -> Corroboration:
        """What is said of a field."""
        return self.scene.said.get((record.pk, field), NOTHING_SAID)

    def shown(self, rows: Iterable[R]) -> list[R]:
        """Those rows that the audience may see and that an accepted citation supports."""
        return [row for row in rows if self.open(row) and any(self._accepted(row, type(row).declared.citable()))]

    def open(self, record: Record) -> bool:
        """Whether the row's own audience admits the one at hand; its parents were asked before."""
        return record.audience >= self.scene.audience

    def plain(self, record: Record, field: str) -> str | None:
        """The record's own value as text, where it may be shown."""
        value = own_value(record, field)
        return value if value not in UNKNOWN_CODES and self._borne(record, field, value) else None

    def named(self, record: Record, field: str) -> Any:
        """The reference for a foreign key, where both the value and the record behind it may be shown."""
        value = self.plain(record, field)
        return None if value is None else self._value(record, field, value)

    def told(self, record: Record, field: str) -> Told[Any] | None:
        """A value with its evidence; None when nothing is known of it."""
        return self.tell(record, field, self.plain(record, field), self.said(record, field))

    def tell(self, record: Record, field: str, value: str | None, weighed: Corroboration) -> Told[Any] | None:
        """The shape of a value and of what is said of it."""
        shown = None if value is None else self._value(record, field, value)
        if shown is None and not weighed.claims:
            return None
        bearing = weighed.citations or self._bearing(record, field)
        told: Told[Any] = {
            "value": shown,
            "conflicting": weighed.conflicting,
            "independent_sources": self._independent(record, field, value, weighed),
            "citations": self._footnotes.labels(bearing),
        }
        if _unequal(value, weighed):
            told["claims"] = self._claims(record, field, weighed)
        return told

    def backed(self, record: Record) -> Backed:
        """The evidence of a row, and the claims on those of its fields that are said in one breath."""
        breath = type(record).declared.breath
        fields = ("exists", *breath)
        voices = frozenset().union(*(self.said(record, field).voices for field in fields))
        backed: Backed = {
            "independent_sources": len(voices),
            "citations": self._footnotes.labels(c for field in fields for c in self.said(record, field).citations),
        }
        unequal = [field for field in breath if _unequal(self.plain(record, field), self.said(record, field))]
        if unequal:
            backed["conflicting"] = any(self.said(record, field).conflicting for field in unequal)
            backed["claims"] = {field: self._claims(record, field, self.said(record, field)) for field in unequal}
        return backed

    def known_none(self, record: Record) -> WithLists:
        """``{"none": …}`` with the lists of which a source says that there are none; empty where no source says so."""
        said = {field: self.said(record, field) for field in type(record).declared.lists}
        none: dict[str, Backed] = {
            field: {"independent_sources": weighed.independent, "citations": self._footnotes.labels(weighed.citations)}
            for field, weighed in said.items()
            if any(c.verdict == Verdict.ACCEPTED for c in weighed.citations)
        }
        return {"none": none} if none else {}

    def _claims(self, record: Record, field: str, weighed: Corroboration) -> list[Claim[Any]]:
        return [
            {
                "value": self._value(record, field, claim.value),
                "independent_sources": claim.independent,
                "citations": self._footnotes.labels(claim.citations),
            }
            for claim in weighed.claims
        ]

    def _value(self, record: Record, field: str, text: str) -> str | AnyRef | None:
        """A canonical text in the shape of a body: a reference where it is the id of something that is named."""
        related = model_field(type(record), field).related_model
        known = self.scene.nameable(related) if isinstance(related, type) else None
        return text if known is None else known.get(UUID(text))

    def _borne(self, record: Record, field: str, value: str) -> bool:
        bearing = self._accepted(record, type(record).declared.borne_by(field))
        stating = [c for c in bearing if c.field == field and c.states]
        return bool(bearing) and (not stating or any(_lies_in(record, field, value, c.states) for c in stating))

    def _bearing(self, record: Record, field: str) -> list[Citation]:
        return self._accepted(record, type(record).declared.borne_by(field))

    def _independent(self, record: Record, field: str, value: str | None, weighed: Corroboration) -> int:
        """How many independent voices stand behind the value; one that states another is counted at its claim."""
        if not weighed.citations:
            fields = type(record).declared.borne_by(field)
            return len(frozenset().union(*(self.said(record, name).voices for name in fields)))
        stating = frozenset().union(*(claim.voices for claim in weighed.claims))
        agreeing = [c for c in weighed.claims if value is not None and _lies_in(record, field, value, c.value)]
        return len((weighed.voices - stating).union(*(claim.voices for claim in agreeing)))

    def _accepted(self, record: Record, fields: Iterable[str]) -> list[Citation]:
        found = (c for field in sorted(fields) for c in self.said(record, field).citations)
        return [c for c in found if c.verdict == Verdict.ACCEPTED]


def _unequal(value: str | None, weighed: Corroboration) -> bool:
    """Whether what is stated is anything else than just the one value shown."""
    return bool(weighed.claims) and [claim.value for claim in weighed.claims] != [value]


def _lies_in(record: Record, field: str, value: str, stated: str) -> bool:
    """Whether the stated value is the record's own, or a finer one inside it."""
    if stated == value:
        return True
    parse = _parser(model_field(type(record), field))
    return parse is not None and refines(parse(stated), parse(value))


def _parser(field: models.Field[Any, Any]) -> Callable[[str], Any] | None:
    if isinstance(field, SpannedField):
        parse: Callable[[str], Any] = field.value_type.parse
        return parse
    return field.to_python if isinstance(field, CountRangeField) else None
