"""The adjectives of this room: closed lists a row may choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class KeyAudience(models.IntegerChoices):
    """Which published world a key reads; the numbers are those of ``sources.vocabulary.Audience``."""

    PARTNER = 1, _("partner: what partners may know")
    PUBLIC = 2, _("public: what everyone may know")


class Scope(models.TextChoices):
    """What a key may be used for."""

    READ = "read", _("read: lists, details, statistics")
    SYNC = "sync", _("sync: changes, snapshot, exports")


class RoleName(models.TextChoices):
    """The groups that staff belong to; each may do what those before it may."""

    VIEWER = "viewer", _("viewer")
    EDITOR = "editor", _("editor")
    PUBLISHER = "publisher", _("publisher")
    ADMINISTRATOR = "administrator", _("administrator")
