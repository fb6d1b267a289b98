"""Four eyes: whoever edited last does not publish."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from accounts.models import User
from publication.actions import place_hold, publish, withdraw
from publication.four_eyes import last_editors
from publication.models import PublishedRecord
from publication.refusals import FourEyes
from publication.subjects import subject_of
from sources.history import acting
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import ACTOR as EDITOR
from tests.factories import DocumentFactory, EventPartFactory, StatementFactory, cite
from tests.publication.publishing import publish_everything


@pytest.fixture
def editor(db: None) -> User:
    return User.objects.create_user("editor")


@pytest.fixture
def publisher(db: None) -> User:
    return User.objects.create_user("publisher")


def actor(user: User) -> str:
    return f"user:{user.pk}"


def edit(cast: Cast, user: User) -> None:
    detention = cast.held.detentions.get()
    with acting(actor=actor(user)):
        detention.circumstances = "kept alone"
        detention.save()


def test_the_last_editor_is_refused_by_name_and_another_is_not(cast: Cast, editor: User, publisher: User) -> None:
    edit(cast, editor)
    cite_nothing = subject_of(cast.held)
    with pytest.raises(FourEyes, match="Alesia Vydumka"):
        publish([cite_nothing], actor=actor(editor))
    assert not PublishedRecord.objects.exists()
    publish([cite_nothing], actor=actor(publisher))
    assert PublishedRecord.objects.exists()


def test_a_citation_is_an_edit_too(cast: Cast, editor: User) -> None:
    with acting(actor=actor(editor)):
        citation = cast.held.detentions.get().citations.all()[0]
        citation.why = "read twice"
        citation.save()
    assert last_editors([subject_of(cast.held), subject_of(cast.released)]) == {
        subject_of(cast.held): actor(editor),
        subject_of(cast.released): EDITOR,
    }


def test_somebody_else_s_later_edit_makes_it_theirs(cast: Cast, editor: User, publisher: User) -> None:
    edit(cast, editor)
    cite(cast.held.detentions.get(), "circumstances", "kept alone", document=cast.fable, quote="still behind bars")
    publish([subject_of(cast.held)], actor=actor(editor))


def test_what_does_not_change_needs_nobody(cast: Cast, editor: User, publisher: User) -> None:
    publish([subject_of(cast.held)], actor=actor(publisher))
    edit(cast, editor)
    assert publish([subject_of(cast.held)], actor=actor(editor)).lines == ()


def test_one_person_s_office_switches_it_off(cast: Cast, editor: User, settings: Settings) -> None:
    settings.FOUR_EYES = False
    edit(cast, editor)
    publish([subject_of(cast.held)], actor=actor(editor))
    assert PublishedRecord.objects.exists()


def test_withdrawing_and_holding_never_wait(cast: Cast, editor: User, publisher: User) -> None:
    publish([subject_of(cast.event)], actor=actor(publisher))
    edit(cast, editor)
    withdraw([subject_of(cast.released)], actor=actor(editor), reason="asked to")
    place_hold([subject_of(cast.event)], actor=actor(editor), reason="not yet safe")
    assert not PublishedRecord.objects.exists()


def part_of(cast: Cast) -> Any:
    """The held one's part in the event, told by the fable."""
    part = EventPartFactory.create(event=cast.event, organisation=None, person=cast.held, part="negotiator")
    cite(part, document=cast.fable, quote="Alesia Vydumka is still behind bars")
    return part


def statement_of(cast: Cast) -> Any:
    """What the released one said about the event, told by the fable."""
    said = StatementFactory.create(event=cast.event, speaker_person=cast.released, speaker_description="")
    for field, value in (("wording", said.wording), ("speaker_person", str(cast.released.pk))):
        cite(said, field, value, document=cast.fable, quote="reached Vydumia")
    return said


@pytest.mark.parametrize("which", ["row", "citation"])
@pytest.mark.parametrize(
    ("make", "shown_with"), [(part_of, "held"), (part_of, "event"), (statement_of, "released"), (statement_of, "event")]
)
def test_parts_and_statements_are_edits_of_all_who_are_shown_with_them(
    cast: Cast, editor: User, make: Callable[[Cast], Any], shown_with: str, which: str
) -> None:
    publish_everything()
    row = make(cast)
    edited = row if which == "row" else row.citations.all()[0]
    with acting(actor=actor(editor)):
        edited.audience = Audience.PARTNER
        edited.save()
    subject = subject_of(getattr(cast, shown_with))
    assert last_editors([subject]) == {subject: actor(editor)}
    with pytest.raises(FourEyes):
        publish([subject], actor=actor(editor))


def test_an_event_that_goes_along_with_a_member_counts(cast: Cast, editor: User) -> None:
    publish_everything()
    cite(cast.event, "mode", "exchange", document=cast.legend, quote="one of three")
    with acting(actor=actor(editor)):
        cast.event.mode, cast.event.name = "exchange", "Kanarejka"
        cast.event.save()
    with pytest.raises(FourEyes, match="Kanarejka"):
        publish([subject_of(cast.released)], actor=actor(editor))


def test_a_document_that_goes_along_counts(cast: Cast, editor: User, publisher: User) -> None:
    publish_everything()
    with acting(actor=actor(editor)):
        cast.fable.title = "Kanarejka"
        cast.fable.save()
    wanted = [subject_of(cast.released), subject_of(cast.event)]
    with pytest.raises(FourEyes, match="Kanarejka"):
        publish(wanted, actor=actor(editor))
    assert publish(wanted, actor=actor(publisher)).lines


def test_so_does_one_that_was_widened_and_nothing_else(cast: Cast, editor: User) -> None:
    secret = DocumentFactory.create(title="Kanarejka", audience=Audience.INTERNAL)
    cite(cast.held.detentions.get(), document=secret)
    publish_everything()
    with acting(actor=actor(editor)):
        secret.audience = Audience.PUBLIC
        secret.save()
    with pytest.raises(FourEyes, match="Kanarejka"):
        publish([subject_of(cast.held)], actor=actor(editor))
