"""The first account of an installation: random password, shown once, and never a second account."""

import re

import pytest
from django.core.management import call_command

from accounts.models import User


def test_the_printed_password_signs_in(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_first_account")
    found = re.search(r"Its password: +(\S+)", capsys.readouterr().out)
    assert found
    user = User.objects.get()
    assert (user.username, user.is_staff, user.is_superuser) == ("volia", True, True)
    assert user.check_password(found[1])


def test_nothing_is_made_once_a_staff_account_exists(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    User.objects.create_user("somebody", is_staff=True)
    call_command("create_first_account")
    assert capsys.readouterr().out == ""
    assert User.objects.count() == 1


def test_an_account_without_staff_rights_does_not_count(db: None) -> None:
    User.objects.create_user("partner")
    call_command("create_first_account")
    assert User.objects.filter(is_staff=True).count() == 1
