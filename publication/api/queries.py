"""The queries of ``/match``: what they may say, as a JSON schema that is published and checked by alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from people.naming.cases import parsings
from people.naming.parsed import Parsed
from people.naming.weighing import Besides
from publication.api.asking import MOST_FAULTS
from publication.api.checking import expected, faults_of, text, validator
from publication.api.parameters import LONGEST_TEXT
from publication.api.problems import Fault, NotUnderstood
from publication.api.sent import fault_in
from publication.api.shapes import Schema, ref
from sources.dates import DateNotUnderstood, PartialDate

MOST_QUERIES = 100
MOST_NAMES = 5
CANDIDATES, MOST_CANDIDATES = 5, 20
LONGEST_DATE = 40
DATE = "A date of birth in EDTF, such as 1982, 1982-04 or 1982-04-24."


NAME = text(f"A name of 1 to {LONGEST_TEXT} characters, in any spelling, script and order.")
SCHEMAS: dict[str, Schema] = {
    "MatchRequest": {
        "type": "object",
        "description": "An object with the one member “queries”.",
        "properties": {
            "queries": {
                "type": "array",
                "description": f"A list of 1 to {MOST_QUERIES} queries.",
                "items": ref("MatchQuery"),
                "minItems": 1,
                "maxItems": MOST_QUERIES,
            }
        },
        "required": ["queries"],
        "additionalProperties": False,
    },
    "MatchQuery": {
        "type": "object",
        "description": "An object with a “name”: somebody who is looked for.",
        "properties": {
            "id": text(f"A text of yours of 1 to {LONGEST_TEXT} characters, which the answer repeats."),
            "name": NAME,
            "names": {
                "type": "array",
                "description": f"A list of 1 to {MOST_NAMES} other names or spellings of the same person.",
                "items": NAME,
                "minItems": 1,
                "maxItems": MOST_NAMES,
            },
            "born": text(DATE, LONGEST_DATE),
            "country": ref("CountryCode"),
            "limit": {
                "type": "integer",
                "description": f"A whole number from 1 to {MOST_CANDIDATES}; {CANDIDATES} candidates if not given.",
                "minimum": 1,
                "maximum": MOST_CANDIDATES,
                "default": CANDIDATES,
            },
        },
        "required": ["name"],
        "additionalProperties": False,
    },
}


@dataclass(frozen=True, kw_only=True)
class Query:
    """Somebody who is looked for: ``names`` are spellings, ``besides`` what else is known of them."""

    id: str | None
    names: tuple[Parsed, ...]
    besides: Besides
    limit: int


def cost_of(sent: Any) -> int:
    """As how many requests a body counts: one for each query that would be answered."""
    queries = sent.get("queries") if isinstance(sent, dict) else None
    return len(queries) if isinstance(queries, list) and 1 <= len(queries) <= MOST_QUERIES else 1


def queries_of(sent: Any) -> list[Query]:
    """The queries, in their order. :raises NotUnderstood: naming what is wrong, and in which of them."""
    faults = list(islice(_faults(sent), MOST_FAULTS))
    if faults:
        raise NotUnderstood(faults=faults)
    return [_query(one) for one in sent["queries"]]


def _query(one: dict[str, Any]) -> Query:
    born = PartialDate.parse(one["born"]) if "born" in one else None
    countries = frozenset({one["country"]} if "country" in one else ())
    return Query(
        id=one.get("id"),
        names=tuple(
            parsed for name in dict.fromkeys([one["name"], *one.get("names", ())]) for parsed in parsings(name)
        ),
        besides=Besides(born=born, countries=countries),
        limit=int(one.get("limit", CANDIDATES)),
    )


def _faults(sent: Any) -> Iterator[Fault]:
    if isinstance(sent, dict) and isinstance(sent.get("queries"), list) and len(sent["queries"]) > MOST_QUERIES:
        # Not looked at one by one: there may be very many.
        described = SCHEMAS["MatchRequest"]["properties"]["queries"]["description"]
        yield fault_in(["queries"], "maxItems", expected(described))
        return
    wrong = False
    for error in _validator().iter_errors(sent):
        wrong = True
        yield from faults_of(error)
    if not wrong:
        yield from _faults_of_dates(sent["queries"])


def _faults_of_dates(queries: Sequence[dict[str, Any]]) -> Iterator[Fault]:
    for at, query in enumerate(queries):
        if "born" in query and not _is_date(query["born"]):
            yield fault_in(["queries", at, "born"], "invalid", expected(DATE))


def _is_date(text: str) -> bool:
    try:
        return not PartialDate.parse(text).is_none
    except DateNotUnderstood:
        return False


@cache
def _validator() -> Any:
    return validator("MatchRequest", SCHEMAS)
