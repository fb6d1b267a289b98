"""Rendering as the tests need it: whatever may be seen may be named, unless a test says otherwise."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from people.models import TARGETS, Citation, Event, Person
from publication.rendering.bodies import Bodies, render
from publication.rendering.setting import Named, everything_named
from publication.vocabulary import Kind
from sources.history import acting
from sources.models import Document
from sources.vocabulary import Audience

DAY = date(2021, 4, 1)
MODELS: dict[Kind, Any] = {Kind.PERSON: Person, Kind.EVENT: Event, Kind.DOCUMENT: Document}
OUTSIDE = (Audience.PARTNER, Audience.PUBLIC)


def quoted_somewhere(audience: Audience, documents: Collection[UUID]) -> Mapping[UUID, Collection[UUID]]:
    """By document, every passage that is cited at all: the widest that a publisher could ask for."""
    found: dict[UUID, set[UUID]] = {}
    for document, passage in Citation.objects.filter(passage__document__in=documents).values_list(
        "passage__document", "passage"
    ):
        found.setdefault(document, set()).add(passage)
    return found


def rendered(
    kind: Kind, *ids: UUID, audience: Audience = Audience.PUBLIC, day: date = DAY, named: Named = everything_named
) -> Bodies:
    """The bodies of the given records, or of all of the kind, for one audience."""
    asked = ids or tuple(MODELS[kind].objects.values_list("pk", flat=True))
    return render(kind, asked, audiences=[audience], day=day, named=named, passages=quoted_somewhere)[audience]


def body(record: Any, audience: Audience = Audience.PUBLIC, **more: Any) -> Any:
    """The body of a person, event or document; None where the audience is told of none."""
    kind = Kind(type(record)._meta.model_name or "")
    found = rendered(kind, record.pk, audience=audience, **more)
    return found[record.pk].body if found else None


def everything(audience: Audience = Audience.PUBLIC, named: Named = everything_named) -> str:
    """All bodies as one text."""
    kinds: tuple[Kind, ...] = tuple(Kind)
    told = [one.body for kind in kinds for one in rendered(kind, audience=audience, named=named).values()]
    return json.dumps(told, ensure_ascii=False)


def record_rows() -> list[Any]:
    """Every row of the record, but of citations one for each kind of row and audience, and the passages of these."""
    models: list[Any] = list(TARGETS.values())
    citations = {(c.target_name, c.audience): c for c in Citation.objects.select_related("passage").order_by("pk")}
    passages = {citation.passage_id: citation.passage for citation in citations.values()}
    rows = [row for model in models for row in model._default_manager.order_by("pk")]
    return [*rows, *citations.values(), *passages.values()]


def set_values(row: Any, **values: Any) -> None:
    """Change a row as an editor would."""
    with acting(actor="test:editor"):
        type(row)._default_manager.filter(pk=row.pk).update(**values)
