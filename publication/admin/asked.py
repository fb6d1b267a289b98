"""Which records somebody asked for, from an address, a form or the marked rows of a list."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest

from publication.admin.foreseen import address_of
from publication.subjects import MODELS, Subject, by_kind
from publication.vocabulary import Kind
from sources.admin_record import visible
from sources.record import Record

MOST = 200
"""As many records are published, withdrawn or held at once in the admin."""


class TooManyAtOnce(Exception):
    """More records were marked than the admin takes at once."""

    def __init__(self) -> None:
        super().__init__(
            f"No more than {MOST} records are looked at and done at once here. Mark fewer, or use ./manage.py publish."
        )


class NothingMarked(Exception):
    """Nothing was marked; mark what is meant, then press the button."""

    def __init__(self) -> None:
        super().__init__(NothingMarked.__doc__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A record that somebody asked for, with the address of its page."""

    subject: Subject
    record: Record
    page: str

    @property
    def key(self) -> str:
        """As forms and addresses carry it."""
        return f"{self.subject.kind}:{self.subject.id}"


def asked_for(request: HttpRequest) -> list[Asked]:
    """The records named by ``record=person:<id>`` in the address or the form; with ``all`` by ``listed=…``.

    :raises Http404: when none is named or one is not there.
    :raises NothingMarked: when a form names none.
    :raises TooManyAtOnce: beyond ``MOST``.
    """
    given = request.POST if request.method == "POST" else request.GET
    named = given.getlist("listed" if "all" in given else "record")
    subjects = [_parsed(text) for text in dict.fromkeys(named)]
    if not subjects:
        raise NothingMarked if request.method == "POST" else Http404
    return looked_up(request, subjects)


def looked_up(request: HttpRequest, subjects: list[Subject]) -> list[Asked]:
    """The records, by name. One query for each kind. :raises Http404, TooManyAtOnce: as above."""
    if len(subjects) > MOST:
        raise TooManyAtOnce
    found = [
        Asked(subject=subject, record=record, page=address_of(subject))
        for kind, ids in by_kind(subjects).items()
        if ids
        for record in visible(MODELS[kind], request).filter(pk__in=ids)
        for subject in [Subject(kind, record.pk)]
    ]
    if len(found) < len(set(subjects)):
        raise Http404
    return sorted(found, key=lambda one: str(one.record).lower())


def _parsed(text: str) -> Subject:
    kind, _colon, pk = text.partition(":")
    try:
        return Subject(Kind(kind), UUID(pk))
    except ValueError as error:
        raise Http404 from error
