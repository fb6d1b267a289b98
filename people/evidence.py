"""What the values of some records rest on, ready to be shown: values, claims, sentences. One corroboration for all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from people.corroboration import Corroboration, corroborate
from people.models import TARGET_OF, Citation
from people.stated import NONE, default_text, model_field, own_value
from people.vocabulary import Verdict
from sources.record import Record
from sources.rows import labelled


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimShown:
    """One stated value in words (empty: the passages state none), how many independent voices, its citations."""

    value: str
    independent: int
    own: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldEvidence:
    """One field of one record. ``uncited``: it has a value that no accepted citation bears."""

    name: str
    label: str
    value: str
    uncited: bool
    differs: bool
    """Accepted citations state other values than the record's, and none says why."""
    conflicting: bool
    independent: int
    claims: tuple[ClaimShown, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordEvidence:
    """All of one record. ``target`` is the citation's foreign key for its kind."""

    record: Record
    target: str
    kind: str
    fields: tuple[FieldEvidence, ...]

    @property
    def uncited(self) -> int:
        """How many of its values rest on nothing."""
        return sum(field.uncited for field in self.fields)

    @property
    def sentences(self) -> int:
        """How many citations speak of it."""
        return sum(len(claim.citations) for field in self.fields for claim in field.claims)

    @property
    def conflicting(self) -> int:
        """On how many of its fields the sources conflict."""
        return sum(field.conflicting for field in self.fields)


def evidence_of(records: Sequence[Record]) -> list[RecordEvidence]:
    """The evidence of each record that can be cited, field by field; fields without value and citation are left out."""
    citable = [record for record in records if type(record) in TARGET_OF]
    said = corroborate(citable)
    labels = _labels(citable, said)
    return [_of_record(record, said, labels) for record in citable]


def is_uncited(record: Record, field: str, said: Mapping[tuple[UUID, str], Corroboration]) -> bool:
    """Whether the record's own value rests on nothing accepted. Empty values and mere defaults need no evidence."""
    value = own_value(record, field)
    if value in ("", default_text(record, field)):
        return False
    return not any(_accepted(said.get((record.pk, name))) for name in record.declared.borne_by(field))


def _of_record(
    record: Record, said: Mapping[tuple[UUID, str], Corroboration], labels: Mapping[str, str]
) -> RecordEvidence:
    shown = [
        _of_field(record, name, said, labels)
        for name in record.declared.citable()
        if (record.pk, name) in said or _has_value(record, name)
    ]
    return RecordEvidence(
        record=record, target=TARGET_OF[type(record)], kind=str(record._meta.verbose_name), fields=tuple(shown)
    )


def _of_field(
    record: Record, name: str, said: Mapping[tuple[UUID, str], Corroboration], labels: Mapping[str, str]
) -> FieldEvidence:
    weighed = said.get((record.pk, name))
    own = own_value(record, name) if name in record.declared.cited else ""
    stating = [c for c in _accepted(weighed) if c.states]
    return FieldEvidence(
        name=name,
        label=label_of(record, name),
        value=_words(record, name, own, labels) if own else "",
        uncited=name in record.declared.cited and is_uncited(record, name, said),
        differs=bool(stating) and not any(c.states == own or c.why for c in stating),
        conflicting=weighed is not None and weighed.conflicting,
        independent=weighed.independent if weighed else 0,
        claims=tuple(_claims(record, name, own, weighed, labels)) if weighed else (),
    )


def _claims(
    record: Record, name: str, own: str, weighed: Corroboration, labels: Mapping[str, str]
) -> Iterable[ClaimShown]:
    for claim in weighed.claims:
        yield ClaimShown(
            value=_words(record, name, claim.value, labels),
            independent=claim.independent,
            own=claim.value == own,
            citations=claim.citations,
        )
    if silent := tuple(c for c in weighed.citations if not c.states):
        others = weighed.voices - {voice for claim in weighed.claims for voice in claim.voices}
        yield ClaimShown(value="", independent=len(others), own=False, citations=silent)


def label_of(record: Record | type[Record], name: str) -> str:
    """What a field, a list or the record itself is called."""
    if name == "exists":
        return "the record itself"
    if name in record.declared.lists:
        return name.replace("_", " ")
    model = record if isinstance(record, type) else type(record)
    return str(model_field(model, name).verbose_name)


def _words(record: Record, name: str, value: str, labels: Mapping[str, str]) -> str:
    if name in record.declared.lists:
        return "known to be none" if value == NONE else value
    field = model_field(type(record), name)
    if isinstance(field, models.ForeignKey):
        return labels.get(value, value)
    return str(dict(field.flatchoices).get(value, value))


def _labels(records: Iterable[Record], said: Mapping[tuple[UUID, str], Corroboration]) -> dict[str, str]:
    """What the ids among own and stated values stand for; one query for each kind that is pointed at."""
    asked: defaultdict[type[models.Model], set[str]] = defaultdict(set)
    for record in records:
        for name in record.declared.cited:
            related: Any = model_field(type(record), name).related_model
            if related is not None:
                weighed = said.get((record.pk, name))
                stated = {claim.value for claim in weighed.claims} if weighed else set()
                asked[related] |= {one for one in (own_value(record, name), *stated) if one}
    return {str(one.pk): str(one) for model, ids in asked.items() if ids for one in labelled(model).filter(pk__in=ids)}


def _has_value(record: Record, name: str) -> bool:
    return name in record.declared.cited and own_value(record, name) not in ("", default_text(record, name))


def _accepted(weighed: Corroboration | None) -> list[Citation]:
    return [c for c in weighed.citations if c.verdict == Verdict.ACCEPTED] if weighed else []
