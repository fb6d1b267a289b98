"""One passage is made to say one thing about one field of one record, or nothing is written."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.actions import DocumentWithoutText, cite
from people.models import Citation
from people.vocabulary import Basis
from sources.history import acting
from sources.models import Passage
from sources.quotes import QuoteAmbiguous, QuoteNotFound
from tests.factories import DetentionFactory, DocumentFactory, HoldFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
TEXT = "Held since May 2027, Jan said. Held since May 2027, Ada said."


def test_a_citation_finds_its_passage_and_states_in_canonical_text() -> None:
    detention, document = DetentionFactory.create(), DocumentFactory.create(text=TEXT)
    paper = OrganisationFactory.create()
    with acting(actor="test:cite"):
        made = cite(
            record=detention, field="began", states=" 2027-05 ", document=document, quote="Jan said", at=21, by=paper
        )
    kept = Citation.objects.get(pk=made.pk)
    assert (kept.target, kept.states, kept.attributed_organisation) == (detention, "2027-05", paper)
    assert (kept.passage.start, kept.passage.end, kept.passage.quote) == (21, 29, "Jan said")


def test_two_citations_of_one_sentence_share_the_passage() -> None:
    detention, document = DetentionFactory.create(), DocumentFactory.create(text=TEXT)
    with acting(actor="test:cite"):
        first = cite(record=detention, field="began", states="2027", document=document, quote="Jan said.")
        second = cite(record=detention, document=document, quote="Jan said.", basis=Basis.IMPLIED)
    assert first.passage == second.passage


@pytest.mark.parametrize(
    ("field", "states", "quote", "error"),
    [
        ("began", "2027-13", "Jan said.", ValidationError),
        ("began", "May", "Jan said.", ValidationError),
        ("note", "x", "Jan said.", ValidationError),
        ("exists", "2027", "Jan said.", ValidationError),
        ("began", "2027", "Held since May 2027", QuoteAmbiguous),
        ("began", "2027", "held since May", QuoteNotFound),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    field: str, states: str, quote: str, error: type[Exception]
) -> None:
    detention, document = DetentionFactory.create(), DocumentFactory.create(text=TEXT)
    with acting(actor="test:cite"), pytest.raises(error):
        cite(record=detention, field=field, states=states, document=document, quote=quote)
    assert not Passage.objects.exists()
    assert not Citation.objects.exists()


def test_a_stub_cannot_be_quoted() -> None:
    with acting(actor="test:cite"), pytest.raises(DocumentWithoutText):
        cite(record=PersonFactory.create(), document=DocumentFactory.create(text=None), quote="x")


def test_what_is_no_fact_cannot_be_cited() -> None:
    hold = HoldFactory.create(person=PersonFactory.create())
    with acting(actor="test:cite"), pytest.raises(ValidationError, match="cannot be cited"):
        cite(record=hold, document=DocumentFactory.create(text=TEXT), quote="Jan said.")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40), data=st.data())
def test_whatever_the_text_the_database_agrees_with_the_offsets(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    document = DocumentFactory.create(text=text)
    with acting(actor="test:cite"):
        made = cite(record=PersonFactory.create(), document=document, quote=text[start:end], at=start)
    assert (made.passage.start, made.passage.end) == (start, end)
