"""One body in the making: which values may be shown, with what evidence, under which footnotes. Rule: DESIGN.md §4.

A value is shown when an accepted citation bears it and, where such citations state values of the field, one of these is
the value or lies inside it: what the record says beyond its citable sources stays unsaid.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from people.corroboration import Voice, Weighed
from people.vocabulary import Verdict
from publication.rendering.cited import Cited
from publication.rendering.footnotes import Footnotes
from publication.rendering.rows import Row
from publication.rendering.scene import AnyRef, Said, Scene
from publication.rendering.shapes.evidence import Backed, CitedPassage, Claim, Told, WithLists
from sources.agreement import Agreement

NOTHING_SAID: Weighed[Cited] = Weighed(citations=(), claims=(), voices=frozenset(), agreement=Agreement.AGREE)


class Page:
    """Asks the scene on behalf of one body, and keeps the footnotes."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._footnotes = Footnotes(scene)
        self.labels = self._footnotes.labels
        self.plain = scene.plain

    def footnotes(self) -> dict[str, CitedPassage]:
        """All passages cited so far, by label."""
        return self._footnotes.body()

    def quotes(self) -> frozenset[UUID]:
        """The ids of all passages cited so far."""
        return frozenset(self._footnotes.quotes)

    def under(self, relation: str, parent: Row) -> list[Row]:
        """Those rows of a relation under a row that the audience may see and that an accepted citation supports."""
        return [row for row in self.scene.batch.under(relation, parent.id) if self.is_shown(row)]

    def is_open(self, row: Row) -> bool:
        """Whether the row's own audience admits the one at hand; its parents were asked before."""
        return row.audience >= self.scene.audience

    def is_shown(self, row: Row) -> bool:
        """Whether the audience may see the row and an accepted citation supports it."""
        return self.is_open(row) and any(
            citation.verdict == Verdict.ACCEPTED
            for weighed in self.scene.said(row).values()
            for citation in weighed.citations
        )

    def weighed(self, row: Row, field: str) -> Weighed[Cited]:
        """What is said of a field."""
        return self.scene.said(row).get(field, NOTHING_SAID)

    def named(self, row: Row, field: str) -> Any:
        """The reference for a foreign key, where both the value and the record behind it may be shown."""
        value = self.plain(row, field)
        return None if value is None else self._value(row, field, value)

    def told(self, row: Row, field: str) -> Told[Any] | None:
        """A value with its evidence; None when nothing is known of it."""
        said = self.scene.said(row)
        return self.tell(row, field, self.plain(row, field), said.get(field, NOTHING_SAID)) if said else None

    def tell(self, row: Row, field: str, value: str | None, weighed: Weighed[Cited]) -> Told[Any] | None:
        """The shape of a value and of what is said of it."""
        shown = None if value is None else self._value(row, field, value)
        if shown is None and not weighed.claims:
            return None
        told: Told[Any] = {
            "value": shown,
            "conflicting": weighed.conflicting,
            "independent_sources": self._independent(row, field, value, weighed),
            "citations": self.labels(weighed.citations or self._bearing(row, field)),
        }
        if _unequal(value, weighed):
            told["claims"] = self._claims(row, field, weighed)
        return told

    def backed(self, row: Row) -> Backed:
        """The evidence of a row, and the claims on those of its fields that are said in one breath."""
        said = self.scene.said(row)
        if not said:
            return {"independent_sources": 0, "citations": []}
        fields = [said[field] for field in row.shape.breath if field in said]
        backed: Backed = {
            "independent_sources": len(_voices(fields)),
            "citations": self.labels([citation for weighed in fields for citation in weighed.citations]),
        }
        breath = [field for field in row.shape.declared.breath if field in said]
        unequal = [field for field in breath if _unequal(self.plain(row, field), said[field])]
        if unequal:
            backed["conflicting"] = any(said[field].conflicting for field in unequal)
            backed["claims"] = {field: self._claims(row, field, said[field]) for field in unequal}
        return backed

    def known_none(self, row: Row) -> WithLists:
        """``{"none": …}`` with the lists of which a source says that there are none; empty where no source says so."""
        said: Said = self.scene.said(row)
        none: dict[str, Backed] = {
            field: {"independent_sources": weighed.independent, "citations": self.labels(weighed.citations)}
            for field in row.shape.declared.lists
            if (weighed := said.get(field)) and any(c.verdict == Verdict.ACCEPTED for c in weighed.citations)
        }
        return {"none": none} if none else {}

    def _claims(self, row: Row, field: str, weighed: Weighed[Cited]) -> list[Claim[Any]]:
        return [
            {
                "value": self._value(row, field, claim.value),
                "independent_sources": claim.independent,
                "citations": self.labels(claim.citations),
            }
            for claim in weighed.claims
        ]

    def _value(self, row: Row, field: str, text: str) -> str | AnyRef | None:
        """A canonical text in the shape of a body: a reference where it is the id of something that is named."""
        model = row.shape.names.get(field)
        return text if model is None else self.scene.ref(model, UUID(text))

    def _bearing(self, row: Row, field: str) -> list[Cited]:
        said = self.scene.said(row)
        heard = (said[name] for name in row.shape.borne[field] if name in said)
        return [c for weighed in heard for c in weighed.citations if c.verdict == Verdict.ACCEPTED]

    def _independent(self, row: Row, field: str, value: str | None, weighed: Weighed[Cited]) -> int:
        """How many independent voices stand behind the value; one that states another is counted at its claim."""
        if not weighed.citations:
            said = self.scene.said(row)
            return len(_voices([said[name] for name in row.shape.borne[field] if name in said]))
        stating = frozenset[Voice]().union(*(claim.voices for claim in weighed.claims))
        agreeing = [
            claim
            for claim in weighed.claims
            if value is not None and self.scene.lies_in(row, field, value, claim.value)
        ]
        return len((weighed.voices - stating).union(*(claim.voices for claim in agreeing)))


def _voices(said: Iterable[Weighed[Cited]]) -> frozenset[Voice]:
    return frozenset[Voice]().union(*(weighed.voices for weighed in said))


def _unequal(value: str | None, weighed: Weighed[Cited]) -> bool:
    """Whether what is stated is anything else than just the one value shown."""
    claims = weighed.claims
    return bool(claims) and (len(claims) > 1 or claims[0].value != value)
