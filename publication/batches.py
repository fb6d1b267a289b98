"""Batches whose ends tell nobody of what they may not see.

The lines of one batch bear one moment, so the feed shows how many of a batch somebody is told of. A batch therefore
holds records that the public is told of, or none of these; and never one that nobody is told of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from publication.models import PublishedRecord
from publication.rendering.visible import visible_rows
from publication.standing import published_ids
from publication.subjects import MODELS, Subject
from publication.vocabulary import Kind
from sources.vocabulary import Audience

Batch = list[Subject]
Rows = QuerySet[Any]
SIZE = {Kind.EVENT: 10, Kind.PERSON: 1000, Kind.DOCUMENT: 250}
"""Events may have thousands of members: ten of them fill the memory as a thousand persons do."""
WIDEST_FIRST = (Audience.PUBLIC, Audience.PARTNER)


def everything(kind: Kind) -> Iterator[Batch]:
    """Every record of a kind that some audience is told of or may be; first those that one may not see any more.

    Documents only as far as they are published, for nothing but the bodies that quote them leads them out.
    """
    parts = [(audience, find(kind, audience)) for find in (_leaving, _staying) for audience in WIDEST_FIRST]
    for number, (audience, rows) in enumerate(parts):
        # Whoever stays with an audience leaves neither it nor a narrower one, so only what is wider is left out.
        earlier = [part for wider, part in parts[:number] if wider > audience]
        yield from _in_pages(kind, _without(rows, *earlier))


def apart(kind: Kind, published: Iterable[Subject]) -> Iterator[Batch]:
    """Published records of a kind, those first that the public is told of."""
    subjects = list(published)
    public = published_ids(Audience.PUBLIC, kind, [subject.id for subject in subjects])
    for told in (True, False):
        part = (subject for subject in subjects if (subject.id in public) is told)
        while batch := list(islice(part, SIZE[kind])):
            yield batch


def _leaving(kind: Kind, audience: Audience) -> Rows:
    """What is published to an audience that may not see it."""
    visible: Any = visible_rows(MODELS[kind], audience)
    return _without(_published(MODELS[kind].objects.all(), kind, audience), visible)


def _staying(kind: Kind, audience: Audience) -> Rows:
    """What an audience may see."""
    visible: Any = visible_rows(MODELS[kind], audience)
    return _published(visible, kind, audience) if kind == Kind.DOCUMENT else visible


def _published(rows: Rows, kind: Kind, audience: Audience) -> Rows:
    return rows.filter(Exists(PublishedRecord.objects.filter(audience=audience, kind=kind, id=OuterRef("pk"))))


def _without(rows: Rows, *others: Rows) -> Rows:
    return rows.filter(*(~Exists(other.filter(pk=OuterRef("pk"))) for other in others))


def _in_pages(kind: Kind, rows: Rows) -> Iterator[Batch]:
    """One batch after another in the order of ids, each looked for when the one before is done."""
    ordered = rows.order_by("pk").values_list("pk", flat=True)
    page = list(ordered[: SIZE[kind]])
    while page:
        yield [Subject(kind, pk) for pk in page]
        page = list(ordered.filter(pk__gt=page[-1])[: SIZE[kind]])
