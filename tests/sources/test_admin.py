"""Documents come in by hand: uploaded, pasted, or known only by name."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from sources.models import Document
from tests.desk import editor, errors_of, held_by
from tests.factories import DerivationFactory, DocumentFactory, OrganisationFactory, PassageFactory

pytestmark = pytest.mark.django_db
ADD = "admin:sources_document_add"
TITLE = {"title": "Nobody was freed", "pasted": "Nobody was freed.\r\nNowhere."}


def _add(**typed: Any) -> Any:
    client = editor()
    return client.post(reverse(ADD), held_by(client.get(reverse(ADD)), **typed), follow=True)


def _uploaded(original: bytes, name: str = "article.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, original, content_type="application/octet-stream")


def _page(document: Document) -> str:
    return reverse("admin:sources_document_change", args=[document.pk])


def test_an_uploaded_file_is_kept_byte_for_byte_and_read() -> None:
    original = "\ufeffНікога не вызвалілі.\r\n".encode()
    _add(title="Навіна", file=_uploaded(original), published="2031-03~", language="be")
    kept = Document.objects.get()
    assert bytes(kept.original or b"") == original
    assert (kept.text, kept.media_type, str(kept.published)) == ("Нікога не вызвалілі.\n", "text/plain", "2031-03~")


def test_a_pasted_text_is_kept_with_lf_newlines_and_gets_its_slug_from_the_title() -> None:
    _add(**TITLE)
    kept = Document.objects.get()
    assert (kept.slug, kept.text) == ("nobody-was-freed", "Nobody was freed.\nNowhere.")
    assert bytes(kept.original or b"") == b"Nobody was freed.\nNowhere."


def test_a_taken_slug_ends_in_six_hex_digits_of_the_id() -> None:
    DocumentFactory.create(slug="nobody-was-freed")
    _add(**TITLE)
    kept = Document.objects.exclude(slug="nobody-was-freed").get()
    assert kept.slug.startswith("nobody-was-freed-")
    assert len(kept.slug) == len("nobody-was-freed-") + 6


def test_a_stub_has_no_text_and_must_be_meant() -> None:
    response = _add(title="An interview nobody kept")
    assert "one of the three" in errors_of(response)
    _add(title="An interview nobody kept", stub="on")
    assert Document.objects.get().is_stub


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"file": _uploaded(b"caf\xe9")}, "is not UTF-8"),
        ({"file": _uploaded(b"a\0b")}, "is NUL"),
        ({"file": _uploaded(b"%PDF-1.7", "paper.pdf")}, "No reader knows “.pdf”"),
        ({"pasted": "  \r\n "}, "no text in it"),
        ({"pasted": "a text", "stub": "on"}, "one of the three"),
        ({"pasted": "a text", "published": "yesterday"}, "“yesterday” is not a date"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(typed: dict[str, Any], sentence: str) -> None:
    response = _add(title="A title to keep", **typed)
    assert sentence in errors_of(response)
    assert 'value="A title to keep"' in response.content.decode()
    assert not Document.objects.exists()


def test_the_same_text_twice_is_refused_with_the_earlier_document_named() -> None:
    _add(**TITLE)
    assert "was received before, as “Nobody was freed”" in errors_of(_add(**TITLE))


def test_invisible_characters_are_kept_and_flagged() -> None:
    response = _add(**{**TITLE, "pasted": "left\u202eright"})
    assert "U+202E RIGHT-TO-LEFT OVERRIDE, once" in response.content.decode()
    assert Document.objects.get().text == "left\u202eright"


def test_the_page_shows_the_text_with_its_cited_passages_marked() -> None:
    document = DocumentFactory.create(text="Line one.\nAlesia & Mikola <walked> free.")
    PassageFactory.create(document=document, quote="Alesia & Mikola")
    PassageFactory.create(document=document, quote="Mikola <walked>")
    content = editor().get(_page(document)).content.decode()
    assert "Line one.\n<mark" in content
    assert "Alesia &amp; </a></mark>" in content
    assert "Mikola</a></mark>" in content
    assert " &lt;walked&gt;</a></mark> free." in content


def test_saving_a_document_leaves_bytes_and_text_alone() -> None:
    document = DocumentFactory.create(text="As it was.", title="before")
    client = editor()
    assert client.post(_page(document), held_by(client.get(_page(document)), title="after")).status_code == 302
    kept = Document.objects.get()
    assert (kept.title, kept.text, kept.version) == ("after", "As it was.", 2)


def test_a_document_does_not_come_out_of_itself() -> None:
    document = DocumentFactory.create()
    client = editor()
    held = held_by(client.get(_page(document)), derivations__TOTAL_FORMS="1", derivations__0__origin=str(document.pk))
    held |= {"derivations-0-kind": "copy", "derivations-0-audience": "0"}
    assert "does not come out of itself" in errors_of(client.post(_page(document), held))


def test_the_list_reads_no_texts_and_costs_the_same_for_many(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client, page = editor(), reverse("admin:sources_document_changelist")
    DocumentFactory.create()
    with django_assert_num_queries(6) as few:
        client.get(page)
    assert not any('"sources_document"."text"' in query["sql"] for query in few.captured_queries)
    for _ in range(10):
        PassageFactory.create()
        DerivationFactory.create()
    with django_assert_num_queries(len(few)):
        client.get(page)


def test_an_organisation_is_looked_up_by_its_name() -> None:
    paper = OrganisationFactory.create(name="The Daily Fable")
    asked = {"app_label": "sources", "model_name": "document", "field_name": "publisher", "term": "fable"}
    found = editor().get(reverse("admin:autocomplete"), asked).json()
    assert found["results"] == [{"id": str(paper.pk), "text": "The Daily Fable"}]
