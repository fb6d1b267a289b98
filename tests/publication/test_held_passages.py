"""A sentence that tells of somebody under a hold is quoted for nobody, though it also tells of somebody who is not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from people.corroboration import corroborate
from people.models import Hold, Person
from publication.rendering.holds import passages_about
from publication.vocabulary import Kind
from sources.models import Document
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import (
    ConcessionFactory,
    ConditionFactory,
    DerivationFactory,
    DestinationFactory,
    DetentionFactory,
    DocumentFactory,
    EventFactory,
    EventGroupFactory,
    EventPartFactory,
    GroundFactory,
    HoldFactory,
    IdentifierFactory,
    NameFactory,
    NationalityFactory,
    PersonFactory,
    RecognitionFactory,
    RelationshipFactory,
    ReleaseFactory,
    RoleFactory,
    SentenceFactory,
    StatementFactory,
    TallyFactory,
    cite,
)
from tests.publication.rendered import OUTSIDE, body, everything, rendered, set_values

CANARY = "Kanarejka"
TEXT = f"{CANARY} and Mikola were born in 1980. A quiet day."
Make = Callable[[Any], Any]

OF_PERSON: dict[str, Make] = {
    "person": lambda held: held,
    "name": lambda held: NameFactory.create(person=held),
    "identifier": lambda held: IdentifierFactory.create(person=held),
    "nationality": lambda held: NationalityFactory.create(person=held),
    "role": lambda held: RoleFactory.create(person=held),
    "relationship": lambda held: RelationshipFactory.create(person=held),
    "relationship of another": lambda held: RelationshipFactory.create(other=held),
    "recognition": lambda held: RecognitionFactory.create(person=held),
    "detention": lambda held: DetentionFactory.create(person=held),
    "ground": lambda held: GroundFactory.create(detention=DetentionFactory.create(person=held)),
    "sentence": lambda held: SentenceFactory.create(detention=DetentionFactory.create(person=held)),
    "condition": lambda held: ConditionFactory.create(detention=DetentionFactory.create(person=held)),
    "release": lambda held: ReleaseFactory.create(person=held, event=None),
    "destination": lambda held: DestinationFactory.create(release=ReleaseFactory.create(person=held)),
    "part": lambda held: EventPartFactory.create(person=held, organisation=None),
    "statement": lambda held: StatementFactory.create(speaker_person=held, speaker_description=""),
}
OF_EVENT: dict[str, Make] = {
    "event": lambda held: held,
    "part": lambda held: EventPartFactory.create(event=held),
    "concession": lambda held: ConcessionFactory.create(event=held),
    "tally": lambda held: TallyFactory.create(event=held),
    "group": lambda held: EventGroupFactory.create(event=held),
    "ground of a group": lambda held: GroundFactory.create(detention=None, group=EventGroupFactory.create(event=held)),
    "destination of a group": lambda held: DestinationFactory.create(
        release=None, group=EventGroupFactory.create(event=held)
    ),
    "statement": lambda held: StatementFactory.create(event=held),
    "release": lambda held: ReleaseFactory.create(event=held),
    "name of a member": lambda held: NameFactory.create(person=ReleaseFactory.create(event=held).person),
}
OF_DOCUMENT: dict[str, Make] = {
    "document": lambda held: held,
    "derivation": lambda held: DerivationFactory.create(document=held),
    "derivation of another": lambda held: DerivationFactory.create(origin=held),
}
HELD = [
    *(pytest.param("person", make, id=f"person: {name}") for name, make in OF_PERSON.items()),
    *(pytest.param("event", make, id=f"event: {name}") for name, make in OF_EVENT.items()),
    *(pytest.param("document", make, id=f"document: {name}") for name, make in OF_DOCUMENT.items()),
]
FACTORIES: dict[str, Any] = {"person": PersonFactory, "event": EventFactory, "document": DocumentFactory}


@pytest.fixture
def paper(cast: Cast) -> Document:
    """Tells of two in one breath, and of the one who is not held also where the other is not meant."""
    document: Document = DocumentFactory.create(slug="paper", text=TEXT)
    cite(cast.released, "born", "1980", document=document, quote=f"{CANARY} and Mikola were born in 1980.")
    cite(cast.released, "gender", "male", document=document, quote="A quiet day.")
    set_values(cast.released, born="1980", gender="male")
    return document


@pytest.mark.parametrize(("kind", "make"), HELD)
def test_a_sentence_about_somebody_held_is_not_quoted(cast: Cast, paper: Document, kind: str, make: Make) -> None:
    record = FACTORIES[kind].create()
    # Another stretch that only overlaps the one quoted.
    cite(make(record), document=paper, quote=f"{CANARY} and")
    before = body(cast.released)
    assert before["born"]["value"] == "1980"
    hold = HoldFactory.create(**{kind: record})
    for audience in OUTSIDE:
        told = body(cast.released, audience)
        assert told["born"] is None
        assert told["gender"]["value"] == "male"
        assert CANARY not in everything(audience)
    assert CANARY in everything(Audience.INTERNAL)
    set_values(hold, lifted=timezone.now())
    assert body(cast.released) == before


def test_a_voice_under_a_hold_silences_what_else_its_sentence_bears(cast: Cast, paper: Document) -> None:
    speaker = PersonFactory.create()
    cite(cast.event, "stated_reason", "mercy", document=paper, quote=f"{CANARY} and", attributed_person=speaker)
    HoldFactory.create(person=speaker)
    assert body(cast.released)["born"] is None


def test_a_sentence_about_what_an_event_led_to_is_withheld_with_that(cast: Cast, paper: Document) -> None:
    later = EventFactory.create()
    talks = EventFactory.create(leads_to=later)
    cite(talks, "leads_to", str(later.pk), document=paper, quote=f"{CANARY} and")
    assert body(cast.released)["born"]
    HoldFactory.create(event=later)
    assert body(cast.released)["born"] is None


def test_other_sentences_and_other_papers_are_still_quoted(cast: Cast, paper: Document) -> None:
    held = PersonFactory.create()
    cite(held, document=paper, quote=" A quiet day")
    cite(held, document=DocumentFactory.create(text=TEXT), quote=f"{CANARY} and")
    HoldFactory.create(person=held)
    told = body(cast.released)
    assert told["gender"] is None
    assert told["born"]["value"] == "1980"


def test_counts_and_conflicts_are_as_if_the_sentence_were_not_there(cast: Cast) -> None:
    cite(cast.held, "born", "1980")
    cite(cast.held, "born", "1981")
    before = body(cast.held)
    document = DocumentFactory.create(text=TEXT)
    cite(cast.held, "born", "1999", document=document)
    held = PersonFactory.create()
    cite(held, document=document)
    HoldFactory.create(person=held)
    assert body(cast.held) == before


def test_whoever_asks_the_record_for_an_audience_hears_the_same(cast: Cast, paper: Document) -> None:
    held = PersonFactory.create()
    cite(held, document=paper, quote=f"{CANARY} and")
    assert (cast.released.pk, "born") in corroborate([cast.released], audience=Audience.PUBLIC)
    HoldFactory.create(person=held)
    assert (cast.released.pk, "born") not in corroborate([cast.released], audience=Audience.PUBLIC)
    assert (cast.released.pk, "born") in corroborate([cast.released])


def test_what_a_hold_would_silence_can_be_asked_before(cast: Cast, paper: Document) -> None:
    event = EventFactory.create()
    member: Person = ReleaseFactory.create(event=event).person
    cite(member.names.get(), document=paper, quote=f"{CANARY} and")
    quoting = {pk for pk, one in rendered(Kind.PERSON).items() if one.quotes & passages_about([member.pk])}
    assert {cast.released.pk, member.pk} <= quoting
    assert passages_about([member.pk]) <= passages_about([event.pk])
    assert passages_about([]) == set()
    assert Hold.objects.count() == 1, "asking holds nothing"
