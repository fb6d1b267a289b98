"""The contract: whatever the OpenAPI document allows or forbids, the API answers as the document says, to everybody.

Schemathesis makes the requests out of the served document, and looks at every answer with all of its checks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from pytest_django import Settings
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.generation.case import Case
from schemathesis.schemas import APIOperation

from publication.api import waiting
from publication.api.listing import MOST_RANKED, NOT_RANKED
from publication.api.parameters import LARGEST
from publication.api.slots import ProcessSlots
from tests.proof.identities import World, make_world

Operation = APIOperation[Any, Any, Any, Any]
Request = Case[Any]

LEAST = 0.4
"""Of the well-formed requests to each operation so many are answered with data, or the rest would prove little. Many of
the others ask with ``known_at`` for a time before anything was published."""
ONLY_WITH = {"status_on": "status"}
"""Parameters that need another one, which OpenAPI cannot say."""
KNOWN_AT_WITH = {"ids", "limit", "cursor", "fields", "known_at"}
"""Parameters that a list takes beside ``known_at``, likewise."""
LISTS = ("/api/v1/persons", "/api/v1/events", "/api/v1/documents")
"""A page of JSON holds no more than ``LARGEST`` records, an export as many as are asked for; likewise."""
BY_NAME = "/api/v1/persons"
"""Ranked where “q” is given, and so without other parameters; likewise."""
MATCH, RECONCILE = "/api/v1/match", "/api/v1/reconcile"
WRITTEN = {"queries": '{"q0": {"query": "a"}}', "extend": '{"ids": ["a"], "properties": [{"id": "status"}]}'}
"""Texts that are JSON themselves, likewise."""
BORN = "1982-04"
"""OpenAPI knows no EDTF; likewise."""
FIRST = 5
"""So many changes there are at least, in any world."""
RESYNC = "410"
"""Where a follower's position is unknown, however well-formed it is."""
HARD_TO_GET_WRONG = {"propose", "propose_draft"}
"""They take any text."""
TOO_MUCH = "413"
"""How a batch of more queries than the service announces is refused."""
EVERYBODY = ("anonymous", "partner", "expired")


@dataclass(kw_only=True)
class Seen:
    """Answers by operation and status, and by what rule of the contract they broke."""

    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    broken: dict[tuple[str, str], str] = field(default_factory=dict)

    def ask(self, case: Request, headers: Mapping[str, str]) -> None:
        """Send a request and look at the answer with all checks."""
        response = case.call(headers=dict(headers))
        name = str(case.operation.definition.raw["operationId"])
        self.statuses.setdefault(name, Counter())[response.status_code] += 1
        try:
            case.validate_response(response, headers=dict(headers))
        except FailureGroup as failures:
            for failure in failures.exceptions:
                self.broken.setdefault(
                    (name, failure.title), f"{failure}\n{response.request.url}\n{response.text[:500]}"
                )

    def share(self, name: str, status: int) -> float:
        """How much of an operation's answers had the status."""
        return self.statuses[name][status] / self.statuses[name].total()


@pytest.fixture
def world(committed_db: None, settings: Settings) -> Iterator[World]:
    """A world without budgets, where nobody waits for changes, and whose connections stay open between requests."""
    settings.ANONYMOUS_PER_MINUTE = 1_000_000
    with _connections_kept(), _nobody_waits():
        yield make_world()


@pytest.fixture
def operations(world: World) -> list[Operation]:
    """All operations of the served document, but for the one that serves it: Schemathesis leaves that out."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema", whole(WSGIHandler()), config=SchemathesisConfig())
    accepted = schema.config.checks.positive_data_acceptance
    accepted.expected_statuses = [*accepted.expected_statuses, RESYNC]
    rejected = schema.config.checks.negative_data_rejection
    rejected.expected_statuses = [*rejected.expected_statuses, TOO_MUCH]
    found = list(schema.get_all_operations())
    assert len(found) >= 9
    understood = [one.ok() for one in found if isinstance(one, Ok)]
    assert len(understood) == len(found)
    return understood


@pytest.mark.parametrize("identity", EVERYBODY)
def test_requests_made_from_the_document_are_answered_as_it_says(
    operations: list[Operation], world: World, identity: str
) -> None:
    explore(operations, world, identity, examples=20)


@pytest.mark.proof
@pytest.mark.parametrize("identity", EVERYBODY)
def test_very_many_requests_made_from_the_document_are_answered_as_it_says(
    operations: list[Operation], world: World, identity: str
) -> None:
    explore(operations, world, identity, examples=100)


def explore(operations: list[Operation], world: World, identity: str, *, examples: int) -> None:
    """Ask all operations, well-formed and not; nothing breaks the contract, and what is well-formed finds data."""
    key = world.identities[identity].get("HTTP_AUTHORIZATION")
    headers = {"Authorization": key} if key else {}
    good, bad, covered = Seen(), Seen(), Seen()
    for operation in operations:
        fuzz(good, operation, GenerationMode.POSITIVE, headers, world, examples=examples)
        if operation.definition.raw.get("parameters") or "requestBody" in operation.definition.raw:
            # Else there is nothing to get wrong.
            fuzz(bad, operation, GenerationMode.NEGATIVE, headers, world, examples=examples)
        for case in boundaries(operation):
            covered.ask(mended(case) if case.meta and case.meta.generation.mode.is_positive else case, headers)
    broken = {**good.broken, **bad.broken, **covered.broken}
    assert "\n\n".join(f"{name}: {told}" for (name, _rule), told in broken.items()) == ""
    refused = identity == "expired"
    few = {name: good.share(name, 401 if refused else 200) for name in good.statuses}
    assert {name: share for name, share in few.items() if share < (1 if refused else LEAST)} == {}
    few_bad = {name for name in bad.statuses if not refused and bad.share(name, 400) < LEAST}
    assert few_bad - HARD_TO_GET_WRONG == set()


def fuzz(
    seen: Seen,
    operation: Operation,
    mode: GenerationMode,
    headers: Mapping[str, str],
    world: World,
    *,
    examples: int,
) -> None:
    """Ask one operation many times, the same requests in every run."""

    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(well_formed(operation, world) if mode == GenerationMode.POSITIVE else operation.as_strategy(mode))
    def ask(case: Request) -> None:
        seen.ask(case, headers)

    ask()


@st.composite
def well_formed(draw: DrawFn, operation: Operation, world: World) -> Request:
    """A request that the document allows, for a record or a position that is there; others are at the boundaries."""
    case = mended(draw(operation.as_strategy(GenerationMode.POSITIVE)))
    if "key" in case.path_parameters:
        case.path_parameters["key"] = world.named[operation.path.split("/")[3].removesuffix("s")]
    if case.operation.path.endswith("/preview"):
        case.query = {"id": world.named["person"]}
    if "after" in case.query:
        case.query = {**case.query, "after": int(case.query["after"]) % FIRST}
    return case


def mended(case: Request) -> Request:
    """The request without what parameters that the document describes one by one may not be combined with."""
    query = dict(case.query)
    for name, needed in ONLY_WITH.items():
        if needed not in query:
            query.pop(name, None)
    if case.operation.path in LISTS and "limit" in query:
        query["limit"] = min(int(query["limit"]), LARGEST)
    if {"from", "to"} <= query.keys():
        query["from"], query["to"] = sorted((query["from"], query["to"]))
    if "known_at" in query:
        query = {name: value for name, value in query.items() if name in KNOWN_AT_WITH}
    if case.operation.path == BY_NAME and "q" in query:
        query = {name: value for name, value in query.items() if name not in NOT_RANKED}
        query |= {"limit": min(int(query["limit"]), MOST_RANKED)} if "limit" in query else {}
    case.query = query
    body: Any = case.body
    if case.operation.path == MATCH and isinstance(body, dict):
        case.body = {"queries": [{**one, **({"born": BORN} if "born" in one else {})} for one in body["queries"]]}
    if case.operation.path == RECONCILE:
        case.query = dict([*in_words(case.query)][:1])
        case.body = dict([*in_words(body)][:1]) if isinstance(body, dict) else body
    return case


def in_words(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """JSON in the place of any text; either of them is sent alone."""
    for name in sorted(given):
        yield name, WRITTEN[name]


def boundaries(operation: Operation) -> Iterator[Request]:
    """Schemathesis' own list: limits of every parameter, parameters twice or missing, methods that are not there."""
    config = operation.schema.config.generation_for(operation=operation)
    yield from operation.schema.iter_coverage_cases(
        operation, generation_modes=list(GenerationMode), generation_config=config
    )


def whole(application: Any) -> Any:
    """The application, of whose answers every byte is read, as a web server does it."""

    def read(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        answer = application(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            answer.close()

    return read


@contextmanager
def _connections_kept() -> Iterator[None]:
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@contextmanager
def _nobody_waits() -> Iterator[None]:
    """All places of those who wait are taken, so that everybody is answered at once."""
    with patch.object(waiting, "IN_THIS_PROCESS", ProcessSlots(0)):
        yield
