"""Every address, every method, everybody who may come: the answers are those that the matrix declares."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any
from unittest.mock import PropertyMock, patch

import pytest
from django.template.response import SimpleTemplateResponse
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver
from pytest_django import Settings

from tests.proof import matrix_staff
from tests.proof.identities import IDENTITIES, STAFF, STRANGERS, Caller, World, make_world, undone
from tests.proof.matrix import METHODS, PUBLIC, Case

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
DRAWN = ("GET", "POST")
"""Methods whose answers are drawn; of the others' it only counts who is let in."""
READING = ("GET", "HEAD", "OPTIONS", "TRACE")
EVERYTHING = frozenset((method, who) for method in METHODS for who in IDENTITIES)
EVERY_CASE = (*PUBLIC, *matrix_staff.CASES)


@pytest.fixture
def world(committed_db: None, settings: Settings) -> World:
    """Budgets are for other tests."""
    settings.ANONYMOUS_PER_MINUTE = 1_000_000
    return make_world()


def routes(patterns: Iterable[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Every route that leads to a view, as the resolver spells it."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def test_every_route_is_declared_and_every_declared_one_exists() -> None:
    assert {case.route for case in EVERY_CASE} == set(routes(get_resolver().url_patterns))


def test_of_every_route_all_methods_are_declared_for_everybody() -> None:
    declared: dict[str, set[tuple[str, str]]] = {}
    for case in EVERY_CASE:
        declared.setdefault(case.route, set()).update(case.told)
    assert {route: EVERYTHING - cells for route, cells in declared.items() if cells != EVERYTHING} == {}


def test_the_public_side_answers_as_declared(world: World) -> None:
    assert surprises(PUBLIC, world) == []


def test_the_staff_side_answers_as_declared(world: World) -> None:
    """GET and POST, and every other method where no page is made: to strangers, or because it is refused."""
    quick = {*DRAWN, *matrix_staff.UNKNOWN}
    told = {(method, who) for method, who in EVERYTHING if method in quick or who in STRANGERS}
    assert surprises(matrix_staff.CASES, world, told) == []


@pytest.mark.proof
def test_the_staff_side_answers_every_method_as_declared(world: World) -> None:
    assert surprises(matrix_staff.CASES, world) == []


def test_whoever_posts_to_the_staff_side_without_a_token_against_forgery_is_refused(world: World) -> None:
    caller = Caller(forging=True)
    seen = {send(caller, "POST", case, world, STAFF[-1]).status_code for case in matrix_staff.CASES}
    assert seen == {403}


def surprises(cases: Iterable[Case], world: World, asked: Collection[tuple[str, str]] = EVERYTHING) -> list[str]:
    """Every answer that is not the declared one, in words; ``asked`` says for which methods and identities."""
    caller = Caller()
    return [
        f"{method} {case.address} as {who}: {found}, declared {told}"
        for case in cases
        for (method, who), told in case.told.items()
        if (method, who) in asked and (found := answer(caller, method, case, world, who)) != told
    ]


def answer(caller: Caller, method: str, case: Case, world: World, who: str) -> str:
    """An answer as a cell of the tables has it."""
    drawing = nullcontext() if method in DRAWN else undrawn()
    with drawing, nullcontext() if method in READING else undone():
        response = send(caller, method, case, world, who)
    if response.headers.get("Location", "").startswith("/admin/login/"):
        return "login"
    telling = "POST" if case.asking else "GET"
    if method == telling and response.status_code == 200 and {"public", "partner"} & set(case.told.values()):
        return "partner" if case.sign.encode() in response.content else "public"
    return str(response.status_code)


def send(caller: Caller, method: str, case: Case, world: World, who: str) -> Any:
    """The answer itself."""
    address, typed = (filled(text, world.named) for text in (case.address, case.typed))
    sent: dict[str, Any] = dict(world.identities[who])
    if method not in READING:
        body, media = (typed, FORM) if case.sent is None else (_placed(case.sent.decode(), world.named), JSON)
        sent |= {"data": body, "content_type": media}
    return caller.generic(method, f"/{address}", **sent)


def filled(text: str, named: Mapping[str, str]) -> str:
    """``text`` with the world's keys at the places of their names."""
    text = _placed(text, named)
    assert "{" not in text, text
    return text


def _placed(text: str, named: Mapping[str, str]) -> str:
    for name, key in named.items() if "{" in text else ():
        text = text.replace(f"{{{name}}}", key)
    return text


@contextmanager
def undrawn() -> Iterator[None]:
    """Templates come out empty: they are most of the time that an admin page takes."""
    with patch.object(SimpleTemplateResponse, "rendered_content", PropertyMock(return_value="")):
        yield
