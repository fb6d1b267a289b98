"""Who says what about a field of a record, how many independent voices, and whether they conflict. Rule: DESIGN.md §3.

For any number of records of any kinds this costs a fixed number of queries: citations, speakers, derivations,
publishers, places.

*Independent voices.* A citation speaks with the voice that it is attributed to, else with its document's: the texts
that the document comes down to by copy, digest or translation, or rather those texts' publishers where they are known
(docs/decisions/0003-voices.md). So two papers that quote one NGO, carry one agency or retell one article are one voice.
What is only implied is never counted, nor is a retracted document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar
from uuid import UUID

from django.db import models

from people.models import TARGETS, Citation, Place
from people.places import ancestors_of
from people.stated import as_id
from people.vocabulary import Answer, Basis, Mode
from sources.agreement import (
    Agreement,
    compare_categories,
    compare_places,
    compare_progress,
    compare_spans,
    compare_texts,
    overall,
)
from sources.counts import CountRange
from sources.derivations import roots
from sources.fields import CountRangeField
from sources.models import Document
from sources.record import Record
from sources.spanned import SpannedField
from sources.values import NotUnderstood, StatedValue
from sources.vocabulary import Audience

Voice: TypeAlias = frozenset[UUID | str]
"""Ids of the organisations, persons or documents that speak as one, or the words that describe them."""
Key: TypeAlias = tuple[UUID, str]
"""Id of a record and name of its field."""
Compare: TypeAlias = Callable[[str, str], Agreement]

COURSES = frozenset({"progress", "state"})
"""Fields that tell how far something has come: a later report never contradicts an earlier one."""
UNKNOWN_CODES = frozenset({"", Answer.UNKNOWN.value, Mode.UNKNOWN.value})


C = TypeVar("C")
"""A citation, however it was loaded."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimOf(Generic[C]):
    """One stated value, the citations that state it, and how many independent voices they are."""

    value: str
    citations: tuple[C, ...]
    voices: frozenset[Voice]

    @property
    def independent(self) -> int:
        """How many independent voices state this value."""
        return len(self.voices)


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighed(Generic[C]):
    """All that is said of one field of one record. ``claims`` hold distinct values, the best supported first."""

    citations: tuple[C, ...]
    claims: tuple[ClaimOf[C], ...]
    voices: frozenset[Voice]
    agreement: Agreement

    @property
    def independent(self) -> int:
        """How many independent voices speak of the field at all."""
        return len(self.voices)

    @property
    def conflicting(self) -> bool:
        """Whether two of the stated values cannot both be true."""
        return self.agreement is Agreement.CONFLICT

    @property
    def disagreeing(self) -> bool:
        """Whether there is more than one stated value; claims are then shown, in conflict or not."""
        return len(self.claims) > 1


Claim: TypeAlias = ClaimOf[Citation]
Corroboration: TypeAlias = Weighed[Citation]


def corroborate(records: Iterable[Record], *, audience: Audience = Audience.INTERNAL) -> dict[Key, Corroboration]:
    """What the audience may see said of every field of the given records."""
    return corroboration_by(cited(records, audience), audience=audience)


def cited(records: Iterable[Record], audience: Audience) -> list[Citation]:
    """The citations on the given records that the audience may see."""
    return list(Citation.objects.about(records).citable_by(audience).with_evidence().order_by("judged", "id"))


def corroboration_by(citations: Collection[Citation], *, audience: Audience) -> dict[Key, Corroboration]:
    """What the given citations say, by record and field; nothing else has a voice in it."""
    voices = _voices(citations, audience)
    ancestors = _ancestors(citations)
    said: defaultdict[Key, list[Citation]] = defaultdict(list)
    for citation in citations:
        said[citation.target_id, citation.field].append(citation)

    def voice(citation: Citation) -> Voice | None:
        return voices[citation.pk] if citation.basis != Basis.IMPLIED else None

    return {
        key: weigh(
            [(citation.states, citation) for citation in found],
            voice=voice,
            stands=_stands,
            compare=_comparison(found[0], ancestors),
        )
        for key, found in said.items()
    }


def weigh(
    stated: Sequence[tuple[str, C]],
    *,
    voice: Callable[[C], Voice | None],
    stands: Callable[[C], bool],
    compare: Compare,
) -> Weighed[C]:
    """Group the citations on one field by the value they state, and judge the values against one another.

    ``stated``: each with the canonical text of its value, empty where it gives none. ``voice``: with which a citation
    speaks, None for what is only implied. ``stands``: its document was not retracted.
    """
    heard: set[Voice] = set()
    standing: set[str] = set()
    by_value: defaultdict[str, tuple[list[C], set[Voice]]] = defaultdict(lambda: ([], set()))
    for value, citation in stated:
        stating, voices = by_value[value]
        stating.append(citation)
        if stands(citation):
            standing.add(value)
            if (told := voice(citation)) is not None:
                voices.add(told)
                heard.add(told)
    claims = [
        ClaimOf(value=value, citations=tuple(stating), voices=frozenset(voices))
        for value, (stating, voices) in by_value.items()
        if value
    ]
    claims.sort(key=lambda claim: (-len(claim.voices), claim.value))
    values = [claim.value for claim in claims if claim.value in standing]
    found = tuple(citation for _value, citation in stated)
    return Weighed(citations=found, claims=tuple(claims), voices=frozenset(heard), agreement=overall(values, compare))


def comparison(model: type[Record], name: str, ancestors: Mapping[str, frozenset[str]]) -> Compare:
    """How stated values of a field are compared; of ``exists`` and of lists as texts."""
    field = model._meta.get_field(name) if name in model.declared.cited else None
    if isinstance(field, SpannedField):
        return _parsed(field.value_type.parse)
    if isinstance(field, CountRangeField):
        return _parsed(CountRange.parse)
    if isinstance(field, models.ForeignKey) and field.related_model is Place:
        return lambda a, b: compare_places(a, b, ancestors)
    if isinstance(field, models.Field) and field.name in COURSES:
        return compare_progress
    if isinstance(field, models.Field) and (field.choices or field.is_relation):
        return lambda a, b: compare_categories(a, b, unknown=UNKNOWN_CODES)
    return compare_texts


def _comparison(citation: Citation, ancestors: Mapping[str, frozenset[str]]) -> Compare:
    return comparison(TARGETS[citation.target_name], citation.field, ancestors)


def _ancestors(citations: Iterable[Citation]) -> dict[str, frozenset[str]]:
    """What lies around each place that is stated, as ids in the text in which they are stated."""
    stated = (place for c in citations if _related(c) is Place and (place := as_id(c.states)))
    return {str(place): frozenset(map(str, around)) for place, around in ancestors_of(stated).items()}


def _parsed(parse: Callable[[str], StatedValue]) -> Compare:
    def compare(a: str, b: str) -> Agreement:
        try:
            one, other = parse(a), parse(b)
        except NotUnderstood:
            # Nobody can judge what is no value; ``verify_citations`` reports it.
            return Agreement.INCOMPARABLE
        return compare_spans(one, other)

    return compare


def _related(citation: Citation) -> type[models.Model] | None:
    """The kind of record that a citation states; None where it states none."""
    model = TARGETS[citation.target_name]
    if citation.field not in model.declared.cited:
        return None
    related = model._meta.get_field(citation.field).related_model
    return related if isinstance(related, type) else None


def _stands(citation: Citation) -> bool:
    return citation.passage.document.retracted is None


def _voices(found: Collection[Citation], audience: Audience) -> dict[UUID, Voice]:
    """The voice that each citation speaks with, as far as the audience may know."""
    origins = roots({c.passage.document_id for c in found if _attributed(c) is None}, audience=audience)
    texts = frozenset[UUID]().union(*origins.values())
    publishers = dict(Document.objects.filter(pk__in=texts).values_list("pk", "publisher")) if texts else {}
    own = {document: frozenset(publishers.get(t) or t for t in ends) for document, ends in origins.items()}
    return {c.pk: _attributed(c) or own[c.passage.document_id] for c in found}


def _attributed(citation: Citation) -> Voice | None:
    """The voice that the sentence itself names. A set of one, to be equal to a publisher's own voice."""
    named = citation.attributed_person_id or citation.attributed_organisation_id or citation.attributed_description
    return frozenset({named}) if named else None
