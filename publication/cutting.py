"""Takes who or what must not be named any more out of a body as it was published, so that no draft goes out with that.

Only entries that do nothing but name them can be cut: a member, a relation, a part in an event, a statement. Where they
are found anywhere else the body cannot be cut, because values and counts may rest on them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson

from publication.depending import QUOTES
from publication.models import Dependency, PublishedBody, PublishedRecord
from publication.ready import Ready
from publication.rendering.naming import Called
from publication.subjects import Subject
from sources.models import Passage
from sources.vocabulary import Audience

LISTS = ("members", "relationships", "parts", "statements")


def as_published(audience: Audience, subject: Subject) -> Ready:
    """The body that the audience reads now."""
    record = PublishedRecord.objects.get(audience=audience, kind=subject.kind, id=subject.id)
    made_from = Dependency.objects.get(record=subject.id)
    body = orjson.loads(PublishedBody.objects.get(pk=record.hash).body)
    quotes = frozenset(getattr(made_from, QUOTES[audience]))
    return Ready(subject=subject, body=body, reads=frozenset(made_from.reads), quotes=quotes)


def cut_out(audience: Audience, subject: Subject, leaving: Collection[UUID]) -> Ready | None:
    """The body without those who leave; None where cutting is not enough."""
    whole = as_published(audience, subject)
    body = without(whole.body, {str(one) for one in leaving})
    return None if body is None else replace(whole, body=body, quotes=_still_quoted(whole.quotes, body))


def with_passages(audience: Audience, subject: Subject, passages: Collection[UUID]) -> Ready:
    """The body of a document as it is published, with no other passages than these."""
    whole = as_published(audience, subject)
    rows = Passage.objects.filter(pk__in=passages).order_by().values_list("start", "end")
    kept = set(rows)
    told = [passage for passage in whole.body["passages"] if (passage["start"], passage["end"]) in kept]
    return replace(whole, body={**whole.body, "passages": told})


def calling(ready: Ready, called: Mapping[str, Called]) -> Ready:
    """The body with those whom it names called otherwise; by their ids, ``called`` tells how."""
    body = _calling(ready.body, called)
    # By slugs, as events list them: the old order would tell of the old ones.
    body.get("members", []).sort(key=lambda member: member["person"]["slug"])
    return replace(ready, body=body)


def without(body: Mapping[str, Any], ids: Collection[str]) -> dict[str, Any] | None:
    """The body without the entries that name any of the ids, and without the footnotes that only those used."""
    cut = {name: _kept(value, ids) if name in LISTS else value for name, value in body.items()}
    used = _labels({name: value for name, value in cut.items() if name != "citations"})
    cut["citations"] = {label: cited for label, cited in body["citations"].items() if label in used}
    text = orjson.dumps(cut).decode()
    return None if any(one in text for one in ids) else cut


def _kept(entries: list[dict[str, Any]], ids: Collection[str]) -> list[dict[str, Any]]:
    return [entry for entry in entries if not any(_names(value, ids) for value in entry.values())]


def _calling(value: Any, called: Mapping[str, Called]) -> Any:
    if isinstance(value, list):
        return [_calling(inner, called) for inner in value]
    if not isinstance(value, Mapping):
        return value
    known = called.get(value.get("id", ""))
    new = {name: text for name, text in known._asdict().items() if name in value} if known else {}
    return {name: new.get(name) or _calling(inner, called) for name, inner in value.items()}


def _names(value: Any, ids: Collection[str]) -> bool:
    return isinstance(value, dict) and value.get("id") in ids


def _labels(value: Any) -> set[str]:
    """Every footnote that something in the body carries."""
    if isinstance(value, dict):
        own = set(value["citations"]) if isinstance(value.get("citations"), list) else set()
        return own.union(*map(_labels, value.values()))
    return set().union(*map(_labels, value)) if isinstance(value, list) else set()


def _still_quoted(quotes: Collection[UUID], body: Mapping[str, Any]) -> frozenset[UUID]:
    places = {(c["document"]["id"], c["start"], c["end"]) for c in body["citations"].values()}
    rows = Passage.objects.filter(pk__in=quotes).order_by().values_list("pk", "document", "start", "end")
    return frozenset(pk for pk, document, start, end in rows if (str(document), start, end) in places)
