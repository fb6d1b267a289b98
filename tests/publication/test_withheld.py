"""A citation that names somebody hidden, as speaking or as its value, leaves no trace: a body is as if it were not."""

from typing import Any

import pytest

from people.models import Person
from publication.rendering.naming import NAME_WITHHELD
from sources.record import Record
from sources.vocabulary import Audience, DerivationKind
from tests.cast import Cast
from tests.factories import (
    DerivationFactory,
    DetentionFactory,
    DocumentFactory,
    EventFactory,
    HoldFactory,
    NameFactory,
    OrganisationFactory,
    PersonFactory,
    ReleaseFactory,
    cite,
)
from tests.publication.conftest import Get, slugs

CANARY = "Kanarejka"


@pytest.fixture(params=["internal person", "held person", "internal organisation"])
def hidden(request: pytest.FixtureRequest, cast: Cast) -> dict[str, Record]:
    """Somebody to attribute to."""
    if request.param == "internal organisation":
        return {"attributed_organisation": OrganisationFactory.create(audience=Audience.INTERNAL)}
    held = request.param == "held person"
    person: Person = PersonFactory.create(audience=Audience.PUBLIC if held else Audience.INTERNAL)
    if held:
        HoldFactory.create(person=person)
    return {"attributed_person": person}


def test_a_hidden_voice_is_not_counted(get: Get, cast: Cast, hidden: dict[str, Any]) -> None:
    detention = DetentionFactory.create(person=cast.held)
    cite(detention)
    cite(cast.held, "born", "1980")
    before = get("persons/alesia-vydumka")
    cite(cast.held, "born", "1980", **hidden)
    cite(detention, **hidden)
    assert get("persons/alesia-vydumka") == before


def test_what_a_hidden_voice_says_makes_no_conflict(get: Get, cast: Cast, hidden: dict[str, Any]) -> None:
    cite(cast.held, "born", "1980")
    cite(cast.held, "born", "1980-05")
    before = get("persons/alesia-vydumka")
    cite(cast.held, "born", "1990", **hidden)
    assert get("persons/alesia-vydumka") == before


def test_what_a_hidden_voice_says_changes_no_status(get: Get, cast: Cast, hidden: dict[str, Any]) -> None:
    before = get("persons/alesia-vydumka")
    cite(ReleaseFactory.create(person=cast.held, date="2022"), **hidden)
    assert get("persons/alesia-vydumka") == before


def test_a_release_that_only_a_hidden_event_bears_changes_no_status(get: Get, cast: Cast) -> None:
    event = EventFactory.create(audience=Audience.INTERNAL, date="2022")
    before = get("persons/alesia-vydumka")
    cite(ReleaseFactory.create(person=cast.held, event=event), "event", str(event.pk))
    assert get("persons/alesia-vydumka") == before


def test_a_spelling_of_a_hidden_voice_is_neither_told_nor_found(get: Get, cast: Cast, hidden: dict[str, Any]) -> None:
    person = PersonFactory.create(slug="nameless", called="")
    cite(NameFactory.create(person=person, text=CANARY), "text", CANARY, **hidden)
    assert get(f"persons/{person.pk}")["name"] == NAME_WITHHELD
    assert slugs(get(f"persons?q={CANARY}")) == []


def test_a_spelling_other_than_sources_state_is_not_found(get: Get, cast: Cast) -> None:
    cite(NameFactory.create(person=cast.released, text=CANARY), "text", "Another")
    assert slugs(get(f"persons?q={CANARY}")) == []


def test_a_passage_of_a_hidden_voice_is_not_quoted(get: Get, cast: Cast, hidden: dict[str, Any]) -> None:
    document = DocumentFactory.create(slug="quiet", text=CANARY)
    cite(cast.released, "born", "1980", document=document, **hidden)
    assert "quiet" not in slugs(get("documents"))


def test_a_passage_that_states_a_hidden_event_is_not_quoted(get: Get, cast: Cast) -> None:
    document = DocumentFactory.create(slug="quiet", text=CANARY)
    event = EventFactory.create(audience=Audience.INTERNAL)
    cite(cast.event, "leads_to", str(event.pk), document=document)
    assert "quiet" not in slugs(get("documents"))


def test_a_passage_that_tells_of_a_hidden_origin_is_not_quoted(get: Get, cast: Cast) -> None:
    document = DocumentFactory.create(slug="quiet", text=CANARY)
    origin = DocumentFactory.create(audience=Audience.INTERNAL)
    cite(DerivationFactory.create(document=document, origin=origin), document=document)
    assert "quiet" not in slugs(get("documents"))


def test_an_internal_origin_does_not_change_what_is_counted(get: Get, cast: Cast) -> None:
    documents = [DocumentFactory.create(), DocumentFactory.create()]
    for document in documents:
        cite(cast.held, "born", "1980", document=document)
    before = get("persons/alesia-vydumka")
    origin = DocumentFactory.create(audience=Audience.INTERNAL)
    for document in documents:
        DerivationFactory.create(document=document, origin=origin, kind=DerivationKind.COPY, audience=Audience.INTERNAL)
    assert get("persons/alesia-vydumka") == before
