"""Who says what, how many independent voices, and whether they conflict: invented papers about an invented release."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.corroboration import Corroboration, corroborate
from people.models import Event, Release
from people.vocabulary import Basis, Verdict
from sources.agreement import Agreement
from sources.history import acting
from sources.models import Document, Organisation
from sources.record import Record
from sources.vocabulary import Audience, DerivationKind
from tests.factories import (
    DerivationFactory,
    DestinationFactory,
    DocumentFactory,
    EventFactory,
    HoldFactory,
    OrganisationFactory,
    PersonFactory,
    PlaceFactory,
    ReleaseFactory,
    TallyFactory,
    cite,
)

pytestmark = pytest.mark.django_db


def paper(**values: Any) -> Document:
    """A document of an unknown publisher."""
    made: Document = DocumentFactory.create(**{"publisher": None, **values})
    return made


def said_of(record: Record, field: str, audience: Audience = Audience.INTERNAL) -> Corroboration:
    return corroborate([record], audience=audience)[record.pk, field]


@pytest.fixture
def event() -> Event:
    made: Event = EventFactory.create(date="2031-03-03")
    return made


class TestAgreement:
    @pytest.mark.parametrize(
        ("field", "stated", "expected"),
        [
            ("date", ["2031-03-03", "2031-03-03"], Agreement.AGREE),
            ("date", ["2031-03", "2031-03-03"], Agreement.REFINE),
            ("date", ["2031-03-03/2031-03-04", "2031-03-04/2031-03-05"], Agreement.OVERLAP),
            ("date", ["2031-03-03", "2031-03-04"], Agreement.CONFLICT),
            ("mode", ["pardon", "unknown"], Agreement.REFINE),
            ("mode", ["pardon", "exchange"], Agreement.CONFLICT),
            ("country", ["BY", "RU"], Agreement.CONFLICT),
            ("state", ["rumoured", "completed"], Agreement.REFINE),
            ("stated_reason", ["humanity", "a deal"], Agreement.INCOMPARABLE),
        ],
    )
    def test_stated_values_are_judged_by_the_kind_of_the_field(
        self, event: Event, field: str, stated: list[str], expected: Agreement
    ) -> None:
        for value in stated:
            cite(event, field, value, document=paper())
        assert said_of(event, field).agreement is expected

    def test_counts_are_ranges(self) -> None:
        tally = TallyFactory.create()
        cite(tally, "count", "12..")
        cite(tally, "count", "123")
        assert said_of(tally, "count").agreement is Agreement.REFINE

    def test_durations_are_ranges(self) -> None:
        detention = ReleaseFactory.create().person.detentions.create
        with acting(actor="test"):
            episode = detention(time_held="P1613D")
        cite(episode, "time_held", "P4Y")
        cite(episode, "time_held", "P1613D")
        assert not said_of(episode, "time_held").conflicting

    def test_places_refine_by_containment_through_several_levels(self) -> None:
        country = PlaceFactory.create(kind="country")
        city = PlaceFactory.create(kind="city", parent=PlaceFactory.create(kind="region", parent=country))
        elsewhere = PlaceFactory.create(kind="country")
        leg = DestinationFactory.create(release=ReleaseFactory.create())
        for place in (country, city):
            cite(leg, "place", str(place.pk))
        assert said_of(leg, "place").agreement is Agreement.REFINE
        cite(leg, "place", str(elsewhere.pk))
        assert said_of(leg, "place").conflicting

    def test_progress_never_conflicts(self) -> None:
        leg = DestinationFactory.create(release=ReleaseFactory.create())
        cite(leg, "progress", "expected")
        cite(leg, "progress", "reached")
        assert said_of(leg, "progress").agreement is Agreement.REFINE

    def test_a_noted_claim_conflicts_and_a_rejected_one_is_never_shown(self, event: Event) -> None:
        cite(event, "date", "2031-03-03")
        cite(event, "date", "2031-03-04", verdict=Verdict.NOTED)
        assert said_of(event, "date").conflicting
        with acting(actor="test"):
            event.citations.filter(states="2031-03-04").update(verdict=Verdict.REJECTED)
        assert [claim.value for claim in said_of(event, "date").claims] == ["2031-03-03"]


class TestVoices:
    def independent(self, event: Event) -> int:
        return said_of(event, "date").independent

    def says(self, event: Event, document: Document, **more: Any) -> None:
        cite(event, "date", "2031-03-03", document=document, **more)

    def test_two_papers_are_two_voices(self, event: Event) -> None:
        self.says(event, paper())
        self.says(event, paper())
        assert self.independent(event) == 2

    def test_one_paper_that_says_it_twice_is_one_voice(self, event: Event) -> None:
        document = paper(text="Free. They are free.")
        self.says(event, document, quote="Free.")
        self.says(event, document, quote="They are free.")
        assert self.independent(event) == 1

    @pytest.mark.parametrize(
        ("kind", "voices"),
        [
            (DerivationKind.COPY, 1),
            (DerivationKind.DIGEST, 1),
            (DerivationKind.TRANSLATION, 1),
            (DerivationKind.DRAWS_ON, 2),
        ],
    )
    def test_what_retells_a_text_is_its_voice(self, event: Event, kind: DerivationKind, voices: int) -> None:
        original, other = paper(), paper()
        DerivationFactory.create(document=other, origin=original, kind=kind)
        self.says(event, original)
        self.says(event, other)
        assert self.independent(event) == voices

    def test_a_copy_of_a_translation_comes_down_to_the_same_stub(self, event: Event) -> None:
        stub, translation, copy = paper(text=None), paper(), paper()
        DerivationFactory.create(document=translation, origin=stub, kind=DerivationKind.TRANSLATION)
        DerivationFactory.create(document=copy, origin=translation, kind=DerivationKind.COPY)
        self.says(event, translation)
        self.says(event, copy)
        assert self.independent(event) == 1

    def test_documents_derived_in_a_circle_are_one_voice(self, event: Event) -> None:
        one, other = paper(), paper()
        DerivationFactory.create(document=one, origin=other, kind=DerivationKind.COPY)
        DerivationFactory.create(document=other, origin=one, kind=DerivationKind.COPY)
        self.says(event, one)
        self.says(event, other)
        assert self.independent(event) == 1

    def test_two_papers_that_quote_one_organisation_are_one_voice(self, event: Event) -> None:
        ngo: Organisation = OrganisationFactory.create()
        self.says(event, paper(), attributed_organisation=ngo)
        self.says(event, paper(), attributed_organisation=ngo)
        assert self.independent(event) == 1

    def test_a_paper_and_another_that_quotes_it_are_one_voice(self, event: Event) -> None:
        publisher: Organisation = OrganisationFactory.create()
        self.says(event, paper(publisher=publisher))
        self.says(event, paper(), attributed_organisation=publisher)
        assert self.independent(event) == 1

    def test_a_speaker_and_the_paper_itself_are_two(self, event: Event) -> None:
        document = paper()
        self.says(event, document)
        self.says(event, document, attributed_person=PersonFactory.create())
        assert self.independent(event) == 2

    def test_described_voices_are_told_apart_by_their_words(self, event: Event) -> None:
        self.says(event, paper(), attributed_description="a man with a flag")
        self.says(event, paper(), attributed_description="a man with a flag")
        self.says(event, paper(), attributed_description="a guard")
        assert self.independent(event) == 2

    def test_what_is_implied_never_counts(self, event: Event) -> None:
        self.says(event, paper(), basis=Basis.IMPLIED)
        assert self.independent(event) == 0

    def test_a_retracted_document_counts_no_more_and_no_longer_conflicts(self, event: Event) -> None:
        self.says(event, paper())
        cite(event, "date", "2031-03-04", document=paper(retracted=date(2031, 4, 1)))
        said = said_of(event, "date")
        assert (said.independent, said.conflicting) == (1, False)
        assert [claim.independent for claim in said.claims] == [1, 0]

    def test_each_claim_counts_its_own_voices_best_supported_first(self, event: Event) -> None:
        cite(event, "date", "2031-03-03", document=paper())
        for _ in range(2):
            cite(event, "date", "2031-03-04", document=paper())
        assert [(c.value, c.independent) for c in said_of(event, "date").claims] == [
            ("2031-03-04", 2),
            ("2031-03-03", 1),
        ]


class TestAudience:
    def test_outsiders_see_neither_internal_citations_nor_documents(self, event: Event) -> None:
        cite(event, "date", "2031-03-03", document=paper())
        cite(event, "date", "2031-03-04", document=paper(), audience=Audience.INTERNAL)
        cite(event, "date", "2031-03-05", document=paper(audience=Audience.INTERNAL))
        cite(event, "date", "2031-03-06", document=paper(retracted=date(2031, 4, 1)))
        held = paper()
        HoldFactory.create(document=held, person=None)
        cite(event, "date", "2031-03-07", document=held)
        assert [claim.value for claim in said_of(event, "date", Audience.PUBLIC).claims] == ["2031-03-03"]
        assert len(said_of(event, "date").claims) == 5


def test_any_number_of_records_of_any_kinds_costs_the_same_queries(event: Event) -> None:
    def count(records: list[Record]) -> int:
        with CaptureQueriesContext(connection) as queries:
            corroborate(records)
        return len(queries)

    def one_more() -> list[Record]:
        release: Release = ReleaseFactory.create(event=event)
        leg = DestinationFactory.create(release=release)
        cite(release, "event", str(event.pk), document=paper(), attributed_person=release.person)
        cite(leg, "place", str(PlaceFactory.create().pk), document=paper())
        return [release, leg]

    few = [event, *one_more()]
    many = [*few, *(record for _ in range(10) for record in one_more())]
    assert count(few) == count(many) <= 5
