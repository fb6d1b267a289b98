"""``./manage.py index_published``: published names are found by today's tables of names."""

from typing import Any

from django.core.management.base import BaseCommand

from publication.indexing import make_outdated_keys


class Command(BaseCommand):
    help = "Make the keys of published names anew where other tables made them. Run it after tables or rules changed."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"keys made anew: {make_outdated_keys():,}")
