"""``./manage.py tidy_publication``: forget what publishing has kept for a time and nobody needs any more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from publication.settling import KEPT, forget


class Command(BaseCommand):
    help = f"Forget touched ids that every body has considered, and lines of the feeds older than {KEPT.days} days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count what would be forgotten and forget nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        forgotten = forget(dry_run=options["dry_run"])
        would_be = "would be " if options["dry_run"] else ""
        self.stdout.write(
            f"touched ids: {forgotten.touches:,} {would_be}forgotten\n"
            f"lines of the feeds: {forgotten.changes:,} {would_be}forgotten"
        )
