"""What a body says it read is complete: whatever changes it is among that, though it may show nothing of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone

from people.models import Citation, Hold, Merge, Person
from people.vocabulary import Verdict
from publication.rendering.holds import passages_about
from publication.rendering.scene import Rendered
from sources.history import acting
from sources.models import Document, Passage
from sources.vocabulary import Audience, DerivationKind
from tests.cast import Cast
from tests.factories import (
    DerivationFactory,
    DestinationFactory,
    DetentionFactory,
    DocumentFactory,
    EventFactory,
    HoldFactory,
    MergeFactory,
    PersonFactory,
    PlaceFactory,
    RelationshipFactory,
    ReleaseFactory,
    StatementFactory,
    cite,
)
from tests.publication.rendered import MODELS, record_rows, rendered, set_values
from tests.publication.whole import cite_all, rows_of_every_kind

All = dict[UUID, Rendered[Any]]


@pytest.fixture
def world(cast: Cast) -> Cast:
    """The cast with a row of every kind for every audience, neighbours, copies, and things that are kept back."""
    for audience in Audience:
        rows = rows_of_every_kind(cast.released, cast.event, mark=f"Kanarejka {audience}", audience=audience)
        cite_all(rows, DocumentFactory.create(text=f"A fable of Kanarejka for {audience.name}."))
    friend = PersonFactory.create(slug="friend", audience=Audience.PARTNER)
    rows = [
        RelationshipFactory.create(person=cast.released, other=friend),
        RelationshipFactory.create(person=cast.released, other=cast.embargoed),
        StatementFactory.create(event=cast.event, speaker_person=friend, speaker_description=""),
        ReleaseFactory.create(person=friend, event=EventFactory.create()),
    ]
    cite_all(rows, DocumentFactory.create(text="About friends."))
    _copies(cast)
    _places(cast)
    cite(cast.released, "died", "2040", attributed_person=friend)
    MergeFactory.create(survivor=cast.released, former=PersonFactory.create())
    HoldFactory.create(event=EventFactory.create(slug="held"))
    return cast


def _copies(cast: Cast) -> None:
    """Two papers that may be one voice, by a third."""
    origin = DocumentFactory.create(slug="origin", publisher=None)
    for number in range(2):
        paper = DocumentFactory.create(slug=f"copy-{number}")
        arrow = DerivationFactory.create(document=paper, origin=origin, kind=DerivationKind.COPY)
        cite_all([arrow], paper)
        cite(cast.released, "born", "1980", document=paper)
    cite(cast.released, "born", "1990", document=origin)


def _places(cast: Cast) -> None:
    """Two places of which one may lie in the other."""
    country = PlaceFactory.create(slug="country")
    town = PlaceFactory.create(slug="town", parent=PlaceFactory.create(slug="region", parent=country))
    detention = DetentionFactory.create(person=cast.released, place=town)
    for place in (country, town):
        cite(detention, "place", str(place.pk))
    cite(DestinationFactory.create(release=cast.released.releases.get(event=cast.event), place=town))


def all_bodies() -> All:
    return {pk: one for kind in MODELS for pk, one in rendered(kind).items()}


def touched(row: Any) -> set[UUID]:
    """What a write on a row touches: itself, and what it is about."""
    if isinstance(row, Citation):
        return {row.target_id}
    if isinstance(row, Passage):
        return {row.document_id}
    return {row.pk}


def changes(row: Any) -> Iterator[dict[str, Any]]:
    """Ways to change a row that the public's bodies could show."""
    yield {"audience": Audience.INTERNAL if row.audience == Audience.PUBLIC else Audience.PUBLIC}
    if isinstance(row, Citation):
        yield {"verdict": Verdict.REJECTED if row.verdict == Verdict.ACCEPTED else Verdict.ACCEPTED}
    if isinstance(row, Document):
        yield {"retracted": None if row.retracted else date(2025, 1, 1)}
        yield {"title": "Otherwise"}
    for name in ("slug", "name", "text", "title", "remark"):
        if isinstance(getattr(row, name, None), str) and not isinstance(row, Document):
            yield {name: f"{getattr(row, name)} otherwise"[-100:]}
    if hasattr(row, "parent_id"):
        yield {"parent": None}


def unread(before: All, after: All, ids: set[UUID]) -> list[str]:
    """The bodies that changed, went or came and did not say that they read any of the ids."""
    found = []
    for pk in before.keys() | after.keys():
        one, other = before.get(pk), after.get(pk)
        if (one and one.body) == (other and other.body) or pk in ids:
            continue
        # What comes anew has said nothing yet; its subject was touched, or something on it that decides about it.
        if one and ids.isdisjoint(one.read):
            found.append(str(one.body["slug"]))
    return found


def assert_read(ids: set[UUID], change: Any, before: All) -> None:
    with transaction.atomic():
        with acting(actor="test:editor"):
            change()
        assert unread(before, all_bodies(), ids) == []
        transaction.set_rollback(True)


def test_every_change_to_every_row(world: Cast) -> None:
    before = all_bodies()
    for row in record_rows():
        for values in changes(row):
            assert_read(touched(row), lambda row=row, values=values: set_values(row, **values), before)


def test_every_hold_that_could_be_placed_or_lifted(world: Cast) -> None:
    before = all_bodies()
    for kind, model in MODELS.items():
        for record in model.objects.all():
            passages = passages_about([record.pk])
            quoting = {pk for pk, one in before.items() if one.quotes & passages or one.passages & passages}

            def place(kind: str = kind, record: Any = record) -> None:
                Hold.objects.create(**{kind: record, "reason": "not yet"})

            assert_read({record.pk} | quoting, place, before)
    for hold in Hold.objects.active():
        subjects = {pk for pk in (hold.person_id, hold.event_id, hold.document_id) if pk}
        assert_read(subjects, lambda hold=hold: set_values(hold, lifted=timezone.now()), before)


def test_every_merge_made_or_undone(world: Cast) -> None:
    before = all_bodies()
    merge = Merge.objects.get()
    assert_read({merge.survivor_id, merge.former_id}, lambda: set_values(merge, undone=timezone.now()), before)
    for former in Person.objects.exclude(pk__in=[world.released.pk, merge.former_id]):

        def unite(former: Person = former) -> None:
            Merge.objects.create(survivor=world.released, former=former)

        assert_read({world.released.pk, former.pk}, unite, before)


def test_every_id_in_a_body_was_read(world: Cast) -> None:
    for one in all_bodies().values():
        assert ids_in(one.body) <= {str(pk) for pk in one.read}


def ids_in(body: Any) -> set[str]:
    if isinstance(body, dict):
        own = {body["id"]} if body.get("id") else set()
        return own.union(*(ids_in(value) for value in body.values()))
    return set().union(*(ids_in(value) for value in body)) if isinstance(body, list) else set()
