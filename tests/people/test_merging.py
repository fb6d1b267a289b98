"""Two records of one person become one, and two again: every row, every audience, every hold."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from people.merging import (
    AlreadyMerged,
    AlreadyUndone,
    EndsContradict,
    MergedSince,
    OnePersonTwice,
    ReleasesContradict,
    UndoRefused,
    merge,
    undo,
)
from people.merging.contradictions import warnings
from people.merging.hanging import HANGING, LEFT
from people.models import Citation, Hold, Merge, Name, Person
from people.vocabulary import NameKind
from sources.history import acting
from sources.models import History
from sources.record import Record
from sources.vocabulary import Audience
from tests import factories as f

pytestmark = pytest.mark.django_db
ACTOR = "test:editor"


@pytest.fixture
def kept() -> Person:
    person: Person = f.PersonFactory.create(slug="jan-nichto", called="Jan Nichto")
    return person


@pytest.fixture
def gone() -> Person:
    person: Person = f.PersonFactory.create(slug="ivan-nishto", called="Ivan Nishto")
    return person


def merged(kept: Person, gone: Person) -> Merge:
    return merge(survivor=kept, former=gone, actor=ACTOR, reason="the same scar")


def parted(known: Merge) -> Merge:
    return undo(merge=known, actor=ACTOR, reason="two people after all")


def edited(row: Any, **values: Any) -> Any:
    row.refresh_from_db()
    with acting(actor="test:colleague"):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return row


def rows_on(person: Person) -> list[Record]:
    """One row for each foreign key that leads to a person, with a citation on each that can be cited."""
    rows: list[Record] = [
        person.names.get(),
        f.IdentifierFactory.create(person=person),
        f.NationalityFactory.create(person=person),
        f.RoleFactory.create(person=person),
        f.RelationshipFactory.create(person=person),
        f.RelationshipFactory.create(other=person),
        f.RecognitionFactory.create(person=person),
        f.DetentionFactory.create(person=person, began="2020"),
        f.ReleaseFactory.create(person=person, event=f.EventFactory.create()),
        f.EventPartFactory.create(person=person, organisation=None),
        f.StatementFactory.create(speaker_person=person, speaker_description=""),
    ]
    for row in rows:
        f.cite(row)
    about = f.cite(person, "gender", "female")
    said_by = f.cite(f.RoleFactory.create(), attributed_person=person)
    return [*rows, about, said_by]


def image(*rows: Record) -> list[dict[str, Any]]:
    """What the database holds of the rows, but for what every write changes."""
    untold = {"version", "updated"}
    found = [type(row)._default_manager.filter(pk=row.pk).values().get() for row in rows]
    return [{name: value for name, value in one.items() if name not in untold} for one in found]


def pointing_at(model: type[models.Model]) -> set[str]:
    """All foreign keys of the whole project that lead to a model."""
    return {
        f"{other._meta.label_lower}.{field.name}"
        for other in apps.get_models(include_auto_created=True)
        for field in other._meta.local_fields
        if field.is_relation and field.related_model is model
    }


@pytest.mark.parametrize("model", HANGING, ids=lambda model: model.__name__)
def test_what_becomes_of_every_foreign_key_is_decided(model: type[Record]) -> None:
    """Whoever adds a table that points at persons says in ``people/merging/hanging.py`` what merging does with it."""
    decided = {f"{one.model._meta.label_lower}.{one.by}" for one in HANGING[model]}
    assert pointing_at(model) == decided | (set(LEFT) if model is Person else set())


def test_every_row_is_moved_and_moved_back(kept: Person, gone: Person) -> None:
    rows = rows_on(gone)
    before = image(*rows)
    known = merged(kept, gone)
    assert {
        f"{model._meta.label_lower}.{one.by}"
        for one in HANGING[Person]
        if (model := one.model)._default_manager.filter(**{one.by: gone}).exists()
    } == set()
    assert all(str(kept.pk) in map(str, after.values()) for after in image(*rows))
    assert {pk for ids in known.moved.values() for pk in ids} == {str(row.pk) for row in rows} | {str(kept.pk)}
    assert parted(known).undone
    assert image(*rows) == before


def test_the_names_become_one_list_with_the_survivor_s_preferred(kept: Person, gone: Person) -> None:
    known = merged(kept, gone)
    assert list(kept.names.values_list("text", "preferred", "kind")) == [
        ("Jan Nichto", True, "as_printed"),
        ("Ivan Nishto", False, "alias"),
    ]
    parted(known)
    assert list(gone.names.values_list("text", "preferred", "kind")) == [("Ivan Nishto", True, "as_printed")]


def test_a_name_at_birth_stays_one(kept: Person, gone: Person) -> None:
    edited(gone.names.get(), kind=NameKind.BIRTH)
    merged(kept, gone)
    assert kept.names.get(preferred=False).kind == "birth"


def test_the_survivor_s_own_values_win_and_gaps_are_filled(kept: Person, gone: Person) -> None:
    edited(kept, born="1980")
    edited(gone, born="1981-02-03", died="2021", gender="male")
    about = [f.cite(gone, "born", "1981-02-03"), f.cite(gone, "died", "2021")]
    known = merged(kept, gone)
    kept.refresh_from_db()
    assert (str(kept.born), str(kept.died), kept.gender) == ("1980", "2021", "male")
    assert image(kept)[0]["died_span"] == image(gone)[0]["died_span"] is not None
    assert {one.pk for one in kept.citations.all()} == {one.pk for one in about}
    parted(known)
    kept.refresh_from_db()
    assert (str(kept.born), kept.died, image(kept)[0]["died_span"], kept.gender) == ("1980", None, None, "")


def test_history_tells_who_did_it_and_why(kept: Person, gone: Person) -> None:
    known = merged(kept, gone)
    last = History.objects.filter(record=kept.names.get(preferred=False).pk).latest("id")
    assert (last.actor, last.reason) == (ACTOR, "the same scar")
    parted(known)
    assert History.objects.filter(record=known.pk).latest("id").reason == "two people after all"


def test_a_citation_that_states_the_former_record_states_the_survivor(kept: Person, gone: Person) -> None:
    relation = f.RelationshipFactory.create(other=gone)
    stated = f.cite(relation, "other", str(gone.pk))
    known = merged(kept, gone)
    stated.refresh_from_db()
    assert stated.states == str(kept.pk)
    parted(known)
    stated.refresh_from_db()
    assert stated.states == str(gone.pk)


def test_relatives_of_each_other_are_related_to_nobody_else_by_it(kept: Person, gone: Person) -> None:
    relations = [
        f.RelationshipFactory.create(person=kept, other=gone),
        f.RelationshipFactory.create(person=gone, other=kept),
    ]
    f.cite(relations[0], "other", str(gone.pk))
    before = image(*relations, *Citation.objects.all())
    assert "two people?" in " ".join(warnings(survivor=kept, former=gone))
    merged(kept, gone)
    assert image(*relations, *Citation.objects.all()) == before


def test_what_both_say_is_said_once_with_the_evidence_of_both(kept: Person, gone: Person) -> None:
    ours, theirs = (f.NationalityFactory.create(person=person, country="BY") for person in (kept, gone))
    cited = [f.cite(ours, "country", "BY"), f.cite(theirs, "country", "BY")]
    known = merged(kept, gone)
    assert list(kept.nationalities.all()) == [ours]
    assert set(ours.citations.all()) == set(cited)
    parted(known)
    assert list(theirs.citations.all()) == [cited[1]]


def test_a_row_for_fewer_is_not_the_same_row(kept: Person, gone: Person) -> None:
    f.NationalityFactory.create(person=kept, audience=Audience.INTERNAL)
    f.NationalityFactory.create(person=gone)
    merged(kept, gone)
    assert kept.nationalities.count() == 2


def test_releases_in_one_event_become_one(kept: Person, gone: Person) -> None:
    event = f.EventFactory.create()
    ours = f.ReleaseFactory.create(person=kept, event=event, date="2020")
    episode = f.DetentionFactory.create(person=gone, began="2019")
    theirs = f.ReleaseFactory.create(person=gone, event=event, date="2020-05", mode="pardon", detention=episode)
    leg, cited = f.DestinationFactory.create(release=theirs), f.cite(theirs)
    before = image(ours, theirs, leg, cited, episode)
    known = merged(kept, gone)
    ours.refresh_from_db()
    assert (str(ours.date), ours.mode, ours.detention_id) == ("2020", "pardon", episode.pk)
    assert list(ours.destinations.all()) == [leg]
    assert list(ours.citations.all()) == [cited]
    parted(known)
    assert image(ours, theirs, leg, cited, episode) == before


def test_releases_that_contradict_each_other_are_for_a_human(kept: Person, gone: Person) -> None:
    event = f.EventFactory.create()
    for person, date in ((kept, "2020-05-01"), (gone, "2020-05-03")):
        f.ReleaseFactory.create(person=person, event=event, date=date)
    with pytest.raises(ReleasesContradict, match="date"):
        merged(kept, gone)
    assert not Merge.objects.exists()


def test_two_ends_of_one_detention_are_for_a_human(kept: Person, gone: Person) -> None:
    for person, ended in ((kept, ".."), (gone, "2022")):
        f.DetentionFactory.create(person=person, began="2020-08-09", ended=ended)
    with pytest.raises(EndsContradict, match="2022"):
        merged(kept, gone)


def test_the_same_episode_is_told_once(kept: Person, gone: Person) -> None:
    ours, theirs = (f.DetentionFactory.create(person=person, began="2020", ended="2022") for person in (kept, gone))
    ground = f.GroundFactory.create(detention=theirs)
    way_out = f.ReleaseFactory.create(person=gone, detention=theirs)
    known = merged(kept, gone)
    assert list(kept.detentions.all()) == [ours]
    assert list(ours.grounds.all()) == [ground]
    assert list(ours.releases.all()) == [way_out]
    parted(known)
    assert list(theirs.grounds.all()) == [ground]
    assert list(theirs.releases.all()) == [way_out]


def test_episodes_of_which_the_beginning_is_unknown_are_two(kept: Person, gone: Person) -> None:
    for person in (kept, gone):
        f.DetentionFactory.create(person=person)
    merged(kept, gone)
    assert kept.detentions.count() == 2


# --- who may see it


def test_nothing_of_somebody_internal_is_opened(kept: Person, gone: Person) -> None:
    rows = rows_on(edited(gone, audience=Audience.INTERNAL, born="1981"))
    stated = f.cite(f.RelationshipFactory.create(), "other", str(gone.pk))
    before = image(*rows, stated)
    known = merged(kept, gone)
    assert {one["audience"] for one in image(*rows, stated)} == {Audience.INTERNAL}
    kept.refresh_from_db()
    assert kept.born is None
    assert kept.audience == Audience.PUBLIC
    parted(known)
    assert image(*rows, stated) == before


def test_a_release_for_fewer_gives_nothing_away_to_more(kept: Person, gone: Person) -> None:
    event = f.EventFactory.create()
    ours = f.ReleaseFactory.create(person=kept, event=event)
    theirs = f.ReleaseFactory.create(person=gone, event=event, mode="pardon", audience=Audience.PARTNER)
    leg = f.DestinationFactory.create(release=theirs)
    merged(kept, gone)
    ours.refresh_from_db()
    leg.refresh_from_db()
    assert (ours.mode, leg.release_id, leg.audience) == ("", ours.pk, Audience.PARTNER)


def test_the_survivor_is_never_widened(kept: Person, gone: Person) -> None:
    edited(kept, audience=Audience.PARTNER)
    merged(kept, gone)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.audience, gone.audience) == (Audience.PARTNER, Audience.PUBLIC)
    assert kept.names.get(preferred=False).audience == Audience.PUBLIC


def test_whoever_is_narrowed_while_they_are_one_is_narrow_in_both(kept: Person, gone: Person) -> None:
    known = merged(kept, gone)
    edited(kept, audience=Audience.INTERNAL)
    parted(known)
    gone.refresh_from_db()
    assert gone.audience == Audience.INTERNAL


# --- holds


def test_a_hold_on_the_former_is_one_on_the_survivor_and_stays_when_they_part(kept: Person, gone: Person) -> None:
    f.HoldFactory.create(person=gone, reason="the brother is inside")
    f.HoldFactory.create(person=gone, reason="long past", lifted=timezone.now())
    known = merged(kept, gone)
    assert [hold.reason for hold in Hold.objects.active().filter(person=kept)] == ["the brother is inside"]
    assert Hold.objects.active().filter(person=gone).count() == 1
    parted(known)
    assert Hold.objects.active().filter(person=kept).count() == 1
    assert Hold.objects.active().filter(person=gone).count() == 1


def test_a_hold_placed_while_they_were_one_holds_both_when_they_part(kept: Person, gone: Person) -> None:
    known = merged(kept, gone)
    f.HoldFactory.create(person=kept)
    parted(known)
    assert not Person.objects.unheld().filter(pk__in=[kept.pk, gone.pk]).exists()


# --- chains


def test_nobody_is_merged_with_themselves(kept: Person) -> None:
    with pytest.raises(OnePersonTwice):
        merged(kept, kept)


def test_whoever_was_merged_away_is_neither_merged_again_nor_merged_into(kept: Person, gone: Person) -> None:
    third, last = (f.PersonFactory.create() for _ in range(2))
    merged(kept, gone)
    merged(last, kept)
    for survivor, former in ((third, gone), (gone, third)):
        with pytest.raises(AlreadyMerged, match=last.slug) as refused:
            merged(survivor, former)
        assert refused.value.survivor == last


def test_chains_are_undone_from_their_end(kept: Person, gone: Person) -> None:
    last = f.PersonFactory.create()
    first = merged(kept, gone)
    second = merged(last, kept)
    assert last.names.count() == 3
    with pytest.raises(MergedSince, match="Undo that one first"):
        parted(first)
    parted(second)
    parted(first)
    assert [person.names.count() for person in (last, kept, gone)] == [1, 1, 1]


def test_two_merged_into_one_part_in_any_order(kept: Person, gone: Person) -> None:
    third = f.PersonFactory.create()
    first, second = merged(kept, gone), merged(kept, third)
    parted(first)
    assert kept.names.count() == 2
    parted(second)
    assert [person.names.count() for person in (third, kept, gone)] == [1, 1, 1]


def test_evidence_that_a_later_merge_put_on_a_moved_row_does_not_go_to_somebody_else(
    kept: Person, gone: Person
) -> None:
    third = f.PersonFactory.create()
    f.NationalityFactory.create(person=gone)
    cited = f.cite(f.NationalityFactory.create(person=third))
    first, second = merged(kept, gone), merged(kept, third)
    with pytest.raises(MergedSince):
        parted(first)
    parted(second)
    parted(first)
    assert Citation.objects.get(pk=cited.pk).nationality == third.nationalities.get()


# --- edits since


def test_what_was_corrected_since_travels_back(kept: Person, gone: Person) -> None:
    name, citation = gone.names.get(), f.cite(gone.names.get(), "text")
    known = merged(kept, gone)
    edited(name, text="Ivan Nichto", kind=NameKind.NICKNAME)
    edited(citation, states="Ivan Nichto")
    f.NameFactory.create(person=kept, text="Janka")
    parted(known)
    name.refresh_from_db()
    assert (name.person_id, name.text, name.kind, name.preferred) == (gone.pk, "Ivan Nichto", "nickname", True)
    assert {one.text for one in kept.names.all()} == {"Jan Nichto", "Janka"}


def test_an_audience_that_was_set_since_stays(kept: Person, gone: Person) -> None:
    name = gone.names.get()
    edited(gone, audience=Audience.PARTNER)
    known = merged(kept, gone)
    edited(name, audience=Audience.INTERNAL)
    parted(known)
    name.refresh_from_db()
    assert name.audience == Audience.INTERNAL


def _now_preferred(kept: Person, name: Name) -> None:
    edited(kept.names.get(preferred=True), preferred=False)
    edited(name, preferred=True)


def _elsewhere(_kept: Person, name: Name) -> None:
    edited(name, person=f.PersonFactory.create(called=""))


def _filled_otherwise(kept: Person, _name: Name) -> None:
    edited(kept, born="1999")


def _removed(_kept: Person, name: Name) -> None:
    with acting(actor="test:colleague"):
        name.delete()


def _another_preferred(_kept: Person, name: Name) -> None:
    f.NameFactory.create(person=Person.objects.get(slug="ivan-nishto"), preferred=True)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (_now_preferred, "preferred: False → True"),
        (_elsewhere, "Ivan Nishto”: person: Jan Nichto →"),
        (_filled_otherwise, "born: 1981 → 1999"),
        (_removed, "removed"),
        (_another_preferred, "one preferred name"),
    ],
)
def test_an_undo_that_would_overwrite_later_edits_is_refused_with_a_list(
    kept: Person, gone: Person, edit: Any, told: str
) -> None:
    name = gone.names.get()
    edited(gone, born="1981")
    known = merged(kept, gone)
    edit(kept, name)
    rows = [*Name.objects.all(), *Person.objects.all(), *Merge.objects.all()]
    before = image(*rows)
    with pytest.raises(UndoRefused) as refused:
        parted(known)
    (conflict,) = refused.value.conflicts
    assert told in str(conflict)
    assert edit is _another_preferred or conflict.by in ("test:colleague", "test:cast")
    assert image(*rows) == before


def test_a_release_tied_since_to_an_episode_that_goes_back_is_refused(kept: Person, gone: Person) -> None:
    episode = f.DetentionFactory.create(person=gone, began="2020")
    release = f.ReleaseFactory.create(person=kept, date="2021")
    known = merged(kept, gone)
    edited(release, detention=episode)
    with pytest.raises(UndoRefused, match="would belong to the other record"):
        parted(known)


def test_an_undo_happens_once(kept: Person, gone: Person) -> None:
    known = merged(kept, gone)
    parted(known)
    with pytest.raises(AlreadyUndone):
        parted(known)
    merged(kept, gone)
    assert Merge.objects.filter(undone=None).count() == 1
