"""What each role of the staff may do, as permissions by name; the groups are made anew after every migrate."""

from typing import Any

from django.apps import AppConfig, apps
from django.db import transaction
from django.db.models import Q

from accounts.vocabulary import RoleName

RECORD = ("sources", "people")
LOOKED_AT = (*RECORD, "intake", "publication")
WRITTEN_BY_THE_DATABASE = ("history",)
"""Models that are only ever read, whatever permissions Django makes for them."""

OF_EDITORS = ("people.add_hold", "publication.withdraw_record")
OF_PUBLISHERS = ("people.change_hold", "publication.publish_record")
OF_ADMINISTRATORS = (
    *("accounts.view_user", "accounts.add_user", "accounts.change_user"),
    *("accounts.view_partner", "accounts.add_partner", "accounts.change_partner"),
    *("accounts.view_partnerkey", "accounts.add_partnerkey", "accounts.change_partnerkey"),
    "auth.view_group",
)
NAMED = (*OF_EDITORS, *OF_PUBLISHERS, *OF_ADMINISTRATORS)

VIEWED = Q(codename__startswith="view_", content_type__app_label__in=LOOKED_AT)
EDITED = (Q(codename__startswith="add_") | Q(codename__startswith="change_")) & Q(content_type__app_label__in=RECORD)


def permissions_of(role: RoleName) -> Q:
    """Which permissions a role holds. Placing a hold and withdrawing are an editor's, lifting is not."""
    held = VIEWED
    if role == RoleName.VIEWER:
        return held
    edited = EDITED & ~Q(content_type__model__in=WRITTEN_BY_THE_DATABASE) & ~_named("people.change_hold")
    held |= edited | _named(*OF_EDITORS)
    if role == RoleName.EDITOR:
        return held
    held |= _named(*OF_PUBLISHERS)
    return held if role == RoleName.PUBLISHER else held | _named(*OF_ADMINISTRATORS)


def update_roles(sender: AppConfig, *, using: str, apps: Any = apps, **_others: Any) -> None:
    """Give the groups exactly the permissions of their roles: a receiver of ``post_migrate``.

    Django makes the permissions of each app in a receiver of its own, so the groups come after the last app.
    """
    if sender.name != _last_app():
        return
    try:
        groups: Any = apps.get_model("auth", "Group")._default_manager.using(using)
        permissions: Any = apps.get_model("auth", "Permission")._default_manager.using(using)
    except LookupError:
        # Migrated back to before there were groups.
        return
    with transaction.atomic(using=using):
        for role in RoleName:
            group, _made = groups.get_or_create(name=role.value)
            group.permissions.set(permissions.filter(permissions_of(role)))


def _last_app() -> str:
    return [config.name for config in apps.get_app_configs() if config.models_module is not None][-1]


def _named(*names: str) -> Q:
    found = Q()
    for label, _dot, codename in (name.partition(".") for name in names):
        found |= Q(content_type__app_label=label, codename=codename)
    return found
