"""Publishing: what each audience reads, what the feed tells, and that nothing else is written."""

from typing import Any

import pytest
from django.db import DataError, connection

from people.models import Person
from publication import outgoing
from publication.actions import Outcome, publish
from publication.models import Act, Alias, Change, Counter, Dependency, PublishedBody, PublishedRecord
from publication.pending import touched
from publication.subjects import Subject, subject_of
from publication.vocabulary import Operation
from sources.history import acting
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import NameFactory, PersonFactory, RelationshipFactory, ReleaseFactory, cite
from tests.publication.publishing import ACTOR, publish_everything

PARTNER, PUBLIC = Audience.PARTNER, Audience.PUBLIC
COUNTED = (Act, Alias, Change, Counter, PublishedBody, PublishedRecord)


def go(*records: Any, reason: str = "") -> Outcome:
    return publish([subject_of(record) for record in records], actor=ACTOR, reason=reason)


def published(audience: Audience = PUBLIC) -> set[str]:
    return set(PublishedRecord.objects.filter(audience=audience).values_list("slug", flat=True))


def feed(audience: Audience = PUBLIC) -> list[tuple[int, str, str]]:
    rows = Change.objects.filter(audience=audience).order_by("position")
    return [(row.position, row.operation, str(row.record)) for row in rows]


def everything() -> list[Any]:
    """Every row of the publication with the transaction that wrote it."""
    found: list[Any] = []
    with connection.cursor() as cursor:
        for model in (*COUNTED, Dependency):
            cursor.execute(f"SELECT xmin::text, ctid::text, t::text FROM {model._meta.db_table} t ORDER BY 3")
            found += cursor.fetchall()
    return found


def edited(record: Any, **values: Any) -> Any:
    with acting(actor="test:editor"):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
    return record


def test_nothing_is_published_by_itself(cast: Cast) -> None:
    assert [model.objects.count() for model in COUNTED] == [0] * len(COUNTED)


def test_an_event_takes_members_and_documents_along(cast: Cast) -> None:
    go(cast.event)
    expected = {cast.event.slug, cast.released.slug, cast.disputed.slug, "fable", "legend"}
    assert published(PUBLIC) == published(PARTNER) == expected


def test_a_person_alone_names_no_event_that_is_not_published(cast: Cast) -> None:
    go(cast.released)
    assert published() == {cast.released.slug, "fable", "legend"}
    body = PublishedBody.objects.get(record=cast.released.pk).body
    assert str(cast.event.pk) not in body
    assert cast.event.slug not in body


def test_a_body_is_kept_once_for_audiences_that_read_the_same(cast: Cast) -> None:
    go(cast.event)
    assert set(PublishedBody.objects.values_list("audiences", flat=True).distinct()[:1][0]) == {1, 2}
    assert PublishedBody.objects.count() == len(published())


def test_positions_have_no_gaps_and_are_each_audience_s_own(cast: Cast) -> None:
    partner_only = PersonFactory.create(slug="partner-only", audience=PARTNER)
    go(partner_only)
    go(cast.event)
    for audience, count in ((PARTNER, 6), (PUBLIC, 5)):
        assert [position for position, _operation, _id in feed(audience)] == list(range(1, count + 1))
        assert Counter.objects.get(audience=audience).position == count


def test_publishing_again_writes_nothing(cast: Cast) -> None:
    publish_everything()
    before = everything()
    outcome = go(cast.event, cast.held)
    assert outcome.lines == ()
    assert outcome.unchanged > 0
    assert everything() == before


@pytest.mark.parametrize("table", ["BODIES", "RECORDS", "CHANGES"])
def test_what_fails_while_others_are_being_written_is_told_and_nothing_is_left(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    """Statements are sent without waiting for the one before; whichever fails, the whole act is none."""
    before = everything()
    monkeypatch.setattr(outgoing, table, "SELECT 1 / length(left(%(rows)s, 0))")
    with pytest.raises(DataError, match="division by zero"):
        go(cast.event)
    assert everything() == before

    monkeypatch.undo()
    go(cast.event)
    assert published()


def test_a_change_writes_one_line_for_each_audience_that_sees_it(cast: Cast) -> None:
    publish_everything()
    last = Counter.objects.get(audience=PUBLIC).position
    name = NameFactory.create(person=cast.held, text="Alesia Vydumkava", audience=PARTNER)
    cite(name, "text", name.text, document=cast.fable, quote="Alesia Vydumka")
    cite(name, "text", name.text, document=cast.legend, quote="Mikola Kaska")
    outcome = go(cast.held)
    persons = [line for line in outcome.lines if line.kind == "person"]
    assert [(line.audience, line.operation, line.name) for line in persons] == [
        (PARTNER, Operation.UPSERT, "Alesia Vydumka")
    ]
    assert "Vydumkava" not in str(list(PublishedBody.objects.filter(audiences__contains=[2]).values_list("body")))
    assert all(position <= last for position, _o, record in feed(PUBLIC) if record == str(cast.held.pk))


def test_the_act_tells_who_and_why(cast: Cast) -> None:
    outcome = go(cast.held, reason="asked by the family")
    act = Act.objects.get()
    assert (act.actor, act.reason, act.verb) == (ACTOR, "asked by the family", "publish")
    assert outcome.act == act.pk
    assert set(Change.objects.values_list("act", flat=True)) == {act.pk}


def test_what_an_audience_may_not_see_any_more_is_withdrawn_from_it(cast: Cast) -> None:
    publish_everything()
    edited(cast.held, audience=PARTNER)
    go(cast.held)
    assert cast.held.slug in published(PARTNER)
    assert cast.held.slug not in published(PUBLIC)
    assert feed(PUBLIC)[-1][1:] == ("withdraw", str(cast.held.pk)) or (
        ("withdraw", str(cast.held.pk)) in [line[1:] for line in feed(PUBLIC)]
    )


def test_relatives_name_one_another_once_both_are_out(cast: Cast) -> None:
    kin = RelationshipFactory.create(person=cast.held, other=cast.released)
    cite(kin, "kind", kin.kind, document=cast.fable, quote="Alesia Vydumka is still behind bars")
    go(cast.held)
    assert str(cast.released.pk) not in PublishedBody.objects.get(record=cast.held.pk).body
    go(cast.released)
    go(cast.held)
    assert str(cast.released.pk) in PublishedRecordBody(cast.held)


def PublishedRecordBody(person: Person, audience: Audience = PUBLIC) -> str:  # noqa: N802 - reads as what it returns
    record = PublishedRecord.objects.get(audience=audience, id=person.pk)
    return PublishedBody.objects.get(pk=record.hash).body


def test_a_new_member_waits_for_the_event_to_be_published(cast: Cast) -> None:
    publish_everything()
    late = PersonFactory.create(slug="late-one")
    release = ReleaseFactory.create(person=late, event=cast.event)
    cite(release, "event", str(cast.event.pk), document=cast.fable, quote="two tellers of tales")
    cite(release, document=cast.fable, quote="two tellers of tales")
    go(late)
    assert "late-one" not in PublishedRecordBody(cast.event)  # type: ignore[arg-type]  # an event, also by id
    go(cast.event)
    assert "late-one" in PublishedRecordBody(cast.event)  # type: ignore[arg-type]  # an event, also by id


def test_a_new_slug_leaves_the_former_one_leading_on(cast: Cast) -> None:
    publish_everything()
    edited(cast.held, slug="alesia-renamed")
    go(cast.held)
    aliases = Alias.objects.filter(audience=PUBLIC).values_list("key", "record", "former")
    assert list(aliases) == [("alesia-vydumka", cast.held.pk, None)]
    edited(cast.held, slug="alesia-vydumka")
    go(cast.held)
    assert list(Alias.objects.filter(audience=PUBLIC).values_list("key", flat=True)) == ["alesia-renamed"]


def test_somebody_not_there_is_not_published(cast: Cast) -> None:
    internal = PersonFactory.create(slug="internal", audience=0)
    assert go(internal, cast.embargoed).lines == ()


@pytest.mark.parametrize("kind", ["person", "event", "document"])
def test_an_unknown_id_changes_nothing(cast: Cast, kind: Any) -> None:
    assert publish([Subject(kind, cast.place.pk)], actor=ACTOR).lines == ()


def test_others_are_called_as_they_were_published_until_they_are_published_again(cast: Cast) -> None:
    publish_everything()
    edited(cast.event, name="Kanarejka", slug="kanarejka")
    edited(cast.released.names.get(preferred=True), text="Kanarejka")
    kin = RelationshipFactory.create(person=cast.held, other=cast.released)
    cite(kin, document=cast.fable, quote="Alesia Vydumka is still behind bars")
    go(cast.held)
    go(cast.disputed)
    assert "anarejka" not in PublishedRecordBody(cast.held) + PublishedRecordBody(cast.disputed)
    assert "Mikola Kazka" in PublishedRecordBody(cast.held)
    go(cast.event)
    assert subject_of(cast.disputed) not in touched()
    assert "kanarejka" in PublishedRecordBody(cast.disputed)
    # The event took its member along, and with that a name back which a relative's body still called them by.
    assert "Kanarejka" in PublishedRecordBody(cast.held)
    assert '"Mikola Kazka"' not in PublishedRecordBody(cast.held)
    assert subject_of(cast.held) not in touched()


def test_a_drafted_date_of_the_event_takes_the_event_along(cast: Cast) -> None:
    publish_everything()
    edited(cast.event, circumstances="Kanarejka")
    assert {line.kind for line in go(cast.released).lines} == set()
    edited(cast.event, date="2021-03-04")
    lines = go(cast.released).lines
    assert {line.id for line in lines if line.kind != "document"} == {cast.released.pk, cast.event.pk}
    assert subject_of(cast.disputed) in touched()


def test_a_former_slug_does_not_outlive_the_name_that_was_taken_back(cast: Cast) -> None:
    publish_everything()
    edited(cast.held, slug="alesia")
    go(cast.held)
    assert Alias.objects.filter(audience=PUBLIC).count() == 1
    edited(cast.held.names.get(), text="A. V.", audience=PUBLIC)
    edited(cast.held, slug="a-v")
    go(cast.held)
    assert not Alias.objects.exists()
