"""Records whose bodies cannot be made: they stay as they were and are named; everything else goes out."""

import json
from typing import Any
from uuid import UUID

import pytest

from publication import batches, runs
from publication.actions import place_hold, withdraw
from publication.models import PublishedRecord
from publication.pending import Why, pending, touched
from publication.refusals import CannotBeMade
from publication.rendering import bodies
from publication.rendering.document import document_body
from publication.rendering.event import event_body
from publication.rendering.person import person_body
from publication.runs import Tally, publish_all
from publication.subjects import subject_of
from publication.vocabulary import Kind
from tests.cast import Cast
from tests.factories import cite
from tests.publication.publishing import ACTOR
from tests.publication.test_publishing import edited, everything
from tests.publication.test_runs import KINDS, PARTNER, PUBLIC, UPSERT, body_of, outside, quiet, run
from tests.publication.test_withdrawing import everywhere


def slugs_out() -> set[str]:
    return {slug for audience, _kind, slug in outside() if audience == PUBLIC}


@pytest.fixture
def broken(kin: Cast) -> set[UUID]:
    """Whose bodies cannot be made; a test may add to them, and take away again."""
    return {kin.disputed.pk}


@pytest.fixture(autouse=True)
def _failing(broken: set[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, whole in (("person_body", person_body), ("event_body", event_body), ("document_body", document_body)):

        def failing(page: Any, row: Any, whole: Any = whole, **how: Any) -> Any:
            if row.id in broken:
                raise ArithmeticError("Kanarejka")
            return whole(page, row, **how)

        monkeypatch.setattr(bodies, name, failing)


@pytest.fixture(params=[1, 3, 1000], autouse=True)
def _size(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.setattr(batches, "SIZE", dict.fromkeys(Kind, request.param))


def sentences(*documents: Any) -> set[str]:
    return {passage["quote"] for one in documents for passage in json.loads(body_of(one))["passages"]}


def whole_run(*, dry_run: bool = False) -> Tally:
    return publish_all(kinds=KINDS, actor=ACTOR, reason="", tell=quiet, dry_run=dry_run)


def test_a_person(kin: Cast, broken: set[UUID]) -> None:
    tally = whole_run()
    assert tally.failed == {subject_of(kin.disputed): "ArithmeticError"}
    assert tally.counts == {(audience, UPSERT): 5 for audience in (PARTNER, PUBLIC)}
    assert slugs_out() == {kin.event.slug, kin.held.slug, kin.released.slug, "fable", "legend"}
    assert str(kin.disputed.pk) not in body_of(kin.event) + body_of(kin.held) + body_of(kin.released)
    broken.clear()
    assert whole_run().failed == {}
    assert kin.disputed.slug in slugs_out()
    assert str(kin.disputed.pk) in body_of(kin.event)
    assert pending() == {}


def test_an_event(kin: Cast, broken: set[UUID]) -> None:
    broken.add(kin.event.pk)
    assert whole_run().failed == {
        subject_of(kin.event): "ArithmeticError",
        subject_of(kin.disputed): "ArithmeticError",
    }
    assert slugs_out() == {kin.held.slug, kin.released.slug, "fable", "legend"}


def test_what_is_out_of_it_stays_as_it_was(kin: Cast, broken: set[UUID]) -> None:
    broken.clear()
    run()
    before = outside()
    for person in (kin.disputed, kin.held, kin.released):
        edited(person, gender="female")
        cite(person, "gender", "female", document=kin.legend, quote="one of three")
    broken.add(kin.held.pk)
    assert whole_run().failed == {subject_of(kin.held): "ArithmeticError"}
    after = outside()
    assert {slug for (_audience, _kind, slug), told in after.items() if told == before[_audience, _kind, slug]} == {
        kin.held.slug,
        kin.event.slug,
        "fable",
    }
    assert touched() == [subject_of(kin.held)]


def test_a_document_that_is_out(kin: Cast, broken: set[UUID]) -> None:
    broken.clear()
    run()
    edited(kin.held, gender="female")
    cite(kin.held, "gender", "female", document=kin.legend, quote="one of three")
    broken.add(kin.legend.pk)
    assert whole_run().failed == {subject_of(kin.legend): "ArithmeticError"}
    assert "female" in body_of(kin.held)


def test_a_dry_run_names_them_too_and_writes_nothing(kin: Cast) -> None:
    before = everything()
    tally = whole_run(dry_run=True)
    assert tally.failed == {subject_of(kin.disputed): "ArithmeticError"}
    assert everything() == before
    assert not PublishedRecord.objects.exists()


def test_too_many_end_the_run(kin: Cast, broken: set[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "MOST_FAILED", 2)
    broken |= {kin.held.pk, kin.released.pk}
    with pytest.raises(CannotBeMade) as failure:
        whole_run()
    last = max((kin.held, kin.released, kin.disputed), key=lambda person: person.pk)
    assert failure.value.__notes__ == [f"So it was with 3 records; the run ended at person {last.pk}."]
    assert isinstance(failure.value.__cause__, ArithmeticError)


def test_it_waits_with_why_and_keeps_no_other_off_the_list(kin: Cast, broken: set[UUID]) -> None:
    whole_run()
    edited(kin.held, gender="female")
    cite(kin.held, "gender", "female", document=kin.legend, quote="one of three")
    assert pending() == {subject_of(kin.disputed): Why.BROKEN, subject_of(kin.held): Why.CHANGED}


def test_somebody_is_withdrawn_though_what_names_them_cannot_be_made(kin: Cast, broken: set[UUID]) -> None:
    broken.clear()
    run()
    broken |= {kin.event.pk, kin.legend.pk, kin.fable.pk}
    before = sentences(kin.fable, kin.legend)
    withdraw([subject_of(kin.released)], actor=ACTOR, reason="asked to")
    assert str(kin.released.pk) not in body_of(kin.event)
    assert kin.disputed.slug in body_of(kin.event)
    assert slugs_out() == {kin.event.slug, kin.held.slug, kin.disputed.slug, "fable", "legend"}
    quoting = [json.loads(body_of(one)) for one in (kin.event, kin.held, kin.disputed)]
    quoted = {cited["quote"] for body in quoting for cited in body["citations"].values()}
    assert sentences(kin.fable, kin.legend) == quoted < before


def test_somebody_is_held_though_what_names_them_cannot_be_made(kin: Cast, broken: set[UUID]) -> None:
    broken.clear()
    run()
    broken |= {kin.event.pk, kin.disputed.pk, kin.held.pk}
    place_hold([subject_of(kin.released)], actor=ACTOR, reason="in danger")
    assert str(kin.released.pk) not in everywhere()
    assert kin.released.slug not in everywhere()
