"""Django's handle on this room."""

from django.apps import AppConfig

from sources.lookups import register


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = "How we know"

    def ready(self) -> None:
        """Let queries write many ids as one array."""
        register()
