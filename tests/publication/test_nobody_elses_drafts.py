"""What goes along with an act: the documents that lead there, and no draft of anybody who was not asked for."""

from typing import Any

import pytest

from people.models import Person
from publication.models import PublishedRecord
from sources.models import Document
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import DerivationFactory, DocumentFactory, PersonFactory, cite
from tests.publication.publishing import publish_everything
from tests.publication.test_merges import merged
from tests.publication.test_publishing import edited, go
from tests.publication.test_withdrawing import bodies, everywhere, leave

CANARY = "Kanarejka"


def drafted(row: Any, document: Document, quote: str) -> None:
    """A sentence about the circumstances of a row that is ready to go out and has not been published."""
    edited(row, circumstances=CANARY)
    cite(row, "circumstances", CANARY, document=document, quote=quote)


@pytest.fixture
def own() -> Document:
    document: Document = DocumentFactory.create(slug="own", title="Ivan is out", text="Ivan is out. Printed by us.")
    return document


def called_ivan(slug: str, own: Document) -> Person:
    person: Person = PersonFactory.create(slug=slug, called="Ivan")
    cite(person.names.get(), "text", "Ivan", document=own, quote="Ivan")
    return person


def test_withdrawing_a_former_record_publishes_no_survivor(cast: Cast) -> None:
    merged(cast.released, cast.disputed)
    leave(cast.disputed)
    assert not PublishedRecord.objects.exists()


def test_withdrawing_a_former_record_lets_no_draft_of_the_survivor_out(cast: Cast) -> None:
    publish_everything()
    merged(cast.released, cast.disputed)
    drafted(cast.released.detentions.get(), cast.fable, "held since 2017")
    leave(cast.disputed)
    assert CANARY not in everywhere()
    go(cast.released)
    assert CANARY in bodies()[cast.released.slug]


def test_withdrawing_an_event_lets_no_draft_of_a_release_out(cast: Cast) -> None:
    publish_everything()
    drafted(cast.released.releases.get(), cast.fable, "reached Vydumia")
    leave(cast.event)
    assert CANARY not in everywhere()
    go(cast.released)
    assert CANARY in bodies()[cast.released.slug]


def test_withdrawing_a_person_lets_no_draft_of_a_document_out(cast: Cast) -> None:
    publish_everything()
    edited(cast.fable, title=CANARY, url=f"https://example.org/{CANARY}")
    leave(cast.released)
    assert CANARY not in everywhere()
    publish_everything()
    assert CANARY in bodies()["fable"]


def test_a_member_whose_body_changes_still_calls_the_event_as_it_was_published(cast: Cast) -> None:
    publish_everything()
    edited(cast.event, name=CANARY, slug=CANARY.lower())
    release = edited(cast.released.releases.get(), circumstances="at dawn")
    cite(release, "circumstances", "at dawn", document=cast.fable, quote="reached Vydumia")
    go(cast.released)
    assert "at dawn" in bodies()[cast.released.slug]
    assert "anarejka" not in everywhere()


def test_an_origin_goes_along_only_where_the_audience_is_told_of_it(cast: Cast) -> None:
    origin = DocumentFactory.create(slug="first-print")
    derivation = DerivationFactory.create(document=cast.fable, origin=origin, audience=Audience.INTERNAL)
    cite(derivation, document=cast.fable, quote="two tellers of tales")
    publish_everything()
    assert "first-print" not in everywhere()
    edited(derivation, audience=Audience.PUBLIC)
    publish_everything()
    assert "first-print" in bodies()


def test_what_only_a_document_quotes_goes_along(db: None, own: Document) -> None:
    catalogue = DocumentFactory.create(slug="catalogue", text="It was printed by nobody.")
    cite(own, "title", own.title, document=catalogue, quote="printed by nobody")
    go(called_ivan("ivan", own))
    assert "catalogue" in bodies()["own"]
    assert "catalogue" in bodies()


def test_a_document_that_quotes_itself_does_not_grow_by_being_published_again(db: None, own: Document) -> None:
    cite(own, "title", own.title, document=own, quote="Printed by us")
    go(called_ivan("ivan", own))
    before = bodies()["own"]
    go(called_ivan("ivan-2", own))
    assert bodies()["own"] == before


def test_a_document_that_quotes_itself_leaves_with_the_last_who_quotes_it(db: None, own: Document) -> None:
    cite(own, "title", own.title, document=own, quote="Ivan is out")
    ivan = called_ivan("ivan", own)
    go(ivan)
    assert set(bodies()) == {"ivan", "own"}
    leave(ivan)
    assert bodies() == {}
