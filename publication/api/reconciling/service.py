"""The service itself: its manifest, batches of queries, and tables extended with what is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import orjson
from django.db import connections
from django.http import HttpRequest, HttpResponse, QueryDict

from accounts.vocabulary import Scope
from publication.api.admission import Admission
from publication.api.asking import NOTHING, understood, without_keys
from publication.api.conditional import is_known, known_tags, tag_of
from publication.api.dear import dear_cursor
from publication.api.door import Door, Visit, not_modified
from publication.api.headers import BOTH, READING, SENDING, UNSTORED, Methods
from publication.api.negotiation import JSON, negotiated
from publication.api.parameters import id_of
from publication.api.problems import Fault, NotAcceptable, NotUnderstood, Refusal
from publication.api.reconciling.asked import asked_02, asked_10
from publication.api.reconciling.batches import checked, cost_of
from publication.api.reconciling.candidates import Candidate, answered
from publication.api.reconciling.manifest import manifest_02, manifest_10
from publication.api.reconciling.properties import BY_ID, Value
from publication.api.reconciling.published import Person, persons
from publication.api.sent import BODY, fault_in, json_of, sent_form, sent_json
from publication.reading import alias

QUERIES, EXTEND = "queries", "extend"
SCHEMA_OF = {QUERIES: "ReconcileBatch", EXTEND: "ReconcileExtension"}
QUERY = "/query"


class ReconcileView(Door):
    """Version 0.2, all at one address: the manifest, and what is sent as a form or stands in the address.

    Nothing is written and no cookie is read. There is no JSONP: other sites may ask (CORS).
    """

    methods: ClassVar[Methods] = BOTH

    def answer(self, visit: Visit, **_: Any) -> HttpResponse:
        """Whichever of them is asked for. :raises Refusal: when there is no answer."""
        try:
            member, root, sent = _given(visit.request)
        except Refusal:
            visit.admit(Scope.READ)
            raise
        if not member:
            admitted(visit)
            return kept(visit, manifest_02(here(visit.request)))
        name = SCHEMA_OF[member]
        admission = admitted(visit, cost_of(sent, name))
        sent = checked(sent, name, root)
        if member == EXTEND:
            found = _found(sent["ids"], admission.audience)
            rows = {key: dict(_cells(found.get(key), sent, here(visit.request))) for key in sent["ids"]}
            return told({"meta": _meta(sent), "rows": rows})
        with dear_cursor(visit.asker, by_index=True) as cursor:
            results = answered(cursor, [asked_02(one) for one in sent.values()], admission.audience)
        return told({key: {"result": _told(result)} for key, result in zip(sent, results, strict=True)})


class ManifestView(Door):
    """The manifest of the 1.0 draft, whose services have addresses of their own below this one."""

    methods: ClassVar[Methods] = READING

    def answer(self, visit: Visit, **_: Any) -> HttpResponse:
        """The manifest. :raises Refusal: when there is none."""
        admitted(visit)
        understood(visit.request, NOTHING)
        return kept(visit, manifest_10(here(visit.request)))


class MatchingView(Door):
    """Queries of the 1.0 draft, as JSON."""

    methods: ClassVar[Methods] = SENDING

    def answer(self, visit: Visit, **_: Any) -> HttpResponse:
        """Candidates for each query, in their order. :raises Refusal: when there is no answer."""
        admission, sent = _sent(visit, "ReconcileBatchDraft")
        with dear_cursor(visit.asker, by_index=True) as cursor:
            results = answered(cursor, [asked_10(one) for one in sent["queries"]], admission.audience)
        return told({"results": [{"candidates": _told(result, named=True)} for result in results]})


class ExtendView(Door):
    """Extension in the 1.0 draft, as JSON."""

    methods: ClassVar[Methods] = SENDING

    def answer(self, visit: Visit, **_: Any) -> HttpResponse:
        """A row for each id, in their order. :raises Refusal: when there is no answer."""
        admission, sent = _sent(visit, SCHEMA_OF[EXTEND])
        found = _found(sent["ids"], admission.audience)
        rows = [
            {
                "id": key,
                "properties": [
                    {"id": pid, "values": values} for pid, values in _cells(found.get(key), sent, here(visit.request))
                ],
            }
            for key in sent["ids"]
        ]
        return told({"meta": _meta(sent), "rows": rows})


def here(request: HttpRequest) -> str:
    """Our own address, as whoever asks knows it, without a slash at the end."""
    return request.build_absolute_uri("/")[:-1]


def admitted(visit: Visit, cost: int = 1) -> Admission:
    """:raises Refusal: when the asker may not go on, or takes no JSON."""
    admission = visit.admit(Scope.READ, cost=cost)
    if negotiated(visit.request.META.get("HTTP_ACCEPT"), [JSON]) is None:
        raise NotAcceptable
    return admission


def told(answer: Any) -> HttpResponse:
    """An answer about persons."""
    return HttpResponse(orjson.dumps(answer), content_type=JSON.content_type, headers=UNSTORED)


def kept(visit: Visit, answer: Mapping[str, Any]) -> HttpResponse:
    """An answer that tells nothing of anybody, and may be kept; 304 where the client has it."""
    body = orjson.dumps(answer)
    tag = tag_of(body)
    if is_known(tag, known_tags(visit.request.META.get("HTTP_IF_NONE_MATCH"))):
        return not_modified(tag)
    return HttpResponse(body, content_type=JSON.content_type, headers={"ETag": f'"{tag}"'})


def _given(request: HttpRequest) -> tuple[str, str, Any]:
    """Which of the two is sent, where, and what it says; nothing for whoever asks for the manifest.

    :raises Refusal: when it is not understood.
    """
    without_keys(request)
    if request.method == "POST":
        understood(request, NOTHING)
        root, fields = BODY, sent_form(request)
    else:
        root, fields = QUERY, request.GET
    faults = list(_faults(fields, root))
    if faults:
        raise NotUnderstood(faults=faults)
    if not fields:
        if request.method == "POST":
            raise NotUnderstood(faults=[fault_in([QUERIES], "required", "This member is needed.", root=root)])
        return "", root, None
    (member, text), *_ = fields.items()
    return member, f"{root}/{member}", json_of(str(text), f"{root}/{member}")


def _faults(fields: QueryDict, root: str) -> Iterator[Fault]:
    for name, values in fields.lists():
        if name not in SCHEMA_OF:
            known = ", ".join(SCHEMA_OF)
            yield fault_in([name], "unknown", f"There is no such parameter here. Known are: {known}.", root=root)
        elif len(values) > 1:
            yield fault_in([name], "repeated", "This parameter can be given only once.", root=root)
        elif len(fields) > 1:
            yield fault_in([name], "combined", "Only one of these can be asked at a time.", root=root)


def _sent(visit: Visit, name: str) -> tuple[Admission, Any]:
    """:raises Refusal: when the asker may not go on, or what is sent is not understood."""
    try:
        sent = sent_json(visit.request)
    except Refusal:
        visit.admit(Scope.READ)
        raise
    admission = admitted(visit, cost_of(sent, name))
    understood(visit.request, NOTHING)
    return admission, checked(sent, name)


def _told(candidates: Sequence[Candidate], *, named: bool = False) -> list[dict[str, Any]]:
    return [one.told(named=named) for one in candidates]


def _found(keys: Sequence[str], audience: int) -> dict[str, Person]:
    """Whoever the keys lead to. Hidden, missing and malformed ones lead to nobody."""
    ids = {key: pk for key in keys if (pk := id_of(key)) is not None}
    with connections[alias()].cursor() as cursor:
        found = persons(cursor, set(ids.values()), audience, whole=True)
    return {key: found[pk] for key, pk in ids.items() if pk in found}


def _meta(sent: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"id": one["id"], "name": BY_ID[one["id"]].name} for one in sent["properties"]]


def _cells(person: Person | None, sent: Mapping[str, Any], origin: str) -> Iterator[tuple[str, list[Value]]]:
    """The values of each property that was asked for; none of nobody."""
    for one in sent["properties"]:
        yield one["id"], list(BY_ID[one["id"]].values(person, origin)) if person else []
