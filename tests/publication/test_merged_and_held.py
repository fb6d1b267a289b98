"""Merges, what they leave behind when parted, and holds on either of two records of one person."""

from django.utils import timezone

from people.models import Merge, Person
from publication.actions import lift_holds, place_hold
from publication.models import Alias
from publication.pending import touched
from publication.subjects import subject_of
from sources.history import acting
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import DetentionFactory, DocumentFactory, PersonFactory, cite
from tests.publication.publishing import ACTOR, publish_everything
from tests.publication.test_merges import last, merged
from tests.publication.test_publishing import edited, go
from tests.publication.test_withdrawing import bodies, leave


def parted(merge: Merge) -> None:
    with acting(actor="test:editor"):
        merge.undone = timezone.now()
        merge.save()


def leads_to(key: str) -> set[object]:
    return set(Alias.objects.filter(audience=Audience.PUBLIC, key=key).values_list("record", flat=True))


def test_parting_gives_the_former_slugs_back(cast: Cast) -> None:
    publish_everything()
    edited(cast.disputed, slug="taisia")
    go(cast.disputed)
    merge = merged(cast.released, cast.disputed)
    go(cast.released)
    assert leads_to("taisia-prydumka") == {cast.released.pk}
    parted(merge)
    go(cast.disputed, cast.released)
    assert leads_to("taisia-prydumka") == {cast.disputed.pk}
    assert not Alias.objects.filter(record=cast.released.pk).exists()


def test_parting_a_chain_gives_back_whoever_was_merged_before(cast: Cast) -> None:
    third = PersonFactory.create(slug="third")
    publish_everything()
    merged(cast.disputed, third)
    go(cast.disputed)
    merge = merged(cast.released, cast.disputed)
    go(cast.released)
    assert leads_to(str(third.pk)) == {cast.released.pk}
    parted(merge)
    go(cast.disputed, cast.released)
    assert leads_to(str(third.pk)) == {cast.disputed.pk}


def test_a_former_id_leads_on_again_once_a_withdrawn_survivor_is_back(cast: Cast) -> None:
    publish_everything()
    merged(cast.released, cast.disputed)
    go(cast.released)
    leave(cast.released)
    assert leads_to(str(cast.disputed.pk)) == set()
    go(cast.released)
    assert str(cast.disputed.pk) in bodies()[cast.released.slug]
    assert leads_to(str(cast.disputed.pk)) == {cast.released.pk}


def test_whoever_was_narrowed_before_the_merge_is_withdrawn_and_leads_nowhere(cast: Cast) -> None:
    publish_everything()
    edited(cast.disputed, audience=Audience.INTERNAL)
    merged(cast.released, cast.disputed)
    go(cast.released)
    assert last(cast.disputed) == ("withdraw", None)
    assert str(cast.disputed.pk) not in bodies()[cast.released.slug]
    assert leads_to(str(cast.disputed.pk)) == set()


def test_a_hold_on_the_former_record_takes_the_survivor_back(cast: Cast) -> None:
    merged(cast.released, cast.disputed)
    publish_everything()
    assert cast.released.slug in bodies()
    place_hold([subject_of(cast.disputed)], actor=ACTOR, reason="not yet safe")
    assert cast.released.slug not in bodies()


def test_a_hold_on_the_survivor_takes_formers_back_that_are_still_out(cast: Cast) -> None:
    publish_everything()
    merged(cast.held, cast.disputed)
    place_hold([subject_of(cast.held)], actor=ACTOR, reason="not yet safe")
    assert cast.disputed.slug not in bodies()


def secret_person() -> Person:
    """Somebody with a name and a detention that one paper tells of."""
    paper = DocumentFactory.create(text="Bazyl Utajony was sent to a colony.")
    person: Person = PersonFactory.create(slug="secret", called="Bazyl Utajony")
    cite(person.names.get(), "text", "Bazyl Utajony", document=paper, quote="Bazyl Utajony")
    detention = DetentionFactory.create(person=person, circumstances="Kanarejka")
    cite(detention, "circumstances", "Kanarejka", document=paper, quote="sent to a colony")
    return person


def test_a_hold_on_an_event_makes_candidates_of_all_who_quote_sentences_of_its_members(cast: Cast) -> None:
    lift_holds([subject_of(cast.embargoed)], actor=ACTOR)
    for row in (cast.embargoed.names.get(), cast.held.detentions.get()):
        cite(row, document=cast.legend, quote="one of three")
    publish_everything()
    assert subject_of(cast.held) not in touched()
    place_hold([subject_of(cast.event)], actor=ACTOR, reason="not yet safe", withdraw_now=False)
    assert "one of three" in bodies()[cast.held.slug]
    assert subject_of(cast.held) in touched()
    go(cast.held)
    assert "one of three" not in bodies()[cast.held.slug]
