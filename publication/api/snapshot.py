"""Everything that the asker may read, as of one position: where whoever follows the changes begins."""

from __future__ import annotations

from typing import Any

from django.forms import ChoiceField
from django.http.response import HttpResponseBase

from accounts.vocabulary import Scope
from publication.api.asking import understood
from publication.api.conditional import is_known, known_tags, tag_of
from publication.api.door import Door, Visit, not_modified
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
        """The stream; 304 where the client holds it. :raises Refusal: when there is none."""
        admission = visit.admit(Scope.SYNC)
        if negotiated(visit.request.META.get("HTTP_ACCEPT"), [NDJSON], self.suffix) is None:
            raise NotAcceptable
        kind = understood(visit.request, FIELDS).get("kind")
        tag = _tag(kind, admission.audience, admission.position)
        if is_known(tag, known_tags(visit.request.META.get("HTTP_IF_NONE_MATCH"))):
            return not_modified(tag)
        if visit.request.method == "HEAD":
            return streamed((), NDJSON, {**HEADERS, "ETag": f'"{tag}"'})
        parameters = {"audience": admission.audience, "kinds": [kind] if kind else list(Kind.values)}
        stream = Stream(SELECT, parameters, WORDING, holder=visit.asker.name)
        tag = _tag(kind, admission.audience, stream.position)
        return streamed(stream, NDJSON, {**HEADERS, "ETag": f'"{tag}"'})


def _tag(kind: str | None, audience: int, position: int) -> str:
    return tag_of("snapshot", kind, audience, position)


def _line(row: Row) -> bytes:
    kind, tail, stored = row
    return b'{"kind":"%b","body":%b%b}\n' % (kind, stored[:-1], tail)


WORDING = Wording(head=b"", line=_line, end=ndjson_end)
