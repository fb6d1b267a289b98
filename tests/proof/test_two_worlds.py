"""A world with fifty hidden persons answers outsiders byte for byte like the world without them (DESIGN.md §6.2).

What is masked: the header ``Date``, and the id of the request. Nothing else may differ.
"""

from collections.abc import Iterator
from typing import Any
from zlib import compress, decompress

import pytest
from psycopg import Connection
from psycopg.rows import TupleRow

from publication import actions
from publication.api import statistics
from publication.subjects import subject_of
from tests.conftest import _empty_tables
from tests.proof.asking import Answer, FrontDoor, Request, each, is_wanted
from tests.proof.clockwork import Clock, stopped_budgets
from tests.proof.corpus import Corpus, Sought
from tests.proof.hidden import CANARY, SECRETS, Hidden
from tests.proof.worlds import World, build
from tests.publication.publishing import ACTOR

FEWEST, FEWEST_OF_A_PART = 10_000, 1_500
A_PART, SAMPLE = 40, 500
"""One request of so many is asked, besides those that others follow from."""


class Kept:
    """An answer that takes little room."""

    def __init__(self, answer: Answer) -> None:
        self.status, self.headers, self._body = answer.status, answer.headers, compress(answer.body, 1)

    @property
    def answer(self) -> Answer:
        """As it was."""
        return Answer(status=self.status, headers=self.headers, body=decompress(self._body))


Conversation = list[tuple[Request, Kept]]


@pytest.fixture
def door(front_door: None) -> Iterator[FrontDoor]:
    """The real one; afterwards this process knows nothing any more of what it was told."""
    yield FrontDoor()
    statistics.KEPT = statistics.Kept()


def converse(world: World, door: FrontDoor, *, every: int) -> Conversation:
    """Ask world B, and keep what was asked and answered."""
    assert world.hidden
    corpus = Corpus(keys=world.keys, sought=sought(world.hidden))
    return [(request, Kept(answer)) for request, answer in each(corpus.everything(), door, every=every)]


def sought(hidden: Hidden) -> Sought:
    """The names and keys of all that is hidden."""
    records: list[Any] = [*hidden.persons, *hidden.events, *hidden.papers.values()]
    names = [name for one in SECRETS for name in (one.name, one.cyrillic)]
    return Sought(names=names, ids=[record.pk for record in records], slugs=[record.slug for record in records])


def differences(conversation: Conversation, door: FrontDoor) -> list[str]:
    """Where another world answers the same questions otherwise."""
    found = []
    for request, kept in conversation:
        there, here = kept.answer, door.ask(request)
        if there != here:
            found.append(f"{request}\n  with the hidden: {_told(there, here)}\n  without them:    {_told(here, there)}")
    return found


def _told(one: Answer, other: Answer) -> str:
    headers = set(one.headers) - set(other.headers)
    place = next((at for at, (a, b) in enumerate(zip(one.body, other.body, strict=False)) if a != b), 0)
    return f"{one.status} {headers} …{one.body[max(place - 60, 0) : place + 120]!r}"


def _unanswered(conversation: Conversation) -> set[str]:
    """Kinds of request of which none was answered as it was meant to be."""
    answered = {request.kind for request, kept in conversation if is_wanted(request, kept.answer)}
    return {request.kind for request, _kept in conversation} - answered


def build_anew(*, secretly: bool) -> tuple[World, Clock]:
    """A world at the same moments as any other; this process forgets what it knows of the one before."""
    statistics.KEPT = statistics.Kept()
    clock = Clock()
    with clock.stopped():
        return build(clock=clock, secretly=secretly), clock


def compare(door: FrontDoor, owner: Connection[TupleRow], *, every: int) -> Conversation:
    """Ask world B, then ask world A the same. Returns what B said, once A has said it as well."""
    with stopped_budgets(owner):
        world, clock = build_anew(secretly=True)
        with clock.stopped():
            conversation = converse(world, door, every=every)
        _empty_tables(owner)
        _world, clock = build_anew(secretly=False)
        with clock.stopped():
            found = differences(conversation, door)
    assert not found, "\n".join([f"{len(found)} of {len(conversation)} answers differ.", *found[:10]])
    assert not _unanswered(conversation), _unanswered(conversation)
    assert not [str(request) for request, kept in conversation if kept.status >= 500]
    return conversation


def test_fifty_hidden_persons_change_no_byte_of_any_answer(
    door: FrontDoor, owner_connection: Connection[TupleRow]
) -> None:
    conversation = compare(door, owner_connection, every=A_PART)
    assert len(conversation) >= FEWEST_OF_A_PART


@pytest.mark.proof
def test_fifty_hidden_persons_change_no_byte_of_ten_thousand_answers(
    door: FrontDoor, owner_connection: Connection[TupleRow]
) -> None:
    conversation = compare(door, owner_connection, every=1)
    assert len(conversation) >= FEWEST


def test_what_is_hidden_is_said_by_nobody_who_did_not_ask_for_it(
    door: FrontDoor, owner_connection: Connection[TupleRow]
) -> None:
    """The same without a second world, and proof that the comparison can fail: one who leaves is noticed."""
    with stopped_budgets(owner_connection):
        world, clock = build_anew(secretly=True)
        with clock.stopped():
            conversation = converse(world, door, every=SAMPLE)
            actions.withdraw([subject_of(world.visible.persons[1])], actor=ACTOR, reason="asked to")
            assert differences(conversation, door)
    for request, kept in conversation:
        if CANARY not in f"{request}".lower():
            assert CANARY not in kept.answer.body.decode().lower(), request
