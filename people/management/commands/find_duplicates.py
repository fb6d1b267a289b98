"""``./manage.py find_duplicates``: who may be recorded twice, for the queue in the admin."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from people.duplicates.searching import BATCH, search
from people.models import Person


class Command(BaseCommand):
    help = (
        "Compare everybody whose names changed since the last time with all others; pairs that resemble each other wait"
        " in the admin under “Duplicates”. Nobody is merged by this. Safe to interrupt: the next start goes on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--batch", type=int, default=BATCH, metavar="N", help=f"persons in one transaction (default {BATCH})"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["batch"] < 1:
            message = f"--batch must be at least 1, not {options['batch']}."
            raise CommandError(message)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("comparing", total=Person.objects.count())
            found = search(batch=options["batch"], tell=lambda count: progress.advance(task, count))
        if not found.persons:
            self.stdout.write("Nobody's names changed since the last time: nothing to compare.")
            return
        self.stdout.write(f"Compared: {found.persons:,}. Pairs that resemble each other: {found.pairs:,}.")
