"""Django's handle on this room."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "publication"
    verbose_name = "The way out"
