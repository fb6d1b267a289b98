"""``./manage.py import_seeds [FOLDER] [--dry-run]``: bring a bundle of documents and records into the record."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from rich.console import Console

from intake.bundle import NotABundle
from intake.importing import import_bundle
from people.naming.indexing import make_marked_keys

HELP = """Bring a bundle (docs/seed-format.md) into the record: all of it, or nothing.

Each row is compared with the last import of the same bundle and with the present record: new rows are written, changed
values updated. What staff changed since is never overwritten but told as conflicting; rows that the bundle no longer
holds are told as gone and stay. Importing twice changes nothing.

Exit code 1 when anything is refused (nothing is written then); 0 otherwise, also with conflicts.
"""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> Any:
        """Django's parser, with the help's own line breaks."""
        parser = super().create_parser(prog_name, subcommand, **options)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        default = settings.BASE_DIR / "seeds"
        parser.add_argument("folder", nargs="?", type=Path, default=default, help="the bundle (default: seeds)")
        parser.add_argument("--dry-run", action="store_true", help="print the plan and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(stderr=True)
        try:
            with console.status("reading") as status:
                report = import_bundle(options["folder"], dry_run=options["dry_run"], tell=status.update)
                if not (report.refused or options["dry_run"]):
                    # Whoever was imported is found by their names from now on, and no search has to wait for that.
                    make_marked_keys(tell=lambda made: status.update(f"making names findable: {made:,} more"))
        except NotABundle as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            message = f"The database refused or failed, so nothing was written: {error}"
            raise CommandError(message) from error
        lines = "\n".join(report.lines())
        if report.refused:
            raise CommandError(lines)
        self.stdout.write(lines)
