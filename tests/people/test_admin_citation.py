"""Evidence is added by pasting a sentence; what cannot be is refused and stays in the form."""

from typing import Any

import pytest
from django.urls import reverse

from people.models import Citation, Detention
from sources.models import Document
from sources.vocabulary import Audience
from tests.desk import editor, errors_of, held_by
from tests.factories import DetentionFactory, DocumentFactory, OrganisationFactory, PersonFactory, PlaceFactory, cite

pytestmark = pytest.mark.django_db
TEXT = "Jan Nichto was held in May.\nHe was held in May, they say.\n“Not guilty”, he said."


@pytest.fixture
def detention() -> Detention:
    return DetentionFactory.create(person=PersonFactory.create(called="Jan Nichto"), began="2027-05")


@pytest.fixture
def document() -> Document:
    return DocumentFactory.create(text=TEXT)


def _address(detention: Detention, field: str) -> str:
    return f"{reverse('admin:people_citation_add')}?detention={detention.pk}&field={field}"


def _cite(detention: Detention, field: str, **typed: Any) -> Any:
    client, address = editor(), _address(detention, field)
    return client.post(address, held_by(client.get(address), **typed))


def test_a_pasted_sentence_becomes_a_citation_by_whoever_is_signed_in(detention: Detention, document: Document) -> None:
    paper = OrganisationFactory.create()
    response = _cite(
        detention,
        "began",
        document=document.pk,
        quote="Jan Nichto was held",
        states="2027-05",
        basis="resolved",
        attributed_organisation=paper.pk,
        why="the year is the paper's",
    )
    assert response.status_code == 302
    assert response["Location"] == reverse("admin:people_detention_change", args=[detention.pk]) + "#evidence"
    made = Citation.objects.get()
    assert (made.target, made.field, made.states, made.basis) == (detention, "began", "2027-05", "resolved")
    assert (made.passage.quote, made.attributed_organisation) == ("Jan Nichto was held", paper)
    assert str(made.judged_by) == "vera"
    assert made.audience == Audience.PUBLIC, "as its record"


def test_line_breaks_of_a_browser_are_those_of_the_text(detention: Detention, document: Document) -> None:
    response = _cite(detention, "exists", document=document.pk, quote=" they say.\r\n“Not guilty”, ")
    assert response.status_code == 302
    assert Citation.objects.get().passage.quote == "they say.\n“Not guilty”,"


def test_a_quote_that_is_not_in_the_document_is_refused_and_everything_typed_stays(
    detention: Detention, document: Document
) -> None:
    response = _cite(detention, "began", document=document.pk, quote='"not guilty"', states="2027", why="a reason")
    assert "is not in the document" in errors_of(response)
    assert "In line 3 it says almost the same: ““Not guilty””" in errors_of(response)
    content = response.content.decode()
    assert "&quot;not guilty&quot;</textarea>" in content
    assert 'value="2027"' in content
    assert "a reason</textarea>" in content
    assert f'<option value="{document.pk}" selected>' in content
    assert not Citation.objects.exists()


def test_an_ambiguous_quote_asks_which_one_and_takes_the_answer(detention: Detention, document: Document) -> None:
    client, address = editor(), _address(detention, "began")
    held = held_by(client.get(address), document=document.pk, quote="held in May", states="2027-05")
    response = client.post(address, held)
    assert "stands in the document 2 times" in errors_of(response)
    content = response.content.decode()
    assert "line 1: …Jan Nichto was <mark>held in May</mark>" in content
    assert "line 2: …" in content
    second = TEXT.index("held in May", 20)
    assert f'type="radio" name="at" value="{second}"' in content
    assert client.post(address, {**held, "at": second}).status_code == 302
    assert Citation.objects.get().passage.start == second


def test_an_old_answer_does_not_hold_for_another_quote(detention: Detention, document: Document) -> None:
    response = _cite(detention, "exists", document=document.pk, quote="Not guilty", at="5")
    assert response.status_code == 302
    assert Citation.objects.get().passage.quote == "Not guilty"


@pytest.mark.parametrize(
    ("field", "states", "sentence"),
    [
        ("began", "May 2027", "“May 2027” is not a date"),
        ("time_held", "long", "is not a duration"),
        ("began", "", "required"),
    ],
)
def test_what_the_field_does_not_understand_is_refused_with_its_own_sentence(
    detention: Detention, document: Document, field: str, states: str, sentence: str
) -> None:
    response = _cite(detention, field, document=document.pk, quote="Not guilty", states=states)
    assert sentence in errors_of(response)
    assert not Citation.objects.exists()


def test_a_place_is_chosen_and_stated_by_its_id(detention: Detention, document: Document) -> None:
    place = PlaceFactory.create()
    assert _cite(detention, "place", document=document.pk, quote="Not guilty", states=place.pk).status_code == 302
    assert Citation.objects.get().states == str(place.pk)


def test_a_list_can_be_stated_to_be_none(detention: Detention, document: Document) -> None:
    assert _cite(detention, "sentences", document=document.pk, quote="Not guilty", states="none").status_code == 302


def test_a_sentence_has_one_voice(detention: Detention, document: Document) -> None:
    response = _cite(
        detention,
        "exists",
        document=document.pk,
        quote="Not guilty",
        attributed_description="a neighbour",
        attributed_organisation=OrganisationFactory.create().pk,
    )
    assert "A sentence has one voice" in errors_of(response)


def test_a_stub_cannot_be_quoted(detention: Detention) -> None:
    response = _cite(detention, "exists", document=DocumentFactory.create(text=None).pk, quote="x")
    assert "is a stub" in errors_of(response)


@pytest.mark.parametrize(
    "query", ["", "?detention=nonsense", "?detention=00000000-0000-4000-8000-000000000000&field=began"]
)
def test_without_a_record_the_page_says_where_citations_are_added(query: str) -> None:
    content = editor().get(reverse("admin:people_citation_add") + query).content.decode()
    assert "Open the record" in content


def test_without_a_field_the_page_asks_which_one(detention: Detention) -> None:
    content = editor().get(f"{reverse('admin:people_citation_add')}?detention={detention.pk}").content.decode()
    assert f"?detention={detention.pk}&amp;field=time_held" in content


@pytest.mark.parametrize(("back", "lands"), [("/admin/people/person/", True), ("//elsewhere.example/admin/", False)])
def test_the_way_back_leads_only_into_the_admin(
    detention: Detention, document: Document, back: str, lands: bool
) -> None:
    client, address = editor(), _address(detention, "exists") + f"&back={back}"
    response = client.post(address, held_by(client.get(address), document=document.pk, quote="Not guilty"))
    assert response["Location"].startswith(back) is lands


def test_a_verdict_can_be_changed_and_says_who_changed_it(detention: Detention) -> None:
    citation = cite(detention, "began", "2027-05")
    page = reverse("admin:people_citation_change", args=[citation.pk])
    client = editor()
    response = client.post(page, held_by(client.get(page), verdict="rejected", why="another Jan"))
    assert response.status_code == 302
    citation.refresh_from_db()
    assert (citation.verdict, citation.states, str(citation.judged_by)) == ("rejected", "2027-05", "vera")
