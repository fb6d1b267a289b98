"""What staff should look at next; a few cheap questions, each with the first rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, QuerySet

from people.corroboration import corroborate
from people.models import TARGET_OF, Citation, Concession, Destination, Detention, Event, Hold, Release, Sentence, Tally
from people.vocabulary import Verdict
from sources.models import Document, Passage
from sources.record import Record
from sources.rows import with_neighbours

SHOWN = 5
LOOKED_AT = 200
"""Records with several stated values, of each kind, whose values are compared."""
DISPUTABLE: tuple[type[Record], ...] = (Event, Release, Detention, Tally, Concession, Sentence, Destination)


MOST_CITATIONS = 200_000
"""Beyond it the questions that look through all citations would cost seconds at every visit, and are not asked."""
ESTIMATE = "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'people_citation'::regclass"


@dataclass(frozen=True, kw_only=True, slots=True)
class Attention:
    """A heading and the first rows that it concerns, each with what is the matter; ``more`` when there are others."""

    title: str
    rows: tuple[tuple[Record, str], ...]
    more: bool


def attention() -> list[Attention]:
    """Everything that needs a look; headings without rows are left out."""
    found = [_holds()] if is_large() else [*_in_all_citations(), _holds()]
    return [one for one in found if one.rows]


def is_large() -> bool:
    """Whether only ``verify_citations`` looks through all citations; by PostgreSQL's estimate, which costs nothing."""
    with connection.cursor() as cursor:
        cursor.execute(ESTIMATE)
        return bool(cursor.fetchone()[0] > MOST_CITATIONS)


def _in_all_citations() -> list[Attention]:
    return [_conflicts(), _uncited(Detention, "person"), _uncited(Release, "person"), _unused_documents()]


def _first(title: str, rows: Iterable[tuple[Record, str]]) -> Attention:
    """Counting all of a large register would cost more than the first rows are worth."""
    found = list(islice(rows, SHOWN + 1))
    return Attention(title=title, rows=tuple(found[:SHOWN]), more=len(found) > SHOWN)


def _conflicts() -> Attention:
    candidates = [row for model in DISPUTABLE for row in _with_several_claims(model)]
    said = corroborate(candidates)
    rows = (
        (row, f"{field}: {' or '.join(claim.value for claim in weighed.claims)}")
        for row in candidates
        for field in row.declared.cited
        if (weighed := said.get((row.pk, field))) and weighed.conflicting
    )
    return _first("Sources conflict", rows)


def _with_several_claims(model: type[Record]) -> Iterable[Record]:
    key = TARGET_OF[model]
    several = (
        Citation.objects.filter(**{f"{key}__isnull": False}, verdict__in=[Verdict.ACCEPTED, Verdict.NOTED])
        .exclude(states="")
        .order_by()
        .values(key, "field")
        .annotate(claims=Count("states", distinct=True))
        .filter(claims__gt=1)
    )
    ids = [found[key] for found in several[:LOOKED_AT]]
    return with_neighbours(model._default_manager.filter(pk__in=ids))


def _uncited(model: type[Record], parent: str) -> Attention:
    key = TARGET_OF[model]
    bearing = Citation.objects.filter(**{key: OuterRef("pk")}, verdict=Verdict.ACCEPTED)
    rows: QuerySet[Any] = model._default_manager.filter(~Exists(bearing)).order_by("pk")[: SHOWN + 1]
    title = f"{str(model._meta.verbose_name_plural).capitalize()} that no accepted passage speaks of"
    return _first(title, ((row, str(getattr(row, parent))) for row in with_neighbours(rows)))


def _unused_documents() -> Attention:
    # A passage is made by a citation: to ask for passages alone spares a join of the two largest tables.
    quoted = Passage.objects.filter(document=OuterRef("pk"))
    rows = Document.objects.exclude(sha256="").filter(~Exists(quoted)).order_by("pk").defer("text", "original")
    return _first("Documents that nobody cites", ((row, row.slug) for row in rows[: SHOWN + 1]))


def _holds() -> Attention:
    rows = Hold.objects.active().order_by("-placed")[: SHOWN + 1]
    return _first("Holds that stand", ((row, "") for row in with_neighbours(rows)))
