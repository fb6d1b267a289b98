"""Django's handle on this room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from accounts.roles import update_roles


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Who works here"

    def ready(self) -> None:
        """Keep the groups of the staff what their roles say."""
        post_migrate.connect(update_roles, dispatch_uid="accounts.roles")
