"""Staff who sign in, and partners who read what was published by a key."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.keys import ID_LENGTH, new_id
from accounts.vocabulary import KeyAudience, Scope

USUAL_LIFE = timedelta(days=365)
LONGEST_LIFE = timedelta(days=2 * 365)
MOST_A_MINUTE = 1_000_000
LONGEST_REASON = 300  # characters


class User(AbstractUser):
    """A member of staff; an id that tells neither order nor number of the others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)


class Partner(models.Model):
    """An organisation that may be given keys. An inactive one is refused with all its keys, at once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    contact = models.CharField(_("contact person"), max_length=200, blank=True)
    email = models.EmailField(_("contact e-mail"), blank=True)
    remark = models.TextField(blank=True)
    active = models.BooleanField(default=True, help_text=_("Without this mark none of its keys is accepted."))

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


def usual_scopes() -> list[str]:
    """What a key is for unless somebody says less."""
    return list(Scope.values)


def usual_expiry() -> datetime:
    """When a key made now ends unless somebody says otherwise."""
    return timezone.now() + USUAL_LIFE


class PartnerKey(models.Model):
    """A way in for one partner's program, of whose secret only a keyed hash is here; made and revoked by actions."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="keys")
    label = models.CharField(max_length=100, help_text=_("What the key is for, in the partner's words."))
    audience = models.SmallIntegerField(choices=KeyAudience, default=KeyAudience.PARTNER)
    scopes: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=8, choices=Scope), default=usual_scopes
    )
    per_minute = models.PositiveIntegerField(_("requests a minute"), default=600)
    created = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    expires = models.DateTimeField(default=usual_expiry)
    revoked = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    revoked_why = models.CharField(_("why it was revoked"), max_length=LONGEST_REASON, blank=True, editable=False)
    last_used = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("To the hour; kept by the database.")
    )
    hash = models.BinaryField(max_length=32, editable=False)

    class Meta:
        ordering: ClassVar = ["-created"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="key_label_once",
                fields=["partner", "label"],
                violation_error_message=_("This partner has a key with that label already; revoked ones count too."),
            ),
            models.CheckConstraint(
                name="key_hash_is_whole",
                condition=Exact(Func(F("hash"), function="octet_length", output_field=models.IntegerField()), 32),
            ),
            models.CheckConstraint(
                name="key_has_known_scopes",
                condition=Q(scopes__contained_by=list(Scope.values)) & Q(scopes__len__gte=1),
            ),
            models.CheckConstraint(name="key_has_audience", condition=Q(audience__in=KeyAudience.values)),
            models.CheckConstraint(
                name="key_allows_some",
                condition=Q(per_minute__range=(1, MOST_A_MINUTE)),
                violation_error_message=_("Between one request and a million a minute."),
            ),
            models.CheckConstraint(
                name="key_revoked_by_somebody", condition=Q(revoked__isnull=True) | Q(revoked_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.label}"

    def state(self, moment: datetime | None = None) -> str:
        """Whether it is accepted, in one word; what ``admit`` decides is the truth."""
        if self.revoked:
            return str(_("revoked"))
        if self.expires <= (moment or timezone.now()):
            return str(_("expired"))
        return str(_("in use")) if self.partner.active else str(_("partner inactive"))


class Throttle(models.Model):
    """What a caller used of the window that began at ``since``; written by the SQL function ``admit`` alone.

    The caller is a key's id or the keyed hash of an address. The table is unlogged: a crash forgets at most a minute.
    """

    caller = models.BinaryField(max_length=16, primary_key=True)
    since = models.DateTimeField(db_index=True)
    used = models.IntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{bytes(self.caller).hex()}: {self.used}"
