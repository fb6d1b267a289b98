"""The roof as a Django app: it brings commands and system checks, no models."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from tracker.checks import check_databases


class TrackerConfig(AppConfig):
    """Settings, addresses, private PostgreSQL, system checks."""

    name = "tracker"
    verbose_name = "Volia"

    def ready(self) -> None:
        """Register the system checks."""
        register(check_databases, Tags.database)
