"""Partners, keys and staff in the admin: administrators alone, a token once, no way up, no deletion."""

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.actions import issue_key
from accounts.keys import parse_token
from accounts.models import Partner, PartnerKey, User
from accounts.vocabulary import RoleName
from tests.accounts.conftest import make_user
from tests.desk import errors_of, held_by

ADD = "admin:accounts_partnerkey_add"
TOKEN = re.compile(r"volia_[a-z2-7]{12}_[a-z2-7]{56}")


def _somebody(role: RoleName, name: str = "") -> tuple[User, Client]:
    user = make_user(name or role)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return user, client


@pytest.fixture
def administrator(db: None) -> Client:
    return _somebody(RoleName.ADMINISTRATOR)[1]


@pytest.fixture
def key(partner: Partner, user: User) -> PartnerKey:
    return issue_key(partner=partner, label="our archive", actor=user)[0]


def _issue(client: Client, to: Partner, **typed: Any) -> Any:
    form = client.get(reverse(ADD), {"partner": str(to.pk)})
    return client.post(reverse(ADD), held_by(form, **{"label": "our archive", **typed}))


def test_the_token_is_on_the_page_after_the_form_and_nowhere_else(administrator: Client, partner: Partner) -> None:
    answer = _issue(administrator, partner)
    found = TOKEN.findall(answer.content.decode())
    assert (answer.status_code, len(found)) == (200, 1)
    key = PartnerKey.objects.get()
    assert parse_token(found[0]) == (key.id, bytes(key.hash))
    assert key.created_by.username == RoleName.ADMINISTRATOR
    assert "no-store" in answer.headers["Cache-Control"]
    secret = found[0].rpartition("_")[2]
    assert secret not in "".join(f"{cookie}" for cookie in answer.cookies.values())
    assert secret not in str([session.get_decoded() for session in Session.objects.all()])
    assert secret not in "".join(str(list(entry)) for entry in LogEntry.objects.values_list())
    pages = [
        reverse("admin:accounts_partnerkey_change", args=[key.pk]),
        reverse("admin:accounts_partnerkey_changelist"),
    ]
    for page in [*pages, reverse("admin:accounts_partner_change", args=[partner.pk]), reverse("admin:index")]:
        told = administrator.get(page)
        assert told.status_code == 200
        assert secret not in told.content.decode()
        assert bytes(key.hash).hex() not in told.content.decode()


def test_issuing_and_revoking_are_logged_with_who_and_why(administrator: Client, partner: Partner) -> None:
    _issue(administrator, partner)
    key = PartnerKey.objects.get()
    revoke = reverse("admin:accounts_partnerkey_revoke", args=[key.pk])
    assert administrator.post(revoke, {"reason": "left in a script"}).status_code == 302
    stored = PartnerKey.objects.get()
    assert stored.revoked
    assert (stored.revoked_by, stored.revoked_why) == (key.created_by, "left in a script")
    told = [(entry.user, entry.object_id, entry.get_change_message()) for entry in LogEntry.objects.order_by("pk")]
    assert told == [
        (key.created_by, key.pk, "Added."),
        (key.created_by, key.pk, "Revoked: left in a script"),
    ]


def test_a_key_is_not_revoked_without_a_reason_or_by_a_link(administrator: Client, key: PartnerKey) -> None:
    revoke = reverse("admin:accounts_partnerkey_revoke", args=[key.pk])
    assert administrator.get(revoke).status_code == 405
    administrator.post(revoke, {"reason": " "})
    administrator.post(revoke, {"reason": "x" * 301})
    assert PartnerKey.objects.get().revoked is None
    assert administrator.post(reverse("admin:accounts_partnerkey_revoke", args=["none"])).status_code == 404


def test_the_button_goes_once_the_key_is_revoked(administrator: Client, key: PartnerKey) -> None:
    page = reverse("admin:accounts_partnerkey_change", args=[key.pk])
    assert b"Revoke this key for good" in administrator.get(page).content
    administrator.post(reverse("admin:accounts_partnerkey_revoke", args=[key.pk]), {"reason": "lost"})
    told = administrator.get(page).content
    assert b"Revoke this key for good" not in told
    assert b"lost" in told


def test_a_key_that_exists_takes_no_changes(administrator: Client, key: PartnerKey) -> None:
    page = reverse("admin:accounts_partnerkey_change", args=[key.pk])
    answer = administrator.post(page, {"label": "another", "per_minute": "100000"})
    assert answer.status_code == 403
    key.refresh_from_db()
    assert (key.label, key.per_minute) == ("our archive", 600)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"expires": "2020-01-01"}, "A key ends in the future"),
        ({"expires": "2999-01-01"}, "A key ends in the future"),
        ({"scopes": []}, "This field is required"),
        ({"per_minute": "0"}, "Between one request"),
    ],
)
def test_what_would_be_refused_is_said_over_the_form(
    administrator: Client, partner: Partner, typed: dict[str, Any], sentence: str
) -> None:
    answer = _issue(administrator, partner, **typed)
    assert sentence in errors_of(answer)
    assert not PartnerKey.objects.exists()


def test_sending_the_form_twice_makes_one_key(administrator: Client, partner: Partner) -> None:
    _issue(administrator, partner)
    again = _issue(administrator, partner)
    assert "has a key with that label already" in errors_of(again)
    assert PartnerKey.objects.count() == 1


def test_an_inactive_partner_is_not_offered(administrator: Client, partner: Partner) -> None:
    Partner.objects.update(active=False)
    assert "Select a valid choice" in errors_of(_issue(administrator, partner, partner=str(partner.pk)))
    told = administrator.get(reverse("admin:accounts_partner_change", args=[partner.pk]))
    assert b"Issue a key" not in told.content


@pytest.mark.parametrize("role", [RoleName.VIEWER, RoleName.EDITOR, RoleName.PUBLISHER])
def test_nobody_but_administrators_sees_or_does_any_of_it(role: RoleName, key: PartnerKey, user: User) -> None:
    _user, client = _somebody(role)
    names = ["partner", "partnerkey", "user"]
    pages = [reverse(f"admin:accounts_{name}_{what}") for name in names for what in ("changelist", "add")]
    pages.append(reverse("admin:accounts_partnerkey_change", args=[key.pk]))
    pages.append(reverse("admin:accounts_partner_change", args=[key.partner_id]))
    pages.append(reverse("admin:auth_group_changelist"))
    pages.append(reverse("admin:auth_user_password_change", args=[user.pk]))
    assert {client.get(page).status_code for page in pages} == {403}
    revoke = reverse("admin:accounts_partnerkey_revoke", args=[key.pk])
    assert client.post(revoke, {"reason": "because"}).status_code == 403
    assert PartnerKey.objects.get().revoked is None
    assert b"Friends of the Fable" not in client.get(reverse("admin:index")).content


def test_an_administrator_gives_roles_and_cannot_make_or_become_a_superuser(administrator: Client, user: User) -> None:
    page = reverse("admin:accounts_user_change", args=[user.pk])
    form = administrator.get(page)
    names = {field.name for field in form.context["adminform"].form}
    assert "groups" in names
    assert not {"is_superuser", "user_permissions"} & names
    publisher = Group.objects.get(name=RoleName.PUBLISHER)
    typed = {**held_by(form, groups=[str(publisher.pk)]), "is_superuser": "on"}
    assert administrator.post(page, typed).status_code == 302
    user.refresh_from_db()
    assert (list(user.groups.all()), user.is_superuser) == ([publisher], False)


def test_an_administrator_changes_nothing_of_a_superuser(administrator: Client) -> None:
    root = User.objects.create_superuser("root", password="not a secret here")
    before = root.password
    page = reverse("admin:accounts_user_change", args=[root.pk])
    assert administrator.post(page, {"username": "mine", "is_active": ""}).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[root.pk])
    typed = {"password1": "quite another one", "password2": "quite another one", "usable_password": "true"}
    assert administrator.post(password, typed).status_code == 403
    root.refresh_from_db()
    assert (root.username, root.password) == ("root", before)


def test_a_new_account_is_given_its_role_at_once(administrator: Client) -> None:
    page = reverse("admin:accounts_user_add")
    typed = {"username": "new", "password1": "long enough words", "password2": "long enough words"}
    typed |= {"usable_password": "true", "is_staff": "on", "groups": str(Group.objects.get(name="editor").pk)}
    assert administrator.post(page, typed).status_code == 302
    made = User.objects.get(username="new")
    assert made.has_perm("people.change_person")
    assert not made.has_perm("people.change_hold")


@pytest.mark.parametrize("what", ["accounts_partner", "accounts_partnerkey", "accounts_user", "auth_group"])
def test_nothing_is_deleted_even_by_a_superuser(what: str, key: PartnerKey, client: Client) -> None:
    client.force_login(User.objects.create_superuser("root", password="not a secret here"))
    group = Group.objects.get(name="viewer")
    row = {"accounts_partner": key.partner_id, "accounts_partnerkey": key.pk, "accounts_user": key.created_by_id}
    page = reverse(f"admin:{what}_delete", args=[row.get(what, group.pk)])
    assert client.post(page, {"post": "yes"}).status_code == 403
    listed = client.post(
        reverse(f"admin:{what}_changelist"),
        {"action": "delete_selected", "_selected_action": [row.get(what, group.pk)]},
    )
    assert listed.status_code in (302, 403, 200)
    left = [model._default_manager.count() for model in (Partner, PartnerKey, User, Group)]
    assert left == [1, 1, 2, 4]


def test_lists_cost_the_same_number_of_queries_however_long(
    administrator: Client, partner: Partner, user: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        issue_key(partner=partner, label=f"key {number}", actor=user)
        make_user(f"user {number}").groups.add(Group.objects.get(name="viewer"))
    for name in ("partnerkey", "user"):
        with django_assert_max_num_queries(12):
            assert administrator.get(reverse(f"admin:accounts_{name}_changelist")).status_code == 200
