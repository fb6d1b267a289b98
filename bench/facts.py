"""Limit and publication tell the same: what the statements find of some persons, beside the published bodies."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from psycopg import Connection
from psycopg.rows import TupleRow

from bench.errors import NotMeasuredError
from bench.questions import Subject
from bench.statements import these_persons
from sources.vocabulary import Audience

BODIES = """
SELECT record.id, body.body FROM publication_publishedrecord record JOIN publication_publishedbody body USING (hash)
WHERE record.audience = %s AND record.kind = 'person' AND record.id = ANY (%s::uuid[])"""


def check_same_facts(connection: Connection[TupleRow], subjects: Sequence[Subject]) -> None:
    """Compare names, status, episodes, ways out and quotes of these persons. Raises NotMeasuredError."""
    ids = [subject.id for subject in subjects]
    published = {key: json.loads(body) for key, body in connection.execute(BODIES, [Audience.PARTNER, ids])}
    stated = {key: json.loads(told) for key, told in connection.execute(these_persons().encode(), [ids])}
    for key, body in published.items():
        ours, theirs = facts_of_body(body), facts_of_statement(stated[key])
        if ours != theirs:
            raise NotMeasuredError(f"The limit tells other facts of {key}:\n{ours}\n{theirs}")


def facts_of_body(body: Any) -> dict[str, Any]:
    """What a published body tells that the limit tells too."""
    return {
        **_shared(body),
        "quotes": {(cited["quote"], cited["document"]["slug"]) for cited in body["citations"].values()},
        "began": sorted(_value(episode["began"]) for episode in body["detentions"]),
        "out": sorted(
            (_value(way["date"]), _value(way["mode"]), (way["event"] or {}).get("slug", ""), len(way["destinations"]))
            for way in body["releases"]
        ),
    }


def facts_of_statement(told: Any) -> dict[str, Any]:
    """The same, from what a statement of the limit found."""
    return {
        **_shared(told),
        "quotes": set(_quotes(told)),
        "began": sorted(episode["began"] or "" for episode in told["detentions"]),
        "out": sorted(_way_out(way) for way in told["releases"]),
    }


def _shared(told: Any) -> dict[str, Any]:
    names = sorted(name["text"] for name in told["names"])
    return {"name": told["name"], "slug": told["slug"], "status": told["status"]["value"], "names": names}


def _way_out(way: Any) -> tuple[str, str, str, int]:
    event = way["event"] or {}
    date, mode = (way[name] or event.get(name) or "" for name in ("date", "mode"))
    return date, "" if mode == "unknown" else mode, event.get("slug", ""), len(way["destinations"])


def _value(told: Any) -> str:
    return str(told["value"] or "") if told else ""


def _quotes(told: Any) -> Iterator[tuple[str, str]]:
    """Every quote in it, however deep, with its document."""
    if isinstance(told, dict):
        if "quote" in told:
            yield told["quote"], told["document"]["slug"]
        for value in told.values():
            yield from _quotes(value)
    elif isinstance(told, list):
        for value in told:
            yield from _quotes(value)
