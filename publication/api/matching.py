"""``POST /match``: who of the published may be meant by each of many names, with the reasons in words."""

from __future__ import annotations

from typing import Any, ClassVar

import orjson
from django.db.backends.utils import CursorWrapper
from django.http import HttpResponse

from accounts.vocabulary import Scope
from people.naming.ranking import Match
from publication.api.asking import NOTHING, understood
from publication.api.dear import dear_cursor
from publication.api.door import Door, Visit
from publication.api.headers import SENDING, UNSTORED, Methods
from publication.api.likely import in_time, likely
from publication.api.negotiation import JSON, negotiated
from publication.api.problems import NotAcceptable, Refusal
from publication.api.queries import Query, cost_of, queries_of
from publication.api.sent import sent_json


class MatchView(Door):
    """Nothing is written and no cookie is read: the names go in a body so that no log and no history keeps them."""

    methods: ClassVar[Methods] = SENDING

    def answer(self, visit: Visit, **_: Any) -> HttpResponse:
        """Candidates for each query; it counts as so many requests. :raises Refusal: when there is no answer."""
        try:
            sent = sent_json(visit.request)
        except Refusal:
            visit.admit(Scope.READ)
            raise
        admission = visit.admit(Scope.READ, cost=cost_of(sent))
        if negotiated(visit.request.META.get("HTTP_ACCEPT"), [JSON]) is None:
            raise NotAcceptable
        understood(visit.request, NOTHING)
        queries = queries_of(sent)
        with dear_cursor(visit.asker, by_index=True) as cursor:
            results = [
                {"id": query.id, "candidates": _candidates(cursor, query, admission.audience)}
                for query in in_time(queries)
            ]
        # Of what came since the admission something may be in it already, which is no harm to who asks again.
        told = orjson.dumps({"results": results, "position": admission.position})
        return HttpResponse(told, content_type=JSON.content_type, headers=UNSTORED)


def _candidates(cursor: CursorWrapper, query: Query, audience: int) -> list[dict[str, Any]]:
    found = likely(cursor, query.names, query.besides, audience)[: query.limit]
    return [_told(match, row.brief) for match, row in found]


def _told(match: Match, brief: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: brief[name] for name in ("id", "slug", "url")},
        "name": match.name,
        "status": brief["status"]["value"],
        "score": match.score,
        "reasons": [{"code": reason.code, "text": reason.text} for reason in match.reasons],
    }
