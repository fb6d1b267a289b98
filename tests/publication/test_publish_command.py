"""``./manage.py publish``: whom it publishes, what it says, and when it refuses."""

import re
from collections.abc import Iterator
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from publication import actions, batches, runs
from publication.actions import withdraw
from publication.management.commands.publish import ACTOR as COMMAND
from publication.models import Act, Counter, PublishedRecord
from publication.refusals import CannotBeMade, StillBeingEdited
from publication.rendering import bodies
from publication.rendering.person import person_body
from publication.subjects import subject_of
from publication.vocabulary import Kind
from sources.history import acting
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import PersonFactory
from tests.publication.publishing import ACTOR
from tests.publication.test_publishing import everything

NOTHING = "Nothing to publish: every audience reads what the record says.\n"


def publish(*arguments: str) -> str:
    """What the command says."""
    said = StringIO()
    call_command("publish", *arguments, stdout=said)
    return said.getvalue()


def out() -> set[str]:
    return set(PublishedRecord.objects.filter(audience=Audience.PUBLIC).values_list("slug", flat=True))


def test_everything_that_may_be_read(cast: Cast) -> None:
    assert publish("--all") == "partner: 6 published\npublic: 6 published\n"
    assert out() == {cast.event.slug, cast.held.slug, cast.released.slug, cast.disputed.slug, "fable", "legend"}
    assert publish("--all") == NOTHING


@pytest.mark.parametrize("kind", ["person", "event"])
def test_one_kind(cast: Cast, kind: str) -> None:
    publish("--all", "--kind", kind)
    assert set(PublishedRecord.objects.values_list("kind", flat=True)) == {kind, "document"}


def test_by_slug_and_by_id(cast: Cast) -> None:
    assert publish(cast.held.slug, str(cast.released.pk)) == "partner: 4 published\npublic: 4 published\n"
    assert out() == {cast.held.slug, cast.released.slug, "fable", "legend"}


def test_an_event_takes_its_members_along(cast: Cast) -> None:
    publish(cast.event.slug)
    assert {cast.event.slug, cast.released.slug, cast.disputed.slug} <= out()


def test_a_person_and_an_event_of_one_slug_are_both_meant(cast: Cast) -> None:
    namesake = PersonFactory.create(slug=cast.event.slug)
    publish(cast.event.slug)
    ids = set(PublishedRecord.objects.filter(slug=cast.event.slug).values_list("id", flat=True))
    assert ids == {namesake.pk, cast.event.pk}


@pytest.mark.parametrize("key", ["nobody-at-all", "00000000-0000-4000-8000-000000000000", "", "fable", "%"])
@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_an_unknown_key_publishes_nothing_at_all(cast: Cast, key: str, options: list[str]) -> None:
    with pytest.raises(CommandError, match="no person or event with the id or slug"):
        publish(cast.held.slug, key, *options)
    assert out() == set()


def test_all_unknown_keys_are_named(cast: Cast) -> None:
    with pytest.raises(CommandError, match=r"slug nobody, no-one\.$"):
        publish("nobody", cast.held.slug, "no-one")


def test_somebody_whom_nobody_may_see_is_no_error_and_not_out(cast: Cast) -> None:
    assert publish(cast.embargoed.slug) == NOTHING
    assert out() == set()


@pytest.mark.parametrize("arguments", [[], ["--all", "somebody"], ["--first", "somebody"], ["--dry-run"]])
def test_whom_to_publish_must_be_said_in_one_way(cast: Cast, arguments: list[str]) -> None:
    with pytest.raises(CommandError, match="by id or slug, or say --all"):
        publish(*arguments)


def test_a_kind_is_refused_where_it_would_be_ignored(cast: Cast) -> None:
    with pytest.raises(CommandError, match="--kind goes with --all"):
        publish(cast.held.slug, "--kind", "event")
    assert out() == set()


@pytest.mark.parametrize("kind", ["document", "place"])
def test_only_persons_and_events_are_published_by_themselves(cast: Cast, kind: str) -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        publish("--all", "--kind", kind)


@pytest.mark.parametrize("whom", ["--all", "--first", "by-2021-03-03"])
def test_a_dry_run_says_what_will_be_and_writes_nothing(cast: Cast, whom: str) -> None:
    before = everything()
    foretold = publish(whom, "--dry-run")
    assert everything() == before
    assert not Counter.objects.exists()
    assert "would be published" in foretold
    assert publish(whom) == foretold.replace("would be ", "")


def test_a_dry_run_tells_of_what_would_be_withdrawn(cast: Cast) -> None:
    publish("--all")
    with acting(actor="test:editor"):
        cast.held.audience = Audience.PARTNER
        cast.held.save()
    assert "public: 1 would be withdrawn" in publish("--all", "--dry-run")
    assert "public: 1 withdrawn" in publish("--all")


def test_the_first_time_is_like_all(cast: Cast) -> None:
    assert publish("--first") == "partner: 6 published\npublic: 6 published\n"


def test_the_first_time_is_only_once_whatever_happened_since(cast: Cast) -> None:
    publish("--first")
    withdraw([subject_of(cast.held)], actor=ACTOR, reason="asked to")
    before = everything()
    assert publish("--first") == ""
    assert everything() == before
    assert cast.held.slug not in out()


def test_whatever_was_published_before_makes_it_not_the_first_time(cast: Cast) -> None:
    publish(cast.held.slug)
    withdraw([subject_of(cast.held)], actor=ACTOR, reason="asked to")
    assert out() == set()
    publish("--first")
    assert out() == set()


@pytest.fixture
def broken_off(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A first start that ended after its first batch, the events."""

    def until_the_persons(kind: Kind) -> Iterator[batches.Batch]:
        if kind != Kind.EVENT:
            raise KeyboardInterrupt
        return batches.everything(kind)

    with monkeypatch.context() as patched:
        patched.setattr(runs, "everything", until_the_persons)
        with pytest.raises(KeyboardInterrupt):
            publish("--first")
    assert out() == {cast.event.slug, "fable", "legend"}
    return cast


def test_a_first_time_that_broke_off_goes_on_and_then_never_again(broken_off: Cast) -> None:
    publish("--first")
    assert {broken_off.held.slug, broken_off.released.slug} <= out()
    with acting(actor="test:editor"):
        PersonFactory.create(slug="a-draft")
    assert publish("--first") == ""
    assert "a-draft" not in out()


def test_it_does_not_go_on_once_somebody_else_published_or_withdrew(broken_off: Cast) -> None:
    withdraw([subject_of(broken_off.event)], actor=ACTOR, reason="asked to")
    assert publish("--first") == ""
    assert out() == set()


def test_a_first_time_with_nothing_to_publish_was_the_first_time(db: None) -> None:
    assert publish("--first") == NOTHING
    PersonFactory.create(slug="a-draft")
    assert publish("--first") == ""


@pytest.fixture
def broken(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> set[UUID]:
    """Persons whose bodies cannot be made: at first one of them."""
    found = {cast.disputed.pk}

    def failing(page: Any, person: Any, **how: Any) -> Any:
        if person.id in found:
            raise ArithmeticError("Kanarejka")
        return person_body(page, person, **how)

    monkeypatch.setattr(bodies, "person_body", failing)
    return found


@pytest.mark.parametrize("options", [["--all"], ["--first"], ["--all", "--kind", "person"], ["--all", "--dry-run"]])
def test_whoever_cannot_be_made_is_named_and_all_others_are_done(
    cast: Cast, broken: set[UUID], options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError) as failure:
        call_command("publish", *options)
    assert failure.value.returncode == 1
    assert f"1 record could not be published:\n  person {cast.disputed.pk}: ArithmeticError\n" in str(failure.value)
    assert not {"Kanarejka", cast.disputed.slug, "Taisia"} & set(re.split(r"\W", str(failure.value)))
    assert re.search(r"public: [45] (would be )?published", capsys.readouterr().out)
    assert ({cast.held.slug, cast.released.slug} <= out()) is ("--dry-run" not in options)
    assert cast.disputed.slug not in out()


def test_all_who_cannot_be_made_are_named(cast: Cast, broken: set[UUID]) -> None:
    broken |= {cast.held.pk, cast.released.pk}
    with pytest.raises(CommandError, match=r"^3 records could not be published:") as failure:
        publish("--all")
    assert all(f"  person {person}: ArithmeticError" in str(failure.value) for person in broken)
    assert out() == {cast.event.slug, "fable", "legend"}


def test_once_they_are_mended_the_next_run_says_so(cast: Cast, broken: set[UUID]) -> None:
    with pytest.raises(CommandError):
        publish("--all")
    broken.clear()
    assert "public: 4 published" in publish("--all")  # the event and both documents as well
    assert cast.disputed.slug in out()
    assert publish("--all") == NOTHING


def test_where_nothing_else_is_to_be_published_nobody_is_told_that_all_is_well(cast: Cast, broken: set[UUID]) -> None:
    for _ in range(2):
        said = StringIO()
        with pytest.raises(CommandError):
            call_command("publish", "--all", stdout=said)
    assert said.getvalue().strip() == ""


def test_whoever_is_named_and_cannot_be_made_fails_with_the_cause(cast: Cast, broken: set[UUID]) -> None:
    with pytest.raises(CannotBeMade) as failure:
        publish(str(cast.disputed.pk))
    assert isinstance(failure.value.__cause__, ArithmeticError)


def test_a_first_time_that_left_somebody_out_was_the_first_time(cast: Cast, broken: set[UUID]) -> None:
    """Else nothing could be mended in the admin, which begins to serve after it."""
    with pytest.raises(CommandError):
        publish("--first")
    assert publish("--first") == ""


def test_who_and_why_are_kept(cast: Cast) -> None:
    publish(cast.held.slug, "--reason", "the family asked")
    act = Act.objects.get()
    assert (act.actor, act.reason) == (COMMAND, "the family asked")


def test_a_refusal_is_a_sentence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise StillBeingEdited(StillBeingEdited.__doc__)

    monkeypatch.setattr(actions, "_settled", refuse)
    for whom in ("--all", cast.held.slug):
        with pytest.raises(CommandError, match="being changed at this very moment"):
            publish(whom)
    assert out() == set()
