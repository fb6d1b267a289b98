"""``POST /match``: who of the published may be meant by each of many names, with the reasons in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from time import monotonic
from typing import Any, ClassVar
from uuid import UUID

import orjson
from django.db.backends.utils import CursorWrapper
from django.http import HttpResponse

from accounts.vocabulary import Scope
from people.naming.ranking import Match, ranked
from people.naming.weighing import Besides
from publication.api.asking import NOTHING, understood
from publication.api.dear import dear_cursor
from publication.api.door import Door, Visit
from publication.api.headers import SENDING, UNSTORED, Methods
from publication.api.kinds import PERSONS
from publication.api.negotiation import JSON, negotiated
from publication.api.problems import NotAcceptable, Refusal, TakeTooLong
from publication.api.queries import Query, cost_of, queries_of
from publication.api.rows import filtered
from publication.api.seeking import candidates
from publication.api.sent import sent_json
from sources.dates import PartialDate

LONGEST = 10.0  # seconds, for all queries together
READ = ("name_texts", "countries", "brief")


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
        with dear_cursor(visit.asker) as cursor:
            results = _answered(cursor, queries, admission.audience)
        # Of what came since the admission something may be in it already, which is no harm to who asks again.
        told = orjson.dumps({"results": results, "position": admission.position})
        return HttpResponse(told, content_type=JSON.content_type, headers=UNSTORED)


def _answered(cursor: CursorWrapper, queries: Iterable[Query], audience: int) -> list[dict[str, Any]]:
    """:raises TakeTooLong: when they do together."""
    until, results = monotonic() + LONGEST, []
    for query in queries:
        if monotonic() > until:
            raise TakeTooLong
        results.append({"id": query.id, "candidates": _candidates(cursor, query, audience)})
    return results


def _candidates(cursor: CursorWrapper, query: Query, audience: int) -> list[dict[str, Any]]:
    inner, parameters = filtered(PERSONS, (), ("name_keys", *READ[:2]))
    steps, keys, every = candidates(query.names, inner, ", ".join(READ))
    cursor.execute(f"WITH {steps} SELECT * FROM {every}", {**parameters, **keys, "audience": audience})  # noqa: S608 - constants
    rows: dict[UUID, tuple[list[str], list[str], str]] = {pk: told for pk, *told in cursor.fetchall()}
    asked_more = query.besides.born or query.besides.countries
    known = {pk: _besides(countries, brief) for pk, (_names, countries, brief) in rows.items()} if asked_more else {}
    names = {pk: texts for pk, (texts, _countries, _brief) in rows.items()}
    likely = [match for match in ranked(query.names, names, besides=query.besides, known=known) if match.score > 0]
    return [_told(match, orjson.loads(rows[match.person][2])) for match in likely[: query.limit]]


def _besides(countries: Sequence[str], brief: str) -> Besides:
    """What the published body says besides names."""
    told = orjson.loads(brief)["born"]
    born = PartialDate.parse(told["value"]) if told and told["value"] else None
    return Besides(born=None if born and born.is_none else born, countries=frozenset(countries))


def _told(match: Match, brief: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: brief[name] for name in ("id", "slug", "url")},
        "name": match.name,
        "status": brief["status"]["value"],
        "score": match.score,
        "reasons": [{"code": reason.code, "text": reason.text} for reason in match.reasons],
    }
