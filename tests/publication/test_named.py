"""Who may be seen but is not published is named nowhere: a body is as if they could not be seen at all."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

import pytest

from people.vocabulary import Mode
from publication.rendering.setting import Named
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import (
    DerivationFactory,
    DocumentFactory,
    EventFactory,
    EventPartFactory,
    PersonFactory,
    RelationshipFactory,
    ReleaseFactory,
    StatementFactory,
    cite,
)
from tests.publication.rendered import body, everything, rendered, set_values
from tests.publication.whole import cite_all

CANARY = "Kanarejka"


def without(*unpublished: Any) -> Named:
    """Everybody may be named but these."""
    gone = {record.pk for record in unpublished}

    def named(_audience: Audience, _model: Any, ids: Collection[UUID]) -> Collection[UUID]:
        return [pk for pk in ids if pk not in gone]

    return named


def others(named: Named, *gone: Any) -> dict[UUID, Any]:
    """All bodies but those of the given records."""
    kinds: tuple[Any, ...] = ("person", "event", "document")
    found = {pk: one.body for kind in kinds for pk, one in rendered(kind, named=named).items()}
    return {pk: told for pk, told in found.items() if pk not in {record.pk for record in gone}}


def person_in_everything(cast: Cast) -> Any:
    person = PersonFactory.create(slug="kanarejka", called=CANARY)
    rows = [
        RelationshipFactory.create(person=cast.released, other=person),
        EventPartFactory.create(event=cast.event, organisation=None, person=person),
        ReleaseFactory.create(person=person, event=cast.event),
        StatementFactory.create(event=cast.event, speaker_person=person, speaker_description="", wording="Hush."),
    ]
    cite_all(rows, DocumentFactory.create(text="Somebody was there."))
    cite(cast.released, "born", "1987", attributed_person=person)
    cite(cast.released, "born", "1988")
    return person


def event_in_everything(cast: Cast) -> Any:
    event = EventFactory.create(
        slug="kanarejka", name=CANARY, date="1987-02-03", country="LT", mode=Mode.PARDON, forced_exile="yes"
    )
    earlier = EventFactory.create(slug="talks", leads_to=event)
    rows = [
        event,
        earlier,
        ReleaseFactory.create(person=cast.held, event=event),
        EventPartFactory.create(event=event, organisation=None, person=cast.released),
        StatementFactory.create(event=event, speaker_person=cast.released, speaker_description="", wording="Hush."),
    ]
    cite_all(rows, DocumentFactory.create(text="Something happened."))
    cite(cast.released.releases.get(), "event", str(event.pk))
    return event


@pytest.mark.parametrize("make", [person_in_everything, event_in_everything])
def test_unpublished_is_as_if_unseen(cast: Cast, make: Callable[[Cast], Any]) -> None:
    record = make(cast)
    assert CANARY in everything()
    unpublished = others(without(record), record)
    set_values(record, audience=Audience.INTERNAL)
    assert others(without(), record) == unpublished
    assert CANARY not in str(unpublished)
    assert str(record.pk) not in str(unpublished)
    assert "1987-02-03" not in str(unpublished)


def test_a_release_of_an_unpublished_event_takes_nothing_of_it(cast: Cast) -> None:
    event = event_in_everything(cast)
    told = body(cast.held)["releases"][0]
    assert (told["event"]["name"], told["date"]["value"], told["mode"]["value"]) == (CANARY, "1987-02-03", "pardon")
    told = body(cast.held, named=without(event))["releases"][0]
    assert [told[field] for field in ("event", "country", "date", "mode", "forced_exile")] == [None] * 5


def test_a_document_may_be_cited_unpublished_but_not_named_as_an_origin(cast: Cast) -> None:
    origin = DocumentFactory.create(slug="kanarejka", title=CANARY)
    copy = DocumentFactory.create(supersedes=origin)
    cite_all([DerivationFactory.create(document=copy, origin=origin)], copy)
    cite(cast.held, "born", "1980", document=origin)
    named = without(origin)
    assert CANARY in str(body(copy))
    assert CANARY not in str(body(copy, named=named))
    assert CANARY in str(body(cast.held, named=named)["citations"])
