"""The status in a body: for every day what ``people.status`` finds there, as far as the body shows what it rests on."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Detention, Person, Release
from people.stated import own_value
from people.status import status_on
from people.vocabulary import Outcome
from sources.vocabulary import Audience
from tests.factories import DetentionFactory, EventFactory, HoldFactory, PersonFactory, ReleaseFactory, cite
from tests.publication.rendered import body

pytestmark = pytest.mark.django_db
DATES = ["2019", "2019-06", "2019-06-15", "2020-01-01/2020-03-05", "../2019-02", "2020/..", "2019-06~", None]
FIRST, LAST = date(2018, 12, 1), date(2020, 12, 31)


@st.composite
def lives(draw: st.DrawFn) -> dict[str, Any]:
    """Up to three episodes and three releases, some of an event, some of an episode."""
    dates = st.sampled_from(DATES)
    episodes = st.fixed_dictionaries({"began": dates, "ended": st.sampled_from(["..", *DATES])})
    releases = st.fixed_dictionaries(
        {
            "date": dates,
            "outcome": st.sampled_from(Outcome.values),
            "of_event": st.one_of(st.none(), dates),
            "episode": st.sampled_from([None, 0, 1]),
        }
    )
    return {"episodes": draw(st.lists(episodes, max_size=2)), "releases": draw(st.lists(releases, max_size=3))}


def lived(life: dict[str, Any]) -> Person:
    """Write the life into the record, every value cited."""
    person: Person = PersonFactory.create()
    episodes = [DetentionFactory.create(person=person, **possible(one)) for one in life["episodes"]]
    for one in life["releases"]:
        event = EventFactory.create(date=one["of_event"]) if one["of_event"] else None
        at = one["episode"]
        episode = episodes[at] if at is not None and at < len(episodes) else None
        release = ReleaseFactory.create(
            person=person, event=event, detention=episode, date=one["date"], outcome=one["outcome"]
        )
        state(release, ("date", "outcome", "event", "detention"))
        if event:
            state(event, ("date",))
    for episode in episodes:
        state(episode, ("began", "ended"))
    return person


def possible(episode: dict[str, Any]) -> dict[str, Any]:
    """An episode that does not end before it begins."""
    early = episode["ended"] in ("../2019-02", "2019", "2019-06", "2019-06-15", "2019-06~")
    return {**episode, "began": None} if early else episode


def state(record: Any, fields: Iterable[str]) -> None:
    cite(record)
    for name in fields:
        if own_value(record, name):
            cite(record, name, own_value(record, name))


def on(timeline: list[Any], day: date) -> tuple[str, str | None]:
    """What a reader of the body finds for a day."""
    standing = [one for one in timeline if one["from"] is None or date.fromisoformat(one["from"]) <= day][-1]
    return standing["value"], standing["since"]


def computed(person: Person, day: date, audience: Audience = Audience.PUBLIC) -> tuple[str, str | None]:
    found = Person.objects.annotate(told=status_on(day, audience)).values_list("told", flat=True).get(pk=person.pk)
    return found["value"], found["since"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(life=lives())
def test_the_timeline_tells_every_day_as_the_status_of_that_day(life: dict[str, Any]) -> None:
    person = lived(life)
    told = body(person, day=FIRST)["status"]["timeline"]
    begun = [date.fromisoformat(one["from"]) for one in told if one["from"]]
    days = {FIRST, LAST, *begun, *(day - timedelta(days=1) for day in begun)}
    for day in days:
        assert on(told, day) == computed(person, day)
        status = body(person, day=day)["status"]
        assert (status["value"], status["since"]) == on(told, day)
        assert status["timeline"] == told


def test_the_timeline_begins_with_always_and_goes_forward() -> None:
    person = lived({"episodes": [{"began": "2019", "ended": None}], "releases": []})
    assert body(person)["status"]["timeline"] == [
        {"value": "unknown", "since": None, "from": None},
        {"value": "last_known_detained", "since": "2019", "from": "2019-12-31"},
    ]


def test_what_holds_nobody_knows_since_when_holds_always() -> None:
    person = lived({"episodes": [{"began": None, "ended": ".."}], "releases": []})
    assert body(person)["status"]["timeline"] == [{"value": "detained", "since": None, "from": None}]


def test_nothing_is_always_unknown() -> None:
    assert body(PersonFactory.create())["status"]["timeline"] == [{"value": "unknown", "since": None, "from": None}]


class TestNothingHiddenMovesIt:
    """Neither a row nor a day that the body does not tell."""

    def released(self, **hidden: Any) -> tuple[Person, Release]:
        person: Person = PersonFactory.create()
        cite(DetentionFactory.create(person=person, began="2019-05-05"), "began", "2019-05-05")
        release = ReleaseFactory.create(person=person, event=None, date="2020-02-02")
        cite(release)
        cite(release, "date", "2020-02-02", **hidden)
        return person, release

    def test_a_day_that_is_told(self) -> None:
        person, _ = self.released()
        assert [one["from"] for one in body(person)["status"]["timeline"]] == [None, "2019-05-05", "2020-02-02"]

    def test_a_day_that_is_not_told(self) -> None:
        person, _ = self.released(audience=Audience.PARTNER)
        told = body(person)
        assert told["releases"][0]["date"] is None
        assert "2020-02-02" not in str(told)
        assert "2020-02-02" in str(body(person, Audience.PARTNER))

    def test_the_day_of_an_event_that_may_not_be_named(self) -> None:
        event = EventFactory.create(date="2020-02-02", audience=Audience.PARTNER)
        cite(event, "date", "2020-02-02")
        person = PersonFactory.create()
        release = ReleaseFactory.create(person=person, event=event)
        cite(release)
        cite(release, "event", str(event.pk))
        assert body(person)["status"]["timeline"] == [{"value": "released", "since": None, "from": None}]
        assert body(person, Audience.PARTNER)["status"]["timeline"][-1]["from"] == "2020-02-02"

    def test_an_outcome_that_is_not_told(self) -> None:
        person: Person = PersonFactory.create()
        release = ReleaseFactory.create(person=person, event=None, outcome=Outcome.DIED)
        cite(release, "circumstances", "at night")
        assert body(person)["status"]["value"] == "unknown"
        cite(release, "outcome", "died")
        assert body(person)["status"]["value"] == "died_in_custody"

    def test_not_ended_needs_a_source_that_says_so(self) -> None:
        episode: Detention = DetentionFactory.create(began="2019", ended="..")
        cite(episode, "began", "2019")
        assert body(episode.person)["status"]["value"] == "last_known_detained"
        assert computed(episode.person, LAST)[0] == "last_known_detained"
        cite(episode, "ended", "..")
        assert body(episode.person)["status"]["value"] == "detained"
        assert computed(episode.person, LAST)[0] == "detained"

    def test_a_release_that_only_a_held_passage_tells_of(self) -> None:
        person, release = self.released()
        held = PersonFactory.create()
        for citation in release.citations.all():
            document = citation.passage.document
            cite(held.names.get(), "text", "x", document=document, quote=(document.text or "")[3:8])
        assert body(person)["status"]["value"] == "released"
        HoldFactory.create(person=held)
        assert body(person)["status"]["value"] == "last_known_detained"
        assert computed(person, LAST)[0] == "last_known_detained"
        assert body(person, Audience.INTERNAL)["status"]["value"] == "released"
