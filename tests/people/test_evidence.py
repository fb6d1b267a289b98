"""Every value is shown with what it rests on, or as resting on nothing."""

import pytest
from pytest_django import DjangoAssertNumQueries

from people.evidence import FieldEvidence, evidence_of
from people.vocabulary import Verdict
from sources.record import Record
from sources.rows import rows_under
from tests.cast import make_cast
from tests.factories import DestinationFactory, DetentionFactory, PersonFactory, PlaceFactory, cite

pytestmark = pytest.mark.django_db


def _field(record: Record, name: str) -> FieldEvidence:
    (one,) = evidence_of([record])
    return next(field for field in one.fields if field.name == name)


def test_a_value_without_any_accepted_citation_is_uncited() -> None:
    detention = DetentionFactory.create(began="2027")
    assert _field(detention, "began").uncited
    cite(detention, "began", "2027", verdict=Verdict.NOTED)
    assert _field(detention, "began").uncited
    cite(detention, "began", "2027")
    assert not _field(detention, "began").uncited


def test_that_the_record_is_right_does_not_bear_its_other_values() -> None:
    detention = DetentionFactory.create(began="2027")
    cite(detention)
    assert _field(detention, "began").uncited


def test_what_a_sentence_says_in_one_breath_is_borne_together() -> None:
    leg = DestinationFactory.create(progress="reached")
    cite(leg, "place", str(leg.place_id))
    assert not _field(leg, "stage").uncited
    assert not _field(leg, "progress").uncited


def test_an_accepted_claim_of_another_value_shows_that_the_record_differs_until_somebody_says_why() -> None:
    detention = DetentionFactory.create(began="2027")
    cite(detention, "began", "2026")
    assert _field(detention, "began").differs
    cite(detention, "began", "2026-12", why="the indictment counts from the arrest")
    assert not _field(detention, "began").differs


def test_claims_are_shown_in_words_with_their_voices_the_own_value_marked() -> None:
    here, there = PlaceFactory.create(name="Fabelgrad"), PlaceFactory.create(name="Vydumia")
    detention = DetentionFactory.create(place=here)
    cite(detention, "place", str(here.pk))
    cite(detention, "place", str(here.pk))
    cite(detention, "place", str(there.pk), attributed_description="a neighbour")
    field = _field(detention, "place")
    assert [(claim.value, claim.independent, claim.own) for claim in field.claims] == [
        ("Fabelgrad", 2, True),
        ("Vydumia", 1, False),
    ]
    assert field.conflicting


def test_sentences_that_state_no_value_are_shown_apart() -> None:
    detention = DetentionFactory.create(circumstances="at night")
    cite(detention, "circumstances", "")
    (claim,) = _field(detention, "circumstances").claims
    assert (claim.value, claim.independent, len(claim.citations)) == ("", 1, 1)


def test_a_list_known_to_be_empty_is_shown_so() -> None:
    person = PersonFactory.create()
    cite(person, "nationalities", "none")
    assert _field(person, "nationalities").claims[0].value == "known to be none"


def test_fields_without_value_and_citation_are_left_out() -> None:
    (one,) = evidence_of([PersonFactory.create()])
    assert one.fields == ()


def test_more_rows_and_sentences_cost_no_more_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person = make_cast().released
    rows = [person, *rows_under(person)]
    with django_assert_num_queries(6) as few:
        evidence_of(rows)
    for _ in range(3):
        detention = DetentionFactory.create(person=person, place=PlaceFactory.create())
        cite(detention, "place", str(PlaceFactory.create().pk))
    rows = [person, *rows_under(person)]
    with django_assert_num_queries(len(few)):
        evidence_of(rows)
