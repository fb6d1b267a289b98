"""Publishing of very many: batch by batch, to the same end however the batches fall, again and after being killed."""

from collections import Counter
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, transaction

from people.models import Person
from publication import actions, batches
from publication.actions import place_hold, publish, withdraw
from publication.models import Act, Alias, Change, PublishedBody, PublishedRecord
from publication.models import Counter as Position
from publication.pending import pending
from publication.refusals import StillBeingEdited
from publication.rendering import bodies
from publication.runs import publish_all, publish_some
from publication.subjects import subject_of
from publication.vocabulary import Kind, Operation
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import MergeFactory, PersonFactory, cite
from tests.publication.publishing import ACTOR
from tests.publication.test_publishing import edited, everything

PARTNER, PUBLIC = Audience.PARTNER, Audience.PUBLIC
UPSERT, WITHDRAW = Operation.UPSERT, Operation.WITHDRAW
KINDS = list(Kind)


def quiet(_what: str, _count: int) -> None:
    """Nobody is told."""


def run(*kinds: Kind, dry_run: bool = False) -> Counter[tuple[Audience, Operation]]:
    return publish_all(kinds=kinds or KINDS, actor=ACTOR, reason="", tell=quiet, dry_run=dry_run).counts


def outside() -> dict[tuple[int, str, str], bytes]:
    """What every audience reads, by the hash of its body."""
    rows = PublishedRecord.objects.values_list("audience", "kind", "slug", "hash")
    return {(audience, kind, slug): bytes(told) for audience, kind, slug, told in rows}


def body_of(record: Any) -> str:
    return PublishedBody.objects.get(pk=PublishedRecord.objects.get(audience=PUBLIC, id=record.pk).hash).body


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """One record a batch, so that everything that concerns two of them concerns two batches."""
    monkeypatch.setattr(batches, "SIZE", dict.fromkeys(Kind, 1))


def test_one_run_is_enough_for_all_to_name_one_another(kin: Cast, small: None) -> None:
    run()
    persons = (kin.held, kin.released, kin.disputed)
    for person in persons:
        assert all(str(other.pk) in body_of(person) for other in persons)
    assert {str(kin.released.pk), str(kin.disputed.pk)} <= set(body_of(kin.event).split('"'))
    assert str(kin.held.pk) not in body_of(kin.event).split('"members"')[1].split("]")[0]
    assert pending() == {}


def test_documents_end_with_every_passage_that_is_quoted(kin: Cast, small: None) -> None:
    run()
    for quote in ("held since 2017", "Alesia Vydumka is still behind bars", "Taisia Prydumka", "were pardoned"):
        assert quote in body_of(kin.fable).split('"passages"')[1]


def test_the_size_of_batches_makes_no_difference(kin: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for size in (1, 2, 1000):
        monkeypatch.setattr(batches, "SIZE", dict.fromkeys(Kind, size))
        with transaction.atomic():
            run()
            found.append(outside())
            transaction.set_rollback(True)
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 12


def test_a_second_run_rewrites_no_row(kin: Cast, small: None) -> None:
    run()
    before = everything()
    assert run() == {}
    # The counters are written once more when old changes are looked for, with what stands there.
    assert [row[2] for row in everything()] == [row[2] for row in before]
    assert len(set(everything()) - set(before)) <= Position.objects.count()


def test_only_what_was_touched_is_written_by_the_next_run(kin: Cast, small: None) -> None:
    run()
    last = Change.objects.filter(audience=PUBLIC).count()
    edited(kin.held, gender="female")
    cite(kin.held, "gender", "female", document=kin.legend, quote="one of three")
    assert run() == {(audience, UPSERT): 2 for audience in (PARTNER, PUBLIC)}
    told = Change.objects.filter(audience=PUBLIC, position__gt=last).values_list("record", flat=True)
    assert set(told) == {kin.held.pk, kin.legend.pk}


@pytest.mark.parametrize("batches", [1, 2, 4, 6, 7])
def test_a_run_that_broke_off_and_another_end_like_one(kin: Cast, small: None, batches: int) -> None:
    class Killed(Exception):
        pass

    left = iter(range(batches))

    def tell(_what: str, _count: int) -> None:
        if next(left, None) is None:
            raise Killed

    with transaction.atomic():
        run()
        expected = outside(), set(Alias.objects.values_list("key", flat=True))
        transaction.set_rollback(True)
    with pytest.raises(Killed):
        publish_all(kinds=KINDS, actor=ACTOR, reason="", tell=tell)
    assert 0 < Act.objects.count() <= batches + 1
    run()
    assert (outside(), set(Alias.objects.values_list("key", flat=True))) == expected


def test_each_batch_is_an_act_with_the_reason(kin: Cast, small: None) -> None:
    publish_all(kinds=KINDS, actor=ACTOR, reason="the first time", tell=quiet)
    acts = list(Act.objects.values_list("actor", "reason", "verb"))
    assert set(acts) == {(ACTOR, "the first time", "publish")}
    assert len(acts) >= 4


@pytest.mark.parametrize(("kind", "out"), [(Kind.PERSON, {"person"}), (Kind.EVENT, {"event"})])
def test_one_kind_and_its_documents_alone(kin: Cast, small: None, kind: Kind, out: set[str]) -> None:
    run(kind)
    assert set(PublishedRecord.objects.values_list("kind", flat=True)) == out | {"document"}
    if kind == Kind.PERSON:
        assert str(kin.event.pk) not in "".join(PublishedBody.objects.values_list("body", flat=True))


def test_what_may_not_be_read_any_more_is_taken_back(kin: Cast, small: None) -> None:
    run()
    edited(kin.held, audience=PARTNER)
    edited(kin.disputed, audience=Audience.INTERNAL)
    place_hold([subject_of(kin.legend)], actor=ACTOR, reason="not yet", withdraw_now=False)
    run()
    slugs = {audience: {slug for one, _kind, slug in outside() if one == audience} for audience in (PARTNER, PUBLIC)}
    assert slugs[PUBLIC] == {kin.event.slug, kin.released.slug, "fable"}
    assert slugs[PARTNER] == slugs[PUBLIC] | {kin.held.slug}
    assert str(kin.disputed.pk) not in body_of(kin.event)


def test_it_is_told_how_many_were_looked_at(kin: Cast) -> None:
    told: Counter[str] = Counter()

    def tell(what: str, count: int) -> None:
        told[what] += count

    publish_all(kinds=KINDS, actor=ACTOR, reason="", tell=tell)
    assert told["persons"] >= Person.objects.unheld().count() == 3
    assert told["events"] >= 1
    assert told["documents"] == 2


class TestATally:
    """Counts records, each once, by what became of them; a dry run counts the same and writes nothing."""

    @pytest.fixture(params=[1, 2, 1000], autouse=True)
    def _size(self, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
        monkeypatch.setattr(batches, "SIZE", dict.fromkeys(Kind, request.param))

    def foretold(self) -> Counter[tuple[Audience, Operation]]:
        before = everything()
        found = run(dry_run=True)
        assert everything() == before
        return found

    @pytest.mark.usefixtures("kin")
    def test_of_a_first_run(self) -> None:
        assert self.foretold() == run() == {(PARTNER, UPSERT): 6, (PUBLIC, UPSERT): 6}
        assert self.foretold() == {}

    def test_of_new_relatives(self, kin: Cast) -> None:
        publish([subject_of(kin.held)], actor=ACTOR)
        assert self.foretold() == run() == {(PARTNER, UPSERT): 6, (PUBLIC, UPSERT): 6}

    def test_of_a_day_s_work(self, kin: Cast) -> None:
        run()
        edited(kin.held, audience=PARTNER)
        edited(kin.event, slug="by-another-name")
        PersonFactory.create(slug="somebody-new")
        MergeFactory.create(survivor=kin.released, former=kin.disputed)
        expected = self.foretold()
        assert run() == expected
        assert expected[PUBLIC, WITHDRAW] == 1
        assert expected[PUBLIC, Operation.MERGE] == expected[PARTNER, Operation.MERGE] == 1

    def test_of_what_was_taken_back(self, kin: Cast) -> None:
        run()
        withdraw([subject_of(kin.released)], actor=ACTOR, reason="asked to")
        assert self.foretold() == run()
        assert run() == {}


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, IntegrityError, MemoryError])
@pytest.mark.parametrize("where", ["person_body", "load_batch"])
def test_where_the_database_or_the_machine_fails_the_run_ends_at_once(
    kin: Cast, monkeypatch: pytest.MonkeyPatch, where: str, error: type[Exception]
) -> None:
    asked = []

    def fail(*_: Any, **__: Any) -> None:
        asked.append(1)
        raise error("gone")

    monkeypatch.setattr(bodies, where, fail)
    first, _second, last = sorted(Person.objects.unheld().values_list("pk", flat=True))
    with pytest.raises(error) as failure:
        run(Kind.PERSON)
    assert failure.value.__notes__ == [f"This batch was not published: person {first} to person {last}."]
    assert len(asked) == 1


def test_a_lock_that_is_not_given_ends_the_run(kin: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "lock", Mock(side_effect=OperationalError("lock timeout")))
    with pytest.raises(OperationalError):
        run()
    assert actions.lock.call_count == 1  # type: ignore[attr-defined]  # a mock


def test_a_refusal_says_its_own_sentence(kin: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise StillBeingEdited(StillBeingEdited.__doc__)

    monkeypatch.setattr("publication.runs.publish", refuse)
    with pytest.raises(StillBeingEdited) as refusal:
        run()
    assert not hasattr(refusal.value, "__notes__")


def test_some_are_published_as_staff_would_in_one_act(kin: Cast, small: None) -> None:
    foretold = publish_some([subject_of(kin.event)], actor=ACTOR, reason="", tell=quiet, dry_run=True)
    assert not PublishedRecord.objects.exists()
    done = publish_some([subject_of(kin.event)], actor=ACTOR, reason="", tell=quiet)
    assert foretold == done
    assert done.counts == {(PARTNER, UPSERT): 5, (PUBLIC, UPSERT): 5}
    assert Act.objects.count() == 1
