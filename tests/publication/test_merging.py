"""What outsiders read when staff merge two records and part them again: nothing changes before somebody publishes."""

from collections.abc import Callable
from typing import Any

import pytest

from people.merging import merge, undo
from people.models import Merge, Person
from publication.actions import place_hold
from publication.pending import pending, touched
from publication.preview import preview
from publication.subjects import subject_of
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import (
    DetentionFactory,
    DocumentFactory,
    PersonFactory,
    RelationshipFactory,
    ReleaseFactory,
    StatementFactory,
    cite,
)
from tests.publication.publishing import ACTOR, PublicClient, publish_everything
from tests.publication.test_publishing import edited, everything, go
from tests.publication.test_withdrawing import bodies, everywhere
from tests.publication.whole import cite_all, rows_of_every_kind

CANARY = "Kanarejka"


@pytest.fixture
def client() -> PublicClient:
    """The front door, which publishes nothing by itself."""
    door = PublicClient()
    door.publishing = False
    return door


def merged(cast: Cast) -> Merge:
    return merge(survivor=cast.released, former=cast.disputed, actor="test:editor", reason="one person")


def asked(client: PublicClient, key: object) -> tuple[int, str]:
    answer: Any = client.get(f"/api/v1/persons/{key}")
    return answer.status_code, answer.headers.get("Location", "")


def names_in(client: PublicClient, person: Person) -> set[str]:
    answer: Any = client.get(f"/api/v1/persons/{person.pk}")
    return {name["text"] for name in answer.json()["names"]}


def test_both_records_wait_and_nothing_changes_for_outsiders(cast: Cast) -> None:
    publish_everything()
    before = everything()
    merged(cast)
    assert {subject_of(cast.released), subject_of(cast.disputed)} <= set(pending())
    assert everything() == before


def test_the_former_id_and_slug_answer_308_once_the_survivor_is_published(cast: Cast, client: PublicClient) -> None:
    publish_everything()
    merged(cast)
    assert asked(client, cast.disputed.pk)[0] == 200
    go(cast.released, cast.event)
    for key in (cast.disputed.pk, cast.disputed.slug):
        status, way = asked(client, key)
        assert status == 308
        assert str(cast.released.pk) in way or cast.released.slug in way
    assert names_in(client, cast.released) == {"Mikola Kazka", "Mikola Kaska", "Taisia Prydumka"}
    assert pending() == {}


def test_the_event_has_one_member_less_and_one_release_with_the_evidence_of_both(cast: Cast) -> None:
    publish_everything()
    merged(cast)
    go(cast.event)
    assert str(cast.disputed.pk) not in bodies()[cast.event.slug]
    assert "Taisia Prydumka walked free on 4 March 2021" in bodies()[cast.released.slug]


def test_parted_and_published_both_answer_as_before(cast: Cast, client: PublicClient) -> None:
    publish_everything()
    before = bodies()
    known = merged(cast)
    go(cast.released, cast.event)
    assert bodies() != before
    undo(merge=known, actor="test:editor", reason="two people")
    assert asked(client, cast.disputed.pk)[0] == 308
    go(cast.released, cast.disputed, cast.event)
    assert asked(client, cast.disputed.pk)[0] == asked(client, cast.disputed.slug)[0] == 200
    assert bodies() == before


# --- nothing of a former record comes into the open


def hidden(cast: Cast, audience: Audience) -> Person:
    """Somebody with a row of every kind, each public in itself and cited in public papers."""
    person: Person = PersonFactory.create(slug=CANARY.lower(), called=f"{CANARY} preferred")
    paper = DocumentFactory.create(text="A tale of somebody.")
    cite(DetentionFactory.create(person=person, began="2017"), document=paper)
    cite(ReleaseFactory.create(person=person, event=cast.event), document=paper)
    rows = rows_of_every_kind(person, cast.event, mark=CANARY, audience=Audience.PUBLIC)
    cite_all([*filter(belongs_to(person), rows), person.names.get(preferred=True)], paper)
    relation = RelationshipFactory.create(person=cast.held, other=person, remark=f"{CANARY} kin")
    said = StatementFactory.create(speaker_person=person, speaker_description="", wording=f"{CANARY} once")
    cite_all([relation, said], paper)
    cite(cast.held.detentions.get(), "circumstances", f"{CANARY} told", document=paper, attributed_person=person)
    cite(edited(person, born="1987", audience=audience), "born", "1987", document=paper)
    return person


def belongs_to(person: Person) -> Callable[[Any], bool]:
    def belongs(row: Any) -> bool:
        above = getattr(row, "detention", None) or getattr(row, "release", None)
        return person.pk in (
            getattr(one, name, None) for one in (row, above) for name in ("person_id", "speaker_person_id")
        )

    return belongs


def test_nothing_of_a_former_internal_person_is_rendered(cast: Cast) -> None:
    person = hidden(cast, Audience.INTERNAL)
    publish_everything()
    before = bodies(), bodies(Audience.PARTNER)
    merge(survivor=cast.released, former=person, actor="test:editor", reason="one person")
    subjects = [subject_of(one) for one in (cast.released, cast.held, cast.event)]
    assert preview(subjects).differences == ()
    publish_everything()
    assert (bodies(), bodies(Audience.PARTNER)) == before
    assert CANARY.lower() not in everywhere().lower()
    assert str(person.pk) not in everywhere()


def test_what_partners_knew_of_a_former_person_stays_theirs(cast: Cast) -> None:
    person = hidden(cast, Audience.PARTNER)
    publish_everything()
    before = bodies()
    merge(survivor=cast.released, former=person, actor="test:editor", reason="one person")
    publish_everything()
    assert bodies() == before
    assert f"{CANARY} name" in bodies(Audience.PARTNER)[cast.released.slug]


def test_the_same_person_would_be_seen_if_nothing_were_narrowed(cast: Cast) -> None:
    """What the tests above look for is there to be found."""
    person = hidden(cast, Audience.PUBLIC)
    merge(survivor=cast.released, former=person, actor="test:editor", reason="one person")
    publish_everything()
    body = bodies()[cast.released.slug]
    found = ("preferred", "name", "number", "role", "prize", "house", "said", "once", "out", "town", "why", "cell")
    assert [one for one in found if f"{CANARY} {one}" not in body] == []
    assert f"{CANARY} kin" in bodies()[cast.held.slug]


def test_a_hold_on_the_former_keeps_the_survivor_out_of_the_next_publication(cast: Cast) -> None:
    publish_everything()
    place_hold([subject_of(cast.disputed)], actor=ACTOR, reason="the brother is inside")
    merged(cast)
    assert cast.released.slug in bodies()
    go(cast.released)
    assert cast.released.slug not in bodies()
    assert str(cast.disputed.pk) not in bodies()[cast.event.slug]


def test_sentences_of_the_former_are_silenced_elsewhere_when_the_survivor_is_held(cast: Cast) -> None:
    person = PersonFactory.create(slug="tasia", called="Tasia")
    sentence = "Alesia Vydumka and Tasia were seen there."
    paper = DocumentFactory.create(text=sentence)
    for row in (person.names.get(), cast.held.detentions.get()):
        cite(row, document=paper)
    place_hold([subject_of(cast.released)], actor=ACTOR, reason="not yet safe")
    publish_everything()
    assert sentence in bodies()[cast.held.slug]
    assert subject_of(cast.held) not in touched()
    merge(survivor=cast.released, former=person, actor="test:editor", reason="one person")
    assert subject_of(cast.held) in touched()
    go(cast.held)
    assert sentence not in bodies()[cast.held.slug]
