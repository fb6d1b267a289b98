"""Four eyes: whoever edited last does not publish."""

import pytest
from pytest_django import Settings

from accounts.models import User
from publication.actions import place_hold, publish, withdraw
from publication.four_eyes import last_editors
from publication.models import PublishedRecord
from publication.refusals import FourEyes
from publication.subjects import subject_of
from sources.history import acting
from tests.cast import Cast
from tests.factories import ACTOR as EDITOR
from tests.factories import cite


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
