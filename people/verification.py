"""Re-reads all that evidence rests on, and says what is wrong (faults) and what somebody should look at (notices).

Nothing is changed. Rows are read in batches, each with a fixed number of queries, so that memory stays flat.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, F, QuerySet

from people.corroboration import corroborate
from people.models import TARGETS, Citation, Person, Release
from people.stated import as_id, canonical, default_text, model_field, own_value
from people.vocabulary import Verdict
from sources.models import Document, Passage
from sources.readers import NotReadable, read
from sources.record import Record
from sources.spanned import spanned_fields
from sources.vocabulary import Audience

BATCH = 1000


class Weight(Enum):
    FAULT = "fault"
    NOTICE = "notice"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that is wrong or worth a look; ``where`` names the row, for example ``detention 3f… (began)``."""

    weight: Weight
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def fault(record: Record, message: str, *, field: str = "") -> Finding:
    """Something that must be mended."""
    return Finding(weight=Weight.FAULT, where=_where(record, field), message=message)


def notice(record: Record, message: str, *, field: str = "") -> Finding:
    """Something to look at."""
    return Finding(weight=Weight.NOTICE, where=_where(record, field), message=message)


def verify() -> Iterator[Finding]:
    """Every finding, check by check."""
    yield from verify_documents()
    yield from verify_passages()
    yield from verify_citations()
    for model in TARGETS.values():
        yield from verify_values(model)
    yield from verify_persons()
    yield from verify_ends()
    yield from uncited_documents()


def verify_documents() -> Iterator[Finding]:
    """Each document's bytes still have their hash and still read as its text."""
    for document in Document.objects.filter(text__isnull=False).iterator(chunk_size=10):
        original = bytes(document.original or b"")
        if hashlib.sha256(original).hexdigest() != document.sha256:
            yield fault(document, "its bytes do not have its SHA-256 hash")
        try:
            text = read(original, media_type=document.media_type)
        except NotReadable as error:
            yield fault(document, f"its bytes can no longer be read: {error}")
            continue
        if text != document.text:
            yield fault(
                document, "its bytes read as another text than the stored one; a better reading is a new document"
            )


def verify_passages() -> Iterator[Finding]:
    """Each quote still stands where the passage says."""
    for document in Document.objects.filter(text__isnull=False).iterator(chunk_size=10):
        text = document.text or ""
        for passage in Passage.objects.filter(document=document).iterator(chunk_size=BATCH):
            if text[passage.start : passage.end] != passage.quote:
                yield fault(passage, f"“{passage.quote}” does not stand in {document.slug} at {passage.start}")


def verify_citations() -> Iterator[Finding]:
    """Each citation names a field of its record, and what it states parses to itself."""
    for batch in batches(Citation.objects.all()):
        known = _existing(batch)
        for citation in batch:
            model = TARGETS[citation.target_name]
            try:
                parsed = canonical(model, citation.field, citation.states)
            except ValidationError as error:
                yield fault(citation, " ".join(error.messages))
                continue
            if parsed != citation.states:
                yield fault(citation, f"states “{citation.states}”, which is written “{parsed}”")
            if (related := _related(model, citation)) and as_id(parsed) not in known[related]:
                yield fault(citation, f"states {parsed}, which is no {related._meta.verbose_name}")


def verify_values(model: type[Record]) -> Iterator[Finding]:
    """Each cited value rests on an accepted citation that states it, or on one that says why it differs."""
    for batch in batches(model._default_manager.all()):
        said = corroborate(batch)
        for record in batch:
            yield from _stale_spans(record)
            accepted: defaultdict[str, list[Citation]] = defaultdict(list)
            for field in (*model.declared.citable(),):
                weighed = said.get((record.pk, field))
                if weighed is None:
                    continue
                accepted[field] = [c for c in weighed.citations if c.verdict == Verdict.ACCEPTED]
                if weighed.conflicting:
                    values = ", ".join(claim.value for claim in weighed.claims)
                    yield notice(record, f"sources conflict: {values}", field=field)
            for field in model.declared.cited:
                yield from _unborne(record, field, accepted)


def verify_persons() -> Iterator[Finding]:
    """Each person has a preferred name, which whoever may see the person may see."""
    nameless = Person.objects.exclude(names__preferred=True)
    for person in nameless.iterator(chunk_size=BATCH):
        yield fault(person, "has no preferred name")
    for person in Person.objects.filter(names__preferred=True, names__audience__lt=F("audience")):
        yield fault(person, "its preferred name is for a narrower audience than the person, and the slug may tell it")


def verify_ends() -> Iterator[Finding]:
    """An episode's end is its release's date; two that cannot be the same day are a fault."""
    ended = Release.objects.filter(detention__ended_span__isnull=False).select_related("detention", "event")
    for release in ended.iterator(chunk_size=BATCH):
        date = release.date or (release.event.date if release.event else None)
        detention = release.detention
        if date is None or detention is None or detention.ended is None:
            continue
        span, end = date.span, detention.ended.span
        if end.isempty or not _meet(span.lower, span.upper, end.lower, end.upper):
            yield fault(
                release, f"its date {date} and the end {detention.ended} of its episode cannot both be", field="date"
            )


def uncited_documents() -> Iterator[Finding]:
    """Documents with a text that nobody cites."""
    unused = Document.objects.filter(text__isnull=False).annotate(uses=Count("passages__citations")).filter(uses=0)
    for document in unused.defer("original", "text").iterator(chunk_size=BATCH):
        yield notice(document, "nobody cites this document")


def batches(rows: "QuerySet[Any]") -> Iterator[list[Any]]:
    """The rows of a question, in lists of a thousand, in the order of their ids."""
    found = iter(rows.order_by("pk").iterator(chunk_size=BATCH))
    while batch := list(islice(found, BATCH)):
        yield batch


def _unborne(record: Record, field: str, accepted: dict[str, list[Citation]]) -> Iterator[Finding]:
    value = own_value(record, field)
    if value == "" or value == default_text(record, field):
        return
    bearing = [c for name in record.declared.borne_by(field) for c in accepted.get(name, ())]
    if not bearing:
        report = notice if record.audience == Audience.INTERNAL else fault
        yield report(record, f"“{value}” has no accepted citation", field=field)
        return
    stating = [c for c in bearing if c.field == field and c.states]
    if stating and not any(c.states == value or c.why for c in stating):
        stated = ", ".join(sorted({c.states for c in stating}))
        yield fault(record, f"is “{value}”, but what is accepted states {stated}, and nobody says why", field=field)


def _stale_spans(record: Record) -> Iterator[Finding]:
    for field in spanned_fields(type(record)):
        value = getattr(record, field.name)
        if getattr(record, field.span_name) != (value and value.span):
            yield fault(record, f"“{value}” and {field.span_name} have come apart", field=field.name)


def _existing(citations: Iterable[Citation]) -> dict[type[Record], set[UUID]]:
    """The ids that exist among those that the citations state, kind by kind."""
    asked: defaultdict[type[Record], set[UUID]] = defaultdict(set)
    for citation in citations:
        related = _related(TARGETS[citation.target_name], citation)
        if related and (stated := as_id(citation.states)):
            asked[related].add(stated)
    return defaultdict(
        set,
        {
            model: set(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))
            for model, ids in asked.items()
        },
    )


def _related(model: type[Record], citation: Citation) -> type[Record] | None:
    if citation.field not in model.declared.cited or not citation.states:
        return None
    related = model_field(model, citation.field).related_model
    return related if isinstance(related, type) and issubclass(related, Record) else None


def _meet(first: Any, first_end: Any, second: Any, second_end: Any) -> bool:
    starts_in_time = first is None or second_end is None or first < second_end
    return starts_in_time and (second is None or first_end is None or second < first_end)


def _where(record: Record, field: str) -> str:
    name = getattr(record, "slug", None) or str(record.pk)
    return f"{record._meta.verbose_name} {name}" + (f" ({field})" if field else "")
