"""Every model of the record is in the admin, through the one base class and its one scope (SAFETY.md)."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import models
from django.forms import Select
from django.test import Client, RequestFactory
from django.urls import reverse

from sources.admin_forms import NamedAutocomplete, RecordForm, inner_of
from sources.admin_record import RecordAdmin, RecordRows
from sources.models import History
from sources.record import Record
from tests.cast import make_cast
from tests.desk import editor

MODELS = [
    model for model in apps.get_models() if issubclass(model, Record) and model._meta.app_label in ("sources", "people")
]
ACTS = {"preview_marked", "withdraw_marked", "hold_marked"}
"""What may be done with many rows at once: the publication's acts, each with a page of its own before it."""
OWN_PEOPLES_ROWS = {"detention", "tally"}
"""Boxes of few rows, narrowed to those of the same person or event."""


def _request() -> Any:
    request = RequestFactory().get("/")
    request.user = get_user_model()(is_active=True, is_staff=True, is_superuser=True)
    return request


@pytest.mark.parametrize("model", MODELS)
def test_every_model_of_the_record_is_registered_with_the_scoped_base_class(model: type[Record]) -> None:
    page: Any = admin.site._registry[model]
    assert isinstance(page, RecordAdmin)
    assert issubclass(page.form, RecordForm)
    assert not page.has_delete_permission(_request())
    assert page.get_actions(_request()).keys() <= ACTS
    for rows in page.inlines:
        assert issubclass(rows, RecordRows)
        assert issubclass(rows.form, RecordForm)


@pytest.mark.parametrize("model", MODELS)
def test_no_filter_beside_a_list_names_rows_of_another_model(model: type[Record]) -> None:
    page = admin.site._registry[model]
    for name in page.list_filter:
        assert not model._meta.get_field(str(name)).is_relation
    assert not page.raw_id_fields
    assert page.search_fields, "without it no box of another page could look rows up"


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS)
def test_every_box_of_rows_is_a_scoped_search(model: type[Record]) -> None:
    page: Any = admin.site._registry[model]
    request = _request()
    forms = [rows.get_formset(request).form for rows in page.get_inline_instances(request)]
    if model._meta.model_name != "citation":
        forms.append(page.get_form(request, None, fields=flatten_fieldsets(page.get_fieldsets(request))))
    for form in forms:
        for name, field in form.base_fields.items():
            if isinstance(inner_of(field.widget), Select) and hasattr(field, "queryset"):
                assert isinstance(inner_of(field.widget), NamedAutocomplete) or name in OWN_PEOPLES_ROWS, name


@pytest.mark.parametrize("model", MODELS)
def test_every_form_carries_the_version_it_was_opened_with(model: type[Record]) -> None:
    page: Any = admin.site._registry[model]
    request = _request()
    if page.has_change_permission(request):
        assert "opened_version" in flatten_fieldsets(page.get_fieldsets(request, model()))
    for rows in page.get_inline_instances(request):
        assert "opened_version" in flatten_fieldsets(rows.get_fieldsets(request))


@pytest.mark.django_db
def test_a_member_of_staff_without_the_right_to_see_persons_finds_none_by_any_way() -> None:
    cast = make_cast()
    users: Any = get_user_model()._default_manager
    clerk = users.create_user(username="clerk", password="not a secret here", is_staff=True)
    clerk.user_permissions.add(*Permission.objects.filter(codename__in=["view_release", "change_release"]))
    client = Client()
    client.force_login(clerk)
    assert client.get(reverse("admin:people_person_changelist")).status_code == 403
    look_up = {"app_label": "people", "model_name": "release", "field_name": "person", "term": "Kazka"}
    assert client.get(reverse("admin:autocomplete"), look_up).status_code == 403
    prefilled = client.get(reverse("admin:people_release_add"), {"person": str(cast.released.pk)})
    assert b"Kazka" not in prefilled.content


def _clerk(*rights: str) -> Client:
    """The browser of a member of staff who has these rights and no others."""
    users: Any = get_user_model()._default_manager
    clerk = users.create_user(username="clerk", password="not a secret here", is_staff=True)
    clerk.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(clerk)
    return client


@pytest.mark.django_db
def test_the_front_page_names_nobody_to_staff_without_rights() -> None:
    make_cast()
    told = _clerk().get(reverse("admin:index")).content.decode()
    assert [word for word in ("Utajeny", "Kazka", "across the border", "Fabelgrad") if word in told] == []
    assert "Utajeny" in editor().get(reverse("admin:index")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["change", "history"])
def test_the_page_of_a_person_tells_of_no_rows_that_may_not_be_seen(what: str) -> None:
    cast = make_cast()
    page = reverse(f"admin:people_person_{what}", args=[cast.released.pk])
    told = _clerk("view_person").get(page).content.decode()
    assert [word for word in ("held since 2017", "Vydumia", "Release of 3 March", "Kaska") if word in told] == []


@pytest.mark.django_db
def test_a_refused_quote_tells_nothing_of_a_document_that_may_not_be_seen() -> None:
    cast = make_cast()
    form = reverse("admin:people_citation_add") + f"?person={cast.released.pk}&field=born"
    asked = {"document": str(cast.fable.pk), "quote": "mikola KAZKA, held since", "states": "1980"}
    asked |= {"basis": "stated", "verdict": "accepted", "audience": "0"}
    told = _clerk("view_person", "add_citation").post(form, asked).content.decode()
    assert "Mikola Kazka, held since" not in told


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["person=zz", "person=%00", "event=1"])
def test_an_address_with_an_id_that_is_none_opens_an_empty_form(asked: str) -> None:
    assert editor().get(f"{reverse('admin:people_release_add')}?{asked}").status_code == 200


@pytest.mark.django_db
def test_nobody_can_write_or_remove_history() -> None:
    page = admin.site._registry[History]
    request = _request()
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)
    make_cast()
    shown = editor().get(reverse("admin:sources_history_changelist"))
    assert b"test:cast" in shown.content


def _address(model: type[models.Model], what: str, *of: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=of)


@pytest.mark.django_db
def test_every_list_page_opens_empty_and_full() -> None:
    client = editor()
    empty = {model: client.get(_address(model, "changelist")).status_code for model in MODELS}
    make_cast()
    full = {model: client.get(_address(model, "changelist"), {"q": "a"}).status_code for model in MODELS}
    assert {*empty.values(), *full.values()} == {200}


@pytest.mark.django_db
def test_every_row_has_a_page_and_a_history() -> None:
    make_cast()
    client = editor()
    rows = [row for model in MODELS for row in model._default_manager.all()[:1]]
    assert len(rows) > 10
    for row in rows:
        for what in ("change", "history"):
            assert client.get(_address(type(row), what, row.pk)).status_code == 200, (row, what)


@pytest.mark.django_db
def test_an_id_that_is_none_leads_back_and_breaks_nothing() -> None:
    client = editor()
    assert client.get(_address(MODELS[0], "change", "nonsense")).status_code == 302
    assert client.get(_address(MODELS[0], "history", "nonsense")).status_code == 404
