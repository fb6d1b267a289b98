"""The verbs of this room."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import TARGET_OF, Citation, Person
from people.stated import canonical
from people.vocabulary import Basis, Verdict
from sources.models import Document, Organisation, Passage
from sources.quotes import Occurrence, the_occurrence
from sources.record import Record
from sources.vocabulary import Audience


class DocumentWithoutText(ValueError):
    """The document is a stub: there is no text of it in which a quote could stand."""

    def __init__(self, document: Document) -> None:
        super().__init__(f"“{document}” is a stub: there is no text of it in which a quote could stand.")


@transaction.atomic
def cite(  # noqa: PLR0913 - one sentence says all of this about one field
    *,
    record: Record,
    document: Document,
    quote: str,
    field: str = "exists",
    states: str = "",
    at: int | None = None,
    basis: Basis = Basis.STATED,
    by: Person | Organisation | str = "",
    verdict: Verdict = Verdict.ACCEPTED,
    why: str = "",
    audience: Audience = Audience.INTERNAL,
    judged_by: Any = None,
) -> Citation:
    """Let a passage of a document say one thing about one field of a record.

    ``at`` is the offset (in code points) of the occurrence that is meant, where the quote stands more than once;
    ``by`` is whom the sentence holds responsible, never the document's own publisher; ``judged_by`` a member of staff.
    :raises QuoteNotFound, QuoteAmbiguous, DocumentWithoutText: when the passage cannot be told.
    :raises ValidationError: when the field cannot be cited, or its own parser does not understand ``states``.
    """
    kind = _kind_of(record)
    stated = canonical(type(record), field, states)
    found = find_passage(document=document, quote=quote, at=at)
    passage, _new = Passage.objects.get_or_create(
        document=document, start=found.start, end=found.end, defaults={"quote": found.quote, "audience": audience}
    )
    return Citation.objects.create(
        **{kind: record},
        **_voice(by),
        passage=passage,
        field=field,
        states=stated,
        basis=basis,
        verdict=verdict,
        why=why,
        audience=audience,
        judged_by=judged_by,
    )


def find_passage(*, document: Document, quote: str, at: int | None = None) -> Occurrence:
    """Where the quote stands. :raises QuoteNotFound, QuoteAmbiguous, DocumentWithoutText:."""
    if document.text is None:
        raise DocumentWithoutText(document)
    return the_occurrence(document.text, quote, start=at)


def _kind_of(record: Record) -> str:
    kind = TARGET_OF.get(type(record))
    if kind is None:
        message = f"A {record._meta.verbose_name} cannot be cited."
        raise ValidationError(message, code="record")
    return kind


def _voice(by: Person | Organisation | str) -> dict[str, Any]:
    if isinstance(by, Person):
        return {"attributed_person": by}
    if isinstance(by, Organisation):
        return {"attributed_organisation": by}
    return {"attributed_description": by}
