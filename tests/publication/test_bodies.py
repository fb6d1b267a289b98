"""What bodies say: values with their sentences, claims, what is unknown and what is known to be none."""

from datetime import date

import pytest

from people.models import Event
from people.vocabulary import Basis, Verdict
from publication.rendering.naming import NAME_WITHHELD
from sources.history import acting
from tests.cast import Cast
from tests.factories import (
    DerivationFactory,
    DestinationFactory,
    DetentionFactory,
    DocumentFactory,
    GroundFactory,
    OrganisationFactory,
    PersonFactory,
    PlaceFactory,
    ReleaseFactory,
    StatementFactory,
    cite,
)
from tests.publication.conftest import Get
from tests.publication.rendered import body as body_of


def test_every_label_leads_to_the_sentence_and_its_document(get: Get, cast: Cast) -> None:
    body = get("persons/mikola-kazka")
    (label,) = body["nationalities"][0]["citations"]
    assert body["citations"][label] == {
        "quote": "a citizen of Belarus",
        "document": {
            "id": str(cast.legend.pk),
            "slug": "legend",
            "title": "A walk into spring",
            "publisher": cast.legend.publisher and cast.legend.publisher.name,
        },
        "start": 59,
        "end": 79,
        "basis": "stated",
        "attributed_to": None,
        "verdict": "accepted",
    }


def test_names_come_in_all_spellings_the_preferred_first(get: Get, cast: Cast) -> None:
    body = get("persons/mikola-kazka")
    assert body["name"] == "Mikola Kazka"
    assert [(name["text"], name["preferred"]) for name in body["names"]] == [
        ("Mikola Kazka", True),
        ("Mikola Kaska", False),
    ]


def test_a_preferred_spelling_of_ours_needs_no_source(get: Get, db: None) -> None:
    PersonFactory.create(slug="ours", called="Our Spelling")
    (name,) = get("persons/ours")["names"]
    assert (name["text"], name["citations"], name["independent_sources"]) == ("Our Spelling", [], 0)


def test_two_days_of_release_are_shown_as_claims_with_their_sentences(get: Get, cast: Cast) -> None:
    body = get("persons/taisia-prydumka")
    (release,) = body["releases"]
    told = [
        (claim["value"], [body["citations"][label]["quote"] for label in claim["citations"]])
        for claim in release["date"]["claims"]
    ]
    assert (release["date"]["value"], release["date"]["conflicting"]) == ("2021-03-03", True)
    assert told == [
        ("2021-03-03", ["On 3 March 2021 two tellers of tales were pardoned"]),
        ("2021-03-04", ["walked free on 4 March 2021"]),
    ]


def test_the_status_carries_its_evidence(get: Get, cast: Cast) -> None:
    body = get("persons/taisia-prydumka")
    status = body["status"]
    assert (status["value"], status["since"]) == ("released", "2021-03-03")
    assert (status["conflicting"], status["independent_sources"]) == (True, 2)
    assert set(status["citations"]) >= set(body["releases"][0]["date"]["citations"])


def test_who_is_still_held_is_detained_because_a_source_says_so(get: Get, cast: Cast) -> None:
    body = get("persons/alesia-vydumka")
    assert body["status"]["value"] == "detained"
    assert body["detentions"][0]["ended"]["value"] == ".."


def test_status_counts_citations_of_one_voice_once(get: Get, cast: Cast) -> None:
    reprint = DocumentFactory.create(text="Alesia Vydumka is still behind bars")
    DerivationFactory.create(document=reprint, origin=cast.fable, kind="copy")
    cite(cast.held.detentions.get(), document=reprint)
    body = get("persons/alesia-vydumka")
    assert (body["status"]["independent_sources"], len(body["status"]["citations"])) == (1, 2)


def test_a_release_takes_date_mode_and_country_from_its_event(get: Get, cast: Cast) -> None:
    (release,) = get("persons/mikola-kazka")["releases"]
    assert release["event"] == {
        "id": str(cast.event.pk),
        "slug": "by-2021-03-03",
        "name": "Release of 3 March 2021",
    }
    assert (release["date"]["value"], release["mode"]["value"]) == ("2021-03-03", "pardon")
    assert release["country"]["value"] == "BY"


def test_what_is_said_of_the_release_itself_is_weighed_together_with_the_event(get: Get, cast: Cast) -> None:
    release = cast.released.releases.get()
    cite(release, "date", "2021-03-05", quote="Kazka came out on the fifth.")
    (told,) = get("persons/mikola-kazka")["releases"]
    assert told["date"]["value"] == "2021-03-03"
    assert [claim["value"] for claim in told["date"]["claims"]] == ["2021-03-03", "2021-03-04", "2021-03-05"]
    assert [claim["independent_sources"] for claim in told["date"]["claims"]] == [1, 1, 1]


def test_a_value_is_counted_by_those_who_state_it_or_a_finer_one(get: Get, cast: Cast) -> None:
    release = cast.released.releases.get()
    with acting(actor="test:x"):
        release.date = "2021-03"
        release.save()
    cite(release, "date", "2021-03", quote="Kazka came out in March.")
    cite(release, "date", "2021-03-05", quote="Kazka came out on the fifth.")
    cite(release, "date", "2021", quote="Kazka came out that year.")
    cite(release, "date", "2021-04-01", quote="Kazka came out in April.")
    (told,) = get("persons/mikola-kazka")["releases"]
    assert (told["date"]["value"], told["date"]["independent_sources"], told["date"]["conflicting"]) == (
        "2021-03",
        2,
        True,
    )


def test_a_release_with_a_date_of_its_own_does_not_take_the_events(get: Get, cast: Cast) -> None:
    release = cast.released.releases.get()
    with acting(actor="test:x"):
        release.date = "2021-03-05"
        release.save()
    cite(release, "date", "2021-03-05")
    (told,) = get("persons/mikola-kazka")["releases"]
    assert (told["date"]["value"], told["date"]["conflicting"]) == ("2021-03-05", False)
    assert "claims" not in told["date"]


def test_unknown_is_null_and_known_to_be_none_is_said(get: Get, cast: Cast) -> None:
    person = PersonFactory.create(slug="stateless")
    detention = DetentionFactory.create(person=person)
    cite(person, "nationalities", "none", quote="a stateless man")
    cite(detention)
    cite(detention, "grounds", "none", quote="no charge was brought")
    body = get("persons/stateless")
    assert (body["born"], body["roles"], body["nationalities"]) == (None, [], [])
    assert set(body["none"]) == {"nationalities"}
    assert set(body["detentions"][0]["none"]) == {"grounds"}
    label = body["none"]["nationalities"]["citations"][0]
    assert body["citations"][label]["quote"] == "a stateless man"
    assert "none" not in get("persons/mikola-kazka")


def test_claims_are_shown_when_unequal_even_without_conflict(get: Get, db: None) -> None:
    detention = DetentionFactory.create(time_held="4y")
    cite(detention, "time_held", "P4Y")
    cite(detention, "time_held", "P1613D")
    (told,) = get(f"persons/{detention.person.slug}")["detentions"]
    assert (told["time_held"]["value"], told["time_held"]["conflicting"]) == ("P4Y", False)
    assert sorted(claim["value"] for claim in told["time_held"]["claims"]) == ["P1613D", "P4Y"]


def test_the_one_claim_is_shown_where_it_is_not_the_value(get: Get, db: None) -> None:
    person = PersonFactory.create(born="1987")
    cite(person, "born", "1987-06")
    assert [claim["value"] for claim in get(f"persons/{person.slug}")["born"]["claims"]] == ["1987-06"]


def test_conflicting_places_are_claims_of_the_leg(get: Get, cast: Cast) -> None:
    leg = cast.released.releases.get().destinations.get()
    other = PlaceFactory.create(slug="elsewhere", name="Elsewhere", country="LT")
    cite(leg, "place", str(other.pk))
    (told,) = get("persons/mikola-kazka")["releases"][0]["destinations"]
    assert (told["country"], told["place"]["slug"], told["conflicting"]) == ("UA", "vydumia", True)
    assert sorted(claim["value"]["slug"] for claim in told["claims"]["place"]) == ["elsewhere", "vydumia"]


def test_legs_come_in_the_order_of_the_way(get: Get, cast: Cast) -> None:
    release = cast.released.releases.get()
    for stage in ("onward", "set_free"):
        cite(DestinationFactory.create(release=release, stage=stage))
    legs = get("persons/mikola-kazka")["releases"][0]["destinations"]
    assert [leg["stage"] for leg in legs] == ["set_free", "arrival", "onward"]


def test_whoever_the_sentence_holds_responsible_is_named(get: Get, cast: Cast) -> None:
    cite(cast.held, "born", "1987", attributed_organisation=OrganisationFactory.create(name="Order of Owls"))
    body = get("persons/alesia-vydumka")
    (claim,) = body["born"]["claims"]
    attributed = body["citations"][claim["citations"][0]]["attributed_to"]
    assert (attributed["kind"], attributed["name"]) == ("organisation", "Order of Owls")


def test_basis_verdict_and_reason_are_told(get: Get, cast: Cast) -> None:
    cite(cast.held, "born", "1987", basis=Basis.COMPUTED, verdict=Verdict.NOTED, why="forty-four in 2031")
    body = get("persons/alesia-vydumka")
    cited = body["citations"][body["born"]["citations"][0]]
    assert (cited["basis"], cited["verdict"], cited["why"]) == ("computed", "noted", "forty-four in 2031")


def test_grounds_of_a_group_stay_with_the_group(get: Get, cast: Cast) -> None:
    detention = cast.released.detentions.get()
    cite(GroundFactory.create(detention=detention, text="for a fable"))
    assert [ground["text"] for ground in get("persons/mikola-kazka")["detentions"][0]["grounds"]] == ["for a fable"]


def test_wordings_of_one_statement_are_claims(get: Get, cast: Cast) -> None:
    statement = StatementFactory.create(event=cast.event, wording="What a day.")
    cite(statement, "wording", "What a day.")
    cite(statement, "wording", "Such a day!")
    (told,) = get("events/by-2021-03-03")["statements"]
    assert told["speaker"] == {"kind": "described", "id": None, "name": "a passer-by"}
    assert sorted(claim["value"] for claim in told["claims"]["wording"]) == ["Such a day!", "What a day."]


def test_an_event_lists_numbers_with_their_claims_and_those_released(get: Get, cast: Cast) -> None:
    cite(cast.event.tallies.get(), "count", "3", document=cast.legend, quote="one of three")
    body = get("events/by-2021-03-03")
    (tally,) = body["tallies"]
    assert (tally["measure"], tally["count"]["value"], tally["count"]["conflicting"]) == ("released", "2", True)
    assert [claim["value"] for claim in tally["count"]["claims"]] == ["2", "3"]
    assert [member["person"]["name"] for member in body["members"]] == ["Mikola Kazka", "Taisia Prydumka"]


def test_a_document_tells_where_it_comes_from(get: Get, cast: Cast) -> None:
    cite(DerivationFactory.create(document=cast.legend, origin=cast.fable), document=cast.legend)
    (told,) = get("documents/legend")["derivations"]
    assert (told["kind"], told["document"]["slug"]) == ("translation", "fable")


@pytest.mark.parametrize("day", ["2021-03-02", "2021-03-03"])
def test_an_unknown_status_has_no_evidence(cast: Cast, day: str) -> None:
    status = body_of(cast.disputed, day=date.fromisoformat(day))["status"]
    known = day >= "2021-03-03"
    assert (status["value"], bool(status["citations"])) == ("released" if known else "unknown", known)


def test_a_person_without_any_row_is_a_body_all_the_same(get: Get, db: None) -> None:
    bare = PersonFactory.create(called="")
    body = get(f"persons/{bare.pk}")
    assert (body["name"], body["names"], body["citations"]) == (NAME_WITHHELD, [], {})
    assert body["status"]["value"] == "unknown"


def test_a_release_without_an_event_stands_alone(get: Get, db: None) -> None:
    release = ReleaseFactory.create(date="2021-03", person=PersonFactory.create(slug="alone"))
    cite(release, "date", "2021-03")
    body = get("persons/alone")
    assert (body["releases"][0]["event"], body["releases"][0]["date"]["value"]) == (None, "2021-03")
    assert (body["status"]["value"], body["status"]["since"]) == ("released", "2021-03")
    assert not Event.objects.exists()
