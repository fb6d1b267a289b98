"""Everything that the asker may read, as of one position: where whoever follows the changes begins."""

from __future__ import annotations

from typing import Any

from django.forms import ChoiceField
from django.http.response import HttpResponseBase

from accounts.vocabulary import Scope
from publication.api.asking import understood
from publication.api.door import Door, Visit
from publication.api.exports import ndjson_end
from publication.api.members import tail_of
from publication.api.negotiation import NDJSON, negotiated
from publication.api.problems import NotAcceptable
from publication.api.streams import Row, Stream, Wording, streamed
from publication.vocabulary import Kind

FIELDS = {"kind": ChoiceField(choices=Kind.choices, help_text="Only records of this kind.")}
SELECT = f"""SELECT r.kind, {tail_of("r.position", "r.published_at")}, b.body
FROM publication_publishedrecord r JOIN publication_publishedbody b ON b.hash = r.hash
WHERE r.audience = %(audience)s AND r.kind = ANY (%(kinds)s::text[])
ORDER BY r.kind, r.id"""  # noqa: S608 - two constants
HEADERS = {"Content-Disposition": 'attachment; filename="snapshot.ndjson"'}


class SnapshotView(Door):
    """All records, by kind and id, each on a line with its kind and its body."""

    def __init__(self, suffix: str = "") -> None:
        self.suffix = suffix

    def answer(self, visit: Visit, **_: Any) -> HttpResponseBase:
        """The stream. :raises Refusal: when there is none."""
        admission = visit.admit(Scope.SYNC)
        if negotiated(visit.request.META.get("HTTP_ACCEPT"), [NDJSON], self.suffix) is None:
            raise NotAcceptable
        kind = understood(visit.request, FIELDS).get("kind")
        if visit.request.method == "HEAD":
            return streamed((), NDJSON, HEADERS)
        parameters = {"audience": admission.audience, "kinds": [kind] if kind else list(Kind.values)}
        return streamed(Stream(SELECT, parameters, WORDING, asker=visit.asker), NDJSON, HEADERS)


def _line(row: Row) -> bytes:
    kind, tail, stored = row
    return b'{"kind":"%b","body":%b%b}\n' % (kind, stored[:-1], tail)


WORDING = Wording(head=b"", line=_line, end=ndjson_end)
