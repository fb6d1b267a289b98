"""Whoever's names may not be told is told without: by no slug, in no body of others, to no search, at no address."""

from typing import Any

import pytest
from django.test import Client

from people.models import Citation, Person
from publication.models import Alias, PublishedBody, PublishedRecord
from publication.pending import touched
from publication.reading import READABLE
from publication.rendering.naming import NAME_WITHHELD
from publication.subjects import subject_of
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import (
    DocumentFactory,
    EventPartFactory,
    HoldFactory,
    MergeFactory,
    NameFactory,
    PersonFactory,
    RelationshipFactory,
    ReleaseFactory,
    cite,
)
from tests.proof.lives import readable
from tests.publication.conftest import Get, slugs
from tests.publication.publishing import PublicClient, publish_everything
from tests.publication.test_publishing import edited, go

CANARY = "Kanarejka Zmora"
SLUG = "kanarejka-zmora"
INTERNAL, PARTNER, PUBLIC = Audience.INTERNAL, Audience.PARTNER, Audience.PUBLIC


def neutral(person: Person) -> str:
    return f"person-{person.pk.hex[:12]}"


@pytest.fixture
def person(cast: Cast) -> Person:
    """Somebody public whom the bodies of others name, and of whose name only staff may know."""
    person: Person = PersonFactory.create(slug=SLUG, called="")
    NameFactory.create(person=person, text=CANARY, preferred=True, audience=INTERNAL)
    paper = DocumentFactory.create(slug="paper", text="Somebody came out as well.")
    rows = (
        ReleaseFactory.create(person=person, event=cast.event),
        RelationshipFactory.create(person=cast.held, other=person),
        EventPartFactory.create(event=cast.event, organisation=None, person=person),
    )
    for row in rows:
        cite(row, document=paper)
    cite(rows[0], "event", str(cast.event.pk), document=paper)
    cite(rows[2], "person", str(person.pk), document=paper)
    cite(cast.held, "born", "1980", attributed_person=person)
    return person


def name_of(person: Person) -> Any:
    return person.names.get(preferred=True)


def betrayed(word: str = "anarejka") -> list[str]:
    """The rows, by table, that the outside reads and in which anything of the name stands."""
    found = readable()
    assert set(found) == set(READABLE)
    return [f"{table}: {row}" for table, text in found.items() for row in text.split("\n") if word in row]


def aliases(audience: Audience = PUBLIC) -> dict[str, Any]:
    return dict(Alias.objects.filter(audience=audience).values_list("key", "record"))


def called(person: Person, audience: Audience = PUBLIC) -> tuple[str, str]:
    record = PublishedRecord.objects.get(audience=audience, id=person.pk)
    return record.slug, record.name


def with_draft(record: Any, field: str, value: str) -> Any:
    """A published record that has an unpublished change of its own."""
    cite(edited(record, **{field: value}), field, value)
    return record


def body(record: Any, audience: Audience = PUBLIC) -> str:
    return PublishedBody.objects.get(pk=PublishedRecord.objects.get(audience=audience, id=record.pk).hash).body


def test_a_name_that_nobody_outside_may_know_is_nowhere_outside(cast: Cast, person: Person) -> None:
    publish_everything()
    assert betrayed() == []
    assert called(person) == called(person, PARTNER) == (neutral(person), NAME_WITHHELD)
    for other in (cast.held, cast.event):
        assert f'{{"id":"{person.pk}","slug":"{neutral(person)}","name":"{NAME_WITHHELD}"}}' in body(other)


def test_the_api_tells_and_finds_the_person_without_the_name(get: Get, client: Client, person: Person) -> None:
    told = get(f"persons/{neutral(person)}")
    assert (told["id"], told["name"], told["names"]) == (str(person.pk), NAME_WITHHELD, [])
    assert slugs(get("persons?q=kanarejka")) == slugs(get("persons?q=withheld")) == []
    assert client.get(f"/api/v1/persons/{SLUG}").status_code == 404
    for address in ("persons.csv", "persons", "events", "statistics", "snapshot", "changes?after=0"):
        answer = client.get(f"/api/v1/{address}")
        assert answer.status_code == 200
        told = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined] # of a stream
        assert b"anarejka" not in told, address


def test_a_name_for_partners_is_told_to_them_alone(cast: Cast, person: Person) -> None:
    edited(name_of(person), audience=PARTNER)
    publish_everything()
    assert called(person, PARTNER) == (SLUG, CANARY)
    assert called(person) == (neutral(person), NAME_WITHHELD)
    assert CANARY in body(cast.held, PARTNER)
    assert "anarejka" not in body(cast.held) + body(cast.event)


@pytest.mark.parametrize("hide", ["retracted", "held", "internal", "rejected"])
def test_a_name_that_no_citable_document_prints_any_more_is_withheld(person: Person, hide: str) -> None:
    paper = DocumentFactory.create(slug="hidden-paper", text=CANARY)
    name = edited(name_of(person), preferred=False, audience=PUBLIC)
    citation = cite(name, "text", CANARY, document=paper)
    publish_everything()
    assert called(person)[1] == CANARY
    match hide:
        case "held":
            HoldFactory.create(document=paper)
        case "retracted":
            edited(paper, retracted="2025-01-01")
        case "internal":
            edited(paper, audience=INTERNAL)
        case _:
            edited(citation, verdict="rejected")
    publish_everything()
    assert called(person) == (neutral(person), NAME_WITHHELD)
    assert betrayed() == []
    assert Citation.objects.filter(pk=citation.pk).exists()


@pytest.mark.parametrize(
    ("slug", "told"),
    [(SLUG, False), ("zmora", False), ("the-storyteller", True), ("storyteller", True), ("somebody-else", False)],
)
def test_where_the_preferred_name_is_hidden_only_a_slug_of_what_is_told_is_told(
    person: Person, slug: str, *, told: bool
) -> None:
    edited(person, slug=slug)
    cite(NameFactory.create(person=person, text="The Storyteller"), "text", "The Storyteller")
    publish_everything()
    assert called(person) == (slug if told else neutral(person), "The Storyteller")
    assert betrayed() == []


def test_the_slug_of_a_homonym_is_that_of_the_name(person: Person) -> None:
    edited(person, slug=f"the-storyteller-{person.pk.hex[:6]}")
    cite(NameFactory.create(person=person, text="The Storyteller"), "text", "The Storyteller")
    publish_everything()
    assert called(person)[0] == person.slug


@pytest.mark.parametrize(("slug", "told"), [(SLUG, False), ("lady-fable", True), ("chosen-by-staff", True)])
def test_a_slug_of_a_hidden_spelling_is_withheld_though_the_preferred_name_is_told(
    person: Person, slug: str, *, told: bool
) -> None:
    edited(name_of(person), preferred=False)
    NameFactory.create(person=person, text="Lady Fable", preferred=True)
    edited(person, slug=slug)
    publish_everything()
    assert called(person) == (slug if told else neutral(person), "Lady Fable")
    assert betrayed() == []


def test_a_name_that_comes_to_be_told_is_a_rename(client: PublicClient, cast: Cast, person: Person) -> None:
    publish_everything()
    edited(name_of(person), audience=PUBLIC)
    client.publishing = False
    go(person)
    assert called(person) == (SLUG, CANARY)
    answer = client.get(f"/api/v1/persons/{neutral(person)}")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"/api/v1/persons/{person.pk}")
    assert PublishedBody.objects.filter(record=person.pk, audiences__contains=[PUBLIC]).count() == 2
    # Others call the person so when they are published again.
    assert subject_of(cast.held) in touched()
    assert NAME_WITHHELD in body(cast.held)
    go(cast.held)
    assert CANARY in body(cast.held)
    assert PublishedBody.objects.filter(record=cast.held.pk, audiences__contains=[PUBLIC]).count() == 2


def test_a_name_that_is_taken_back_leaves_no_former_address(client: PublicClient, person: Person) -> None:
    edited(name_of(person), audience=PUBLIC)
    publish_everything()
    edited(person, slug="kanarejka")
    go(person)
    assert aliases() == {SLUG: person.pk}
    edited(name_of(person), audience=INTERNAL)
    go(person)
    assert aliases() == {}
    assert betrayed() == []
    client.publishing = False
    for key in (SLUG, "kanarejka"):
        assert client.get(f"/api/v1/persons/{key}").status_code == 404


@pytest.mark.parametrize("renamed", ["before", "with it"])
def test_a_spelling_that_is_taken_back_takes_the_former_slug_along_that_told_it(
    cast: Cast, person: Person, renamed: str
) -> None:
    edited(name_of(person), preferred=False, audience=PUBLIC)
    citation = cite(person.names.get(), "text", CANARY)
    NameFactory.create(person=person, text="Lady Fable", preferred=True)
    edited(person, slug="fable")
    publish_everything()
    edited(person, slug=SLUG)
    go(person)
    edited(person, slug="lady-fable")
    if renamed == "before":
        go(person)
        assert set(aliases()) == {"fable", SLUG}
    edited(citation.name, audience=INTERNAL)
    go(person)
    assert called(person) == ("lady-fable", "Lady Fable")
    assert SLUG not in aliases()
    assert ("fable" in aliases()) is (renamed == "before")
    assert SLUG not in body(cast.held)


def test_a_slug_that_is_withheld_goes_from_everywhere_though_the_name_stays(cast: Cast, person: Person) -> None:
    edited(name_of(person), audience=PUBLIC, text="Lady Fable")
    edited(person, slug="dama")
    publish_everything()
    assert called(person) == ("dama", "Lady Fable")
    assert "dama" in body(cast.held)
    NameFactory.create(person=person, text="Dama Zmora", audience=INTERNAL)
    go(person)
    assert called(person) == (neutral(person), "Lady Fable")
    assert betrayed("dama") == []


def test_a_name_taken_back_goes_from_bodies_that_have_drafts_and_no_draft_goes_out(cast: Cast, person: Person) -> None:
    edited(name_of(person), audience=PUBLIC)
    publish_everything()
    with_draft(cast.held, "died", "2021")
    with_draft(cast.event, "circumstances", "In the fog")
    before = body(cast.event)
    edited(name_of(person), audience=INTERNAL)
    go(person)
    assert betrayed() == []
    assert NAME_WITHHELD in body(cast.held)
    assert before.count(str(person.pk)) == body(cast.event).count(str(person.pk)) == 2
    assert '"died":null' in body(cast.held)
    assert "In the fog" not in body(cast.event)
    assert {subject_of(cast.held), subject_of(cast.event)} <= set(touched())


def test_parted_again_without_a_name_nobody_is_led_to_by_it(cast: Cast, person: Person) -> None:
    edited(name_of(person), audience=PUBLIC)
    publish_everything()
    merge = MergeFactory.create(survivor=cast.held, former=person)
    go(cast.held)
    assert aliases()[SLUG] == cast.held.pk
    edited(merge, undone="2025-01-01T00:00:00Z")
    edited(name_of(person), audience=INTERNAL)
    go(person)
    assert called(person) == (neutral(person), NAME_WITHHELD)
    assert betrayed() == []
