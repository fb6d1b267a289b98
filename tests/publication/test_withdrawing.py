"""Withdrawing and holds: whoever goes is named nowhere any more, and no draft goes out with that."""

import pytest
from django.db import connection

from people.models import Hold
from publication.actions import lift_holds, place_hold, publish, withdraw
from publication.models import Change, Dependency, PublishedBody, PublishedRecord
from publication.pending import touched
from publication.preview import preview_hold
from publication.subjects import Subject, subject_of
from publication.vocabulary import Kind
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import DetentionFactory, EventPartFactory, RelationshipFactory, cite
from tests.publication.publishing import ACTOR, publish_everything
from tests.publication.test_publishing import edited, everything

PUBLIC = Audience.PUBLIC


def leave(*records: object) -> None:
    withdraw([subject_of(record) for record in records], actor=ACTOR, reason="asked to")  # type: ignore[arg-type]  # any


def bodies(audience: Audience = PUBLIC) -> dict[str, str]:
    records = PublishedRecord.objects.filter(audience=audience)
    return {record.slug: PublishedBody.objects.get(pk=record.hash).body for record in records}


def everywhere() -> str:
    """All that the reader may read, as one text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(t, '') FROM (SELECT b.body FROM publication_publishedbody b UNION ALL"
            " SELECT r::text FROM publication_publishedrecord r"
            " UNION ALL SELECT a::text FROM publication_alias a) AS everything(t)"
        )
        return str(cursor.fetchone()[0])


def test_a_withdrawn_body_is_nowhere_and_the_feed_says_so(cast: Cast) -> None:
    publish_everything()
    leave(cast.released)
    assert "Mikola Kazka" not in everywhere().replace("Mikola Kazka, held since 2017", "")
    assert cast.released.slug not in everywhere()
    assert not PublishedBody.objects.filter(record=cast.released.pk).exists()
    last = Change.objects.filter(audience=PUBLIC, record=cast.released.pk).latest("position")
    assert (last.operation, last.into) == ("withdraw", None)
    assert last.hash is not None


def test_the_event_loses_the_member(cast: Cast) -> None:
    publish_everything()
    assert str(cast.released.pk) in bodies()[cast.event.slug]
    leave(cast.released)
    assert str(cast.released.pk) not in bodies()[cast.event.slug]
    assert cast.disputed.slug in bodies()[cast.event.slug]


def test_a_draft_does_not_go_out_with_that(cast: Cast) -> None:
    publish_everything()
    edited(cast.event, circumstances="Kanarejka", name="Kanarejka")
    cite(cast.event, "circumstances", "Kanarejka", document=cast.fable, quote="set free at Fabelgrad")
    leave(cast.released)
    event = bodies()[cast.event.slug]
    assert "Kanarejka" not in everywhere()
    assert str(cast.released.pk) not in event
    assert cast.disputed.slug in event
    assert subject_of(cast.event) in touched()


def test_edits_of_the_one_who_goes_are_no_drafts_of_the_others(cast: Cast) -> None:
    cite(
        cast.event,
        "stated_reason",
        "mercy",
        attributed_person=cast.released,
        document=cast.fable,
        quote="pardoned and set free",
    )
    edited(cast.event, stated_reason="mercy")
    publish_everything()
    release = edited(cast.released.releases.get(), circumstances="at dawn")
    cite(release, "circumstances", "at dawn", document=cast.fable, quote="reached Vydumia")
    leave(cast.released)
    assert str(cast.released.pk) not in bodies()[cast.event.slug]
    assert cast.disputed.slug in bodies()


def test_where_cutting_is_not_enough_the_body_goes_until_somebody_looked(cast: Cast) -> None:
    cite(
        cast.held,
        "gender",
        "female",
        attributed_person=cast.released,
        document=cast.fable,
        quote="Alesia Vydumka is still",
    )
    edited(cast.held, gender="female")
    publish_everything()
    assert str(cast.released.pk) in bodies()[cast.held.slug]
    edited(cast.held, born="1990")
    cite(cast.held, "born", "1990", document=cast.legend, quote="one of three")
    leave(cast.released)
    assert cast.held.slug not in bodies()
    publish([subject_of(cast.held)], actor=ACTOR)
    assert str(cast.released.pk) not in bodies()[cast.held.slug]


def test_parts_and_relations_go_too(cast: Cast) -> None:
    part = EventPartFactory.create(event=cast.event, organisation=None, person=cast.held, part="negotiator")
    cite(part, document=cast.fable, quote="Alesia Vydumka is still behind bars")
    kin = RelationshipFactory.create(person=cast.disputed, other=cast.held)
    cite(kin, document=cast.fable, quote="Taisia Prydumka was set free too")
    publish_everything()
    assert str(cast.held.pk) in bodies()[cast.disputed.slug]
    leave(cast.held)
    assert str(cast.held.pk) not in everywhere()


def test_a_document_that_nobody_quotes_any_more_goes_too(cast: Cast) -> None:
    publish_everything()
    leave(cast.released, cast.disputed, cast.event)
    assert set(bodies()) == {cast.held.slug, "fable"}
    leave(cast.held)
    assert bodies() == {}
    assert not Dependency.objects.exists()


def test_withdrawing_what_was_never_out_writes_nothing(cast: Cast) -> None:
    publish_everything()
    before = everything()
    leave(cast.embargoed)
    assert everything() == before


@pytest.mark.parametrize("withdraw_now", [True, False])
def test_a_hold_takes_back_at_once_only_where_asked(cast: Cast, withdraw_now: bool) -> None:
    publish_everything()
    place_hold([subject_of(cast.held)], actor=ACTOR, reason="not yet safe", withdraw_now=withdraw_now)
    assert Hold.objects.active().filter(person=cast.held).exists()
    assert (cast.held.slug in bodies()) is not withdraw_now
    publish_everything()
    assert cast.held.slug not in bodies()


def test_a_hold_on_an_event_covers_its_members(cast: Cast) -> None:
    publish_everything()
    place_hold([subject_of(cast.event)], actor=ACTOR, reason="not yet safe")
    assert set(bodies()) == {cast.held.slug, "fable"}
    assert str(cast.event.pk) not in everywhere()


def test_a_hold_on_a_document_takes_what_only_it_says(cast: Cast) -> None:
    publish_everything()
    place_hold([subject_of(cast.legend)], actor=ACTOR, reason="the author is in danger")
    assert "legend" not in bodies()
    assert "Mikola Kaska" not in everywhere()
    assert str(cast.legend.pk) not in everywhere()
    assert cast.released.slug in bodies()


def shared_sentence(cast: Cast) -> None:
    """Both are told of in one sentence; the second then has nothing else that says they were held."""
    both = "Alesia Vydumka is still behind bars. Taisia Prydumka was set free too"
    episode = DetentionFactory.create(person=cast.disputed, began="2019")
    cite(episode, document=cast.fable, quote=both)
    cite(episode, "began", "2019", document=cast.fable, quote=both)


def test_a_hold_silences_sentences_of_others_that_tell_of_the_held(cast: Cast) -> None:
    shared_sentence(cast)
    publish_everything()
    assert "Alesia Vydumka" in bodies()[cast.disputed.slug]
    place_hold([subject_of(cast.held)], actor=ACTOR, reason="not yet safe")
    assert "Vydumka" not in everywhere()
    assert cast.disputed.slug in bodies()


def test_so_it_does_where_the_other_has_drafts_and_then_that_body_waits(cast: Cast) -> None:
    shared_sentence(cast)
    publish_everything()
    edited(cast.disputed.releases.get(), circumstances="Kanarejka")
    place_hold([subject_of(cast.held)], actor=ACTOR, reason="not yet safe")
    assert "Vydumka" not in everywhere()
    assert cast.disputed.slug not in bodies()


def test_a_hold_placed_elsewhere_makes_those_candidates_too(cast: Cast) -> None:
    shared_sentence(cast)
    publish_everything()
    place_hold([subject_of(cast.held)], actor=ACTOR, reason="not yet safe", withdraw_now=False)
    assert {subject_of(cast.held), subject_of(cast.disputed)} <= set(touched())


def test_a_second_hold_finds_no_draft_in_what_the_first_one_silenced(cast: Cast) -> None:
    shared_sentence(cast)
    publish_everything()
    held = [subject_of(cast.held)]
    place_hold(held, actor=ACTOR, reason="wait and see", withdraw_now=False)
    place_hold(held, actor=ACTOR, reason="not yet safe")
    assert cast.disputed.slug in bodies()
    assert "Vydumka" not in everywhere()


def test_a_hold_can_be_looked_at_before_and_that_leaves_no_trace(cast: Cast) -> None:
    shared_sentence(cast)
    publish_everything()
    before = everything()
    looked_at = preview_hold([subject_of(cast.held)], actor=ACTOR)
    assert everything() == before
    assert not Hold.objects.filter(person=cast.held).exists()
    outcome = place_hold([subject_of(cast.held)], actor=ACTOR, reason="not yet safe")
    told = {(one.audience, one.operation, one.id) for one in looked_at.differences}
    assert told == {(line.audience, line.operation, line.id) for line in outcome.lines}
    assert len({one.id for one in looked_at.differences}) > 2


def test_whoever_leaves_for_another_is_named_nowhere_either(cast: Cast) -> None:
    """She goes; the event that quotes her has drafts and must go too; a member is published in the same act."""
    part = EventPartFactory.create(event=cast.event, organisation=None, person=cast.held, part="negotiator")
    cite(part, document=cast.fable, quote="Alesia Vydumka is still behind bars")
    cite(cast.event, "stated_reason", "mercy", attributed_person=cast.held, document=cast.fable, quote="pardoned")
    edited(cast.event, stated_reason="mercy")
    publish_everything()
    edited(cast.event, circumstances="Kanarejka")
    edited(cast.held, audience=Audience.PARTNER)
    publish([subject_of(cast.held), subject_of(cast.released)], actor=ACTOR)
    assert cast.event.slug not in bodies()
    assert cast.released.slug in bodies()
    assert str(cast.event.pk) not in str(bodies())
    assert "Kanarejka" not in everywhere()


def test_nothing_comes_back_by_lifting_alone(cast: Cast) -> None:
    publish_everything()
    held = subject_of(cast.held)
    place_hold([held], actor=ACTOR, reason="not yet safe")
    assert lift_holds([held], actor=ACTOR) == 1
    assert lift_holds([held], actor=ACTOR) == 0
    assert cast.held.slug not in bodies()
    publish([held], actor=ACTOR)
    assert cast.held.slug in bodies()


def test_an_unknown_subject_withdraws_nothing(cast: Cast) -> None:
    publish_everything()
    before = everything()
    withdraw([Subject(Kind.PERSON, cast.place.pk)], actor=ACTOR, reason="")
    assert everything() == before


def test_a_body_in_which_nothing_is_to_be_cut_keeps_its_unpublished_changes(cast: Cast) -> None:
    RelationshipFactory.create(person=cast.held, other=cast.released)  # which no source says, so that no body shows it
    publish_everything()
    cite(edited(cast.held, died="2021"), "died", "2021", document=cast.fable, quote="Alesia Vydumka")
    leave(cast.released)
    assert '"died":null' in bodies()[cast.held.slug]
    assert subject_of(cast.held) in touched()
