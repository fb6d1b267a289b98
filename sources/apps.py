"""Django's handle on this room."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = "How we know"

    def ready(self) -> None:
        """Let queries write many ids as one array."""
        from sources import lookups  # noqa: PLC0415 - fields' lookups are complete only when apps are loaded

        lookups.register()
