"""The status of an invented person on a day, for an audience, as a table of lives."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from people.models import Detention, Event, Person, Release
from people.status import status_on
from people.vocabulary import Verdict
from sources.history import acting
from sources.models import Document
from sources.vocabulary import Audience
from tests.factories import (
    DetentionFactory,
    EventFactory,
    HoldFactory,
    PersonFactory,
    ReleaseFactory,
    cite,
)

pytestmark = pytest.mark.django_db
TODAY = date(2032, 1, 1)


def status(person: Person, *, on: date = TODAY, audience: Audience = Audience.PUBLIC) -> tuple[str, str | None]:
    asked = Person.objects.annotate(status=status_on(on, audience)).values_list("status", flat=True)
    found = asked.get(pk=person.pk)
    return found["value"], found["since"]


@dataclass(frozen=True, kw_only=True)
class Life:
    """What is known of somebody, and the status that follows from it today."""

    detentions: list[dict[str, Any]] = field(default_factory=list)
    releases: list[dict[str, Any]] = field(default_factory=list)
    expected: tuple[str, str | None]


LIVES = {
    "nothing is known": Life(expected=("unknown", None)),
    "held, end unknown": Life(detentions=[{"began": "2030"}], expected=("last_known_detained", "2030")),
    "held, cited as not ended": Life(detentions=[{"began": "2030", "ended": ".."}], expected=("detained", "2030")),
    "held since nobody knows when": Life(detentions=[{"ended": ".."}], expected=("detained", None)),
    "ended, nobody says how": Life(
        detentions=[{"began": "2030", "ended": "2031-05"}], expected=("not_detained", "2031-05")
    ),
    "released": Life(
        detentions=[{"began": "2030"}], releases=[{"date": "2031-03-03"}], expected=("released", "2031-03-03")
    ),
    "released, beginning unknown": Life(releases=[{"date": "2031-03-03"}], expected=("released", "2031-03-03")),
    "released without any date": Life(detentions=[{}], releases=[{}], expected=("released", None)),
    "arrested again": Life(
        detentions=[{"began": "2030"}, {"began": "2031-06"}],
        releases=[{"date": "2031-03-03"}],
        expected=("last_known_detained", "2031-06"),
    ),
    "released twice": Life(
        detentions=[{"began": "2030"}, {"began": "2031-06"}],
        releases=[{"date": "2031-03-03"}, {"date": "2031-09"}],
        expected=("released", "2031-09"),
    ),
    "died in custody": Life(
        detentions=[{"began": "2030"}],
        releases=[{"date": "2031-03-03", "outcome": "died"}],
        expected=("died_in_custody", "2031-03-03"),
    ),
    "brought back": Life(releases=[{"date": "2031-03-03", "outcome": "returned"}], expected=("detained", "2031-03-03")),
    "refused to leave": Life(
        releases=[{"date": "2031-03-03", "outcome": "refused"}], expected=("last_known_detained", "2031-03-03")
    ),
}


@pytest.mark.parametrize("life", LIVES.values(), ids=LIVES.keys())
def test_the_latest_fact_decides(life: Life) -> None:
    person = PersonFactory.create()
    for episode in life.detentions:
        detention = DetentionFactory.create(person=person, **{"began": None, **episode})
        cite(detention)
        if episode.get("ended"):
            cite(detention, "ended", episode["ended"])
    for out in life.releases:
        cite(ReleaseFactory.create(person=person, **{"event": None, **out}))
    assert status(person) == life.expected


def held_and_released(**release: Any) -> tuple[Person, Detention, Release]:
    person = PersonFactory.create()
    detention = DetentionFactory.create(person=person, began="2030-06")
    cite(detention)
    out = ReleaseFactory.create(person=person, **{"event": None, "date": "2031-03-03", **release})
    cite(out)
    return person, detention, out


class TestDay:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2030, 5, 31), "unknown"),
            (date(2030, 6, 15), "unknown"),
            (date(2030, 6, 30), "last_known_detained"),
            (date(2031, 3, 2), "last_known_detained"),
            (date(2031, 3, 3), "released"),
        ],
    )
    def test_a_partial_date_counts_from_the_last_day_it_may_mean(self, day: date, expected: str) -> None:
        person, _, _ = held_and_released()
        assert status(person, on=day)[0] == expected

    def test_two_possible_days_count_from_the_second(self) -> None:
        person, _, _ = held_and_released(date="2031-03-03/2031-03-04")
        assert status(person, on=date(2031, 3, 3))[0] == "last_known_detained"
        assert status(person, on=date(2031, 3, 4)) == ("released", "2031-03-03/2031-03-04")

    def test_a_release_takes_the_date_of_its_event(self) -> None:
        event = EventFactory.create(date="2031-03-04")
        person, _, _ = held_and_released(event=event, date=None)
        assert status(person) == ("released", "2031-03-04")

    def test_an_undated_release_comes_after_the_episode_it_ends(self) -> None:
        person, detention, release = held_and_released(date=None)
        assert status(person)[0] == "last_known_detained"
        with acting(actor="test"):
            release.detention = detention
            release.save()
        assert status(person)[0] == "released"


class TestAudience:
    """A hidden row must not flip what outsiders see; staff see everything."""

    def test_an_internal_release_does_not_flip_a_public_status(self) -> None:
        person, _, _ = held_and_released(audience=Audience.INTERNAL)
        assert status(person) == ("last_known_detained", "2030-06")
        assert status(person, audience=Audience.INTERNAL) == ("released", "2031-03-03")

    def test_a_partner_sees_what_is_for_partners(self) -> None:
        person, _, _ = held_and_released(audience=Audience.PARTNER)
        assert status(person, audience=Audience.PARTNER)[0] == "released"
        assert status(person)[0] == "last_known_detained"

    def test_a_release_that_nobody_cites_is_for_staff_only(self) -> None:
        person, _, release = held_and_released()
        with acting(actor="test"):
            release.citations.update(verdict=Verdict.NOTED)
        assert status(person)[0] == "last_known_detained"
        assert status(person, audience=Audience.INTERNAL)[0] == "released"

    @pytest.mark.parametrize("change", [{"retracted": date(2031, 4, 1)}, {"audience": Audience.INTERNAL}])
    def test_a_document_that_may_not_be_named_or_was_taken_back_supports_nothing(self, change: dict[str, Any]) -> None:
        person, _, release = held_and_released()
        with acting(actor="test"):
            Document.objects.filter(passages__citations__release=release).update(**change)
        assert status(person)[0] == "last_known_detained"

    def test_a_held_document_supports_nothing_until_the_hold_is_lifted(self) -> None:
        person, _, release = held_and_released()
        hold = HoldFactory.create(document=Document.objects.get(passages__citations__release=release), person=None)
        assert status(person)[0] == "last_known_detained"
        with acting(actor="test"):
            hold.lifted = datetime(2031, 5, 1, tzinfo=UTC)
            hold.save()
        assert status(person)[0] == "released"

    def test_a_held_event_hides_the_release_and_all_else_of_whoever_was_released(self) -> None:
        event: Event = EventFactory.create(date="2031-03-04")
        person, _, _ = held_and_released(event=event)
        HoldFactory.create(event=event, person=None)
        assert status(person)[0] == "unknown"
        assert status(person, audience=Audience.INTERNAL)[0] == "released"

    def test_an_end_needs_its_own_citation(self) -> None:
        person = PersonFactory.create()
        cite(DetentionFactory.create(person=person, began="2030", ended="2031"), "began", "2030")
        assert status(person)[0] == "last_known_detained"
        assert status(person, audience=Audience.INTERNAL)[0] == "not_detained"


def test_the_status_of_many_is_one_query() -> None:
    for _ in range(5):
        held_and_released()
    with CaptureQueriesContext(connection) as queries:
        found = list(
            Person.objects.annotate(status=status_on(TODAY, Audience.PUBLIC), value=F("status__value")).filter(
                status__value="released"
            )
        )
    assert (len(found), len(queries)) == (5, 1)
