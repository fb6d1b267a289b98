"""The verbs of this room: keys are issued and revoked."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.keys import hash_of, new_id, new_secret, token_of
from accounts.models import LONGEST_LIFE, Partner, PartnerKey, User
from accounts.vocabulary import KeyAudience, Scope

CLOCKS_APART = timedelta(minutes=5)


class KeyRefusedError(Exception):
    """A key may not be issued; the message says why."""


class InactivePartnerError(KeyRefusedError):
    def __init__(self, partner: Partner) -> None:
        super().__init__(f"{partner} is not active; no key is issued to it.")


class WrongExpiryError(KeyRefusedError):
    def __init__(self) -> None:
        super().__init__(f"A key ends in the future, and within {LONGEST_LIFE.days} days.")


def check_may_issue(partner: Partner, expires: datetime) -> None:
    """Whether a key may be issued to that partner until then.

    :raises InactivePartnerError: when the partner is not active.
    :raises WrongExpiryError: when the end is not in the future, or too far in it.
    """
    if not partner.active:
        raise InactivePartnerError(partner)
    now = timezone.now()
    if not now < expires <= now + LONGEST_LIFE + CLOCKS_APART:
        raise WrongExpiryError


@transaction.atomic
def issue_key(
    *,
    partner: Partner,
    label: str,
    actor: User,
    audience: KeyAudience = KeyAudience.PARTNER,
    scopes: Sequence[str] = tuple(Scope.values),
    per_minute: int = 600,
    expires: datetime | None = None,
) -> tuple[PartnerKey, str]:
    """Make a key; the token returned beside it exists nowhere else. ``expires`` is in a year unless given.

    :raises KeyRefusedError: when the partner is inactive or the end is past or too far.
    """
    # Locked, so that no key is issued beside the click that makes the partner inactive.
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    key = PartnerKey(id=new_id(), partner=partner, label=label, audience=audience, scopes=list(scopes))
    check_may_issue(partner, expires or key.expires)
    secret = new_secret()
    key.expires = expires or key.expires
    key.per_minute, key.created_by, key.hash = per_minute, actor, hash_of(secret)
    key.save(force_insert=True)
    return key, token_of(key.id, secret)


@transaction.atomic
def revoke_key(key: PartnerKey, *, actor: User, reason: str) -> PartnerKey:
    """End a key for good, from the next request on. One that is revoked already stays as it is."""
    key = PartnerKey.objects.select_for_update().get(pk=key.pk)
    if key.revoked is None:
        key.revoked, key.revoked_by, key.revoked_why = timezone.now(), actor, reason
        key.save(update_fields=["revoked", "revoked_by", "revoked_why"])
    return key
