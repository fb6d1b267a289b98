"""Keys are issued with an end and shown once; nothing in the database brings one back."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.actions import InactivePartnerError, WrongExpiryError, issue_key, revoke_key
from accounts.keys import parse_token
from accounts.models import Partner, PartnerKey, User
from accounts.vocabulary import KeyAudience
from sources.vocabulary import Audience


def _whole_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
        names = [name for (name,) in cursor.fetchall()]
        assert "accounts_partnerkey" in names
        rows = []
        for name in names:
            cursor.execute(f'SELECT one::text FROM "{name}" one')
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def test_a_key_is_made_for_a_year_and_opens_with_its_token(partner: Partner, user: User) -> None:
    key, token = issue_key(partner=partner, label="our archive", actor=user)
    stored = PartnerKey.objects.get()
    assert parse_token(token) == (stored.id, bytes(stored.hash))
    assert (stored.audience, stored.scopes, stored.per_minute) == (KeyAudience.PARTNER, ["read", "sync"], 600)
    assert (stored.created_by, stored.revoked, stored.last_used) == (user, None, None)
    assert abs(stored.expires - timezone.now() - timedelta(days=365)) < timedelta(minutes=1)
    assert key.id == stored.id


def test_the_secret_is_in_no_row_of_the_database(partner: Partner, user: User) -> None:
    key, token = issue_key(partner=partner, label="our archive", actor=user)
    secret = token.rpartition("_")[2]
    told = _whole_database()
    assert key.id in told
    assert bytes(key.hash).hex() in told
    assert secret not in told
    assert secret.encode().hex() not in told


@pytest.mark.parametrize(
    "expires",
    [timezone.now() - timedelta(seconds=1), timezone.now() + timedelta(days=732)],
)
def test_a_key_that_ends_in_the_past_or_too_late_is_refused(partner: Partner, user: User, expires: datetime) -> None:
    with pytest.raises(WrongExpiryError, match="within 730 days"):
        issue_key(partner=partner, label="our archive", actor=user, expires=expires)
    assert not PartnerKey.objects.exists()


def test_a_key_of_two_years_is_not_too_late(partner: Partner, user: User) -> None:
    expires = timezone.now() + timedelta(days=730)
    assert issue_key(partner=partner, label="our archive", actor=user, expires=expires)[0].expires == expires


def test_an_inactive_partner_is_given_no_key(partner: Partner, user: User) -> None:
    Partner.objects.update(active=False)
    with pytest.raises(InactivePartnerError, match="Friends of the Fable"):
        issue_key(partner=partner, label="our archive", actor=user)


def test_a_revoked_key_keeps_who_did_it_first_and_why(partner: Partner, user: User) -> None:
    key, _token = issue_key(partner=partner, label="our archive", actor=user)
    revoke_key(key, actor=user, reason="left in a script")
    moment = PartnerKey.objects.get().revoked
    again = revoke_key(key, actor=user, reason="another")
    stored = PartnerKey.objects.get()
    assert again.revoked == moment
    assert (stored.revoked, stored.revoked_by, stored.revoked_why) == (moment, user, "left in a script")
    assert stored.state() == "revoked"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("hash", b"short"), ("scopes", []), ("scopes", ["write"]), ("audience", 0), ("per_minute", 0)),
        ("revoked", timezone.now()),
    ],
)
def test_the_database_refuses_a_key_that_makes_no_sense(
    partner: Partner, user: User, field: str, value: object
) -> None:
    issue_key(partner=partner, label="our archive", actor=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerKey.objects.update(**{field: value})


def test_audiences_of_keys_have_the_numbers_of_audiences_of_records() -> None:
    assert {one.name: one.value for one in KeyAudience} == {
        one.name: one.value for one in Audience if one is not Audience.INTERNAL
    }
