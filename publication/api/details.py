"""One record: admission, the record by id or slug, its body or the way to where it is now, all in one statement."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db import connections
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.encoding import iri_to_uri

from accounts.vocabulary import Scope
from publication.api.admission import ADMIT, ADMITTED, Admission, admit_parameters
from publication.api.asking import understood
from publication.api.conditional import ANY, known_tags, tag_of
from publication.api.door import Door, Visit, not_modified
from publication.api.kinds import Served
from publication.api.members import Cut, tail_of
from publication.api.negotiation import JSON, negotiated
from publication.api.parameters import KEY, id_of
from publication.api.problems import NotAcceptable, NotThere, NotUnderstood
from publication.api.versions import VERSION_THEN
from publication.reading import alias

SUFFIX = f".{JSON.suffix}"
OF_KIND = "SELECT * FROM publication_publishedrecord p WHERE p.audience = a.audience AND p.kind = %(kind)s::text"
# Slugs have no unique key (one would tell of hidden records): the one published last has it.
FOUND = {
    "id": f"{OF_KIND} AND p.id = (%(key)s::text)::uuid",
    "slug": f"{OF_KIND} AND p.slug = %(key)s::text ORDER BY p.position DESC LIMIT 1",
}
VERSION = {
    "now": "SELECT r.hash, r.position, r.published_at AS at WHERE r.id IS NOT NULL",
    "then": VERSION_THEN,
}
TAG = "left(encode(v.hash, 'hex'), 32) || '-' || v.position || %(cut)s::text"
STORED = {"body": "(SELECT b.body FROM publication_publishedbody b WHERE b.hash = v.hash)", "brief": "r.brief"}
MOVED = """(SELECT m.record FROM publication_alias m
  JOIN publication_publishedrecord s ON s.audience = m.audience AND s.kind = m.kind AND s.id = m.record
  WHERE m.audience = a.audience AND m.kind = %(kind)s::text AND m.key = lower(%(key)s::text))"""


class Row(NamedTuple):
    """What the statement tells besides the admission. Without ``body`` the client holds it, or there is none."""

    tag: str | None
    tail: str
    body: str | None
    moved: Any


class Asked(NamedTuple):
    """The parameters of a detail; ``known_at`` is the first moment after the one that was given."""

    cut: Cut
    known_at: datetime | None


def statement(*, by: str, when: str, source: str) -> str:
    """The statement for a record by id or slug, as it is now or was then, from the whole body or the brief."""
    return f"""SELECT {ADMITTED}, {TAG}, {tail_of("v.position", "v.at")},
  CASE WHEN ARRAY['{ANY}', {TAG}] && %(known)s::text[] THEN NULL ELSE {STORED[source]} END,
  CASE WHEN r.id IS NULL THEN {MOVED} END
FROM {ADMIT} AS a
LEFT JOIN LATERAL ({FOUND[by]}) AS r ON true
LEFT JOIN LATERAL ({VERSION[when]}) AS v ON true"""  # noqa: S608 - constants of this module, chosen by name


STATEMENTS = {
    (by, when, source): statement(by=by, when=when, source=source)
    for by in FOUND
    for when in VERSION
    for source in STORED
}


class DetailView(Door):
    """A record of one kind."""

    def __init__(self, served: Served) -> None:
        self.served = served

    def answer(self, visit: Visit, **named: Any) -> HttpResponseBase:
        """The body, 304 where the client holds it, 308 for what was renamed or merged.

        :raises NotThere: when there is none, hidden, missing and malformed keys alike.
        """
        key: str = named["key"].removesuffix(SUFFIX)
        suffix = JSON.suffix if key != named["key"] else ""
        if negotiated(visit.request.META.get("HTTP_ACCEPT"), [JSON], suffix) is None:
            visit.admit(Scope.READ)
            raise NotAcceptable
        row, cut = self._read(visit, key)
        if row.moved is not None:
            return self._moved(visit, row.moved, suffix)
        if row.tag is None:
            raise NotThere
        if row.body is None:
            return not_modified(row.tag)
        body = cut.serve(row.body.encode(), row.tail.encode())
        return HttpResponse(body, content_type=JSON.content_type, headers={"ETag": f'"{row.tag}"'})

    def _asked(self, visit: Visit) -> Asked:
        try:
            values = understood(visit.request, self.served.detail_fields)
        except NotUnderstood:
            visit.admit(Scope.READ)  # who may not ask at all hears that first
            raise
        return Asked(Cut(self.served, values.get("fields"), then="known_at" in values), values.get("known_at"))

    def _read(self, visit: Visit, key: str) -> tuple[Row, Cut]:
        asked = self._asked(visit)
        if not KEY.match(key):
            visit.admit(Scope.READ)
            raise NotThere
        by = "id" if id_of(key) else "slug"
        when = "then" if asked.known_at else "now"
        parameters = {
            **admit_parameters(visit.asker),
            "kind": self.served.kind.value,
            "key": key,
            "until": asked.known_at,
            "known": known_tags(visit.request.META.get("HTTP_IF_NONE_MATCH")),
            "cut": f"-{tag_of(asked.cut.name)[:8]}" if asked.cut.name else "",
        }
        with connections[alias()].cursor() as cursor:
            cursor.execute(STATEMENTS[by, when, asked.cut.source], parameters)
            row = cursor.fetchone()
        visit.admit(Scope.READ, Admission(*row[:7]))
        return Row(*row[7:]), asked.cut

    def _moved(self, visit: Visit, record: object, suffix: str) -> HttpResponse:
        query = visit.request.META.get("QUERY_STRING", "")
        address = f"/api/v1/{self.served.name}/{record}{suffix and SUFFIX}{query and '?'}{query}"
        return HttpResponse(status=308, headers={"Location": iri_to_uri(address)})
