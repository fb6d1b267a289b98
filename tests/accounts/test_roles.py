"""Each role may do exactly what stands here; a model that is added changes a line of this page."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from accounts.models import User
from accounts.roles import NAMED, update_roles
from accounts.vocabulary import RoleName

SOURCES = "derivation document organisation passage"
PEOPLE = (
    "citation concession condition destination detention event eventgroup eventpart ground identifier judgement"
    " merge name nationality person place recognition relationship release role sentence statement tally"
)
EDITED = {f"sources.{what}" for what in SOURCES.split()} | {f"people.{what}" for what in PEOPLE.split()}
ONLY_VIEWED = {"sources.history", "people.hold"}


def _with(verb: str, models: set[str]) -> set[str]:
    return {f"{label}.{verb}_{name}" for label, name in (model.split(".") for model in models)}


def _models_of(*labels: str) -> set[str]:
    return {
        f"{model._meta.app_label}.{model._meta.model_name}"
        for label in labels
        for model in apps.get_app_config(label).get_models()
        if "view" in model._meta.default_permissions
    }


VIEWER = _with("view", EDITED | ONLY_VIEWED | _models_of("intake", "publication"))
EDITOR = VIEWER | _with("add", EDITED) | _with("change", EDITED) | {"people.add_hold", "publication.withdraw_record"}
PUBLISHER = EDITOR | {"people.change_hold", "publication.publish_record"}
ADMINISTRATOR = PUBLISHER | {
    *("accounts.view_user", "accounts.add_user", "accounts.change_user"),
    *("accounts.view_partner", "accounts.add_partner", "accounts.change_partner"),
    *("accounts.view_partnerkey", "accounts.add_partnerkey", "accounts.change_partnerkey"),
    "auth.view_group",
}


@pytest.mark.parametrize(
    ("role", "permitted"),
    [
        (RoleName.VIEWER, VIEWER),
        (RoleName.EDITOR, EDITOR),
        (RoleName.PUBLISHER, PUBLISHER),
        (RoleName.ADMINISTRATOR, ADMINISTRATOR),
    ],
)
def test_a_role_may_do_exactly_this(db: None, role: RoleName, permitted: set[str]) -> None:
    somebody = User.objects.create_user(username="somebody")
    somebody.groups.add(Group.objects.get(name=role))
    assert somebody.get_all_permissions() == permitted


def test_all_models_of_the_record_are_named_here() -> None:
    assert _models_of("sources", "people") == EDITED | ONLY_VIEWED


def test_there_are_no_other_groups_and_nobody_may_delete(db: None) -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(RoleName.values)
    assert not Permission.objects.filter(group__isnull=False, codename__startswith="delete_").exists()


def test_every_permission_that_a_role_names_exists_after_migrate(db: None) -> None:
    made = {f"{app}.{name}" for app, name in Permission.objects.values_list("content_type__app_label", "codename")}
    assert set(NAMED) - made == set()


def test_migrating_again_puts_right_what_somebody_changed_and_changes_nothing_else(db: None) -> None:
    viewer = Group.objects.get(name=RoleName.VIEWER)
    before = {group.name: set(group.permissions.all()) for group in Group.objects.all()}
    viewer.permissions.set(Permission.objects.filter(codename="delete_person"))
    last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    for sender in (apps.get_app_config("accounts"), last):
        update_roles(sender, using="default", apps=apps)
    assert {group.name: set(group.permissions.all()) for group in Group.objects.all()} == before
