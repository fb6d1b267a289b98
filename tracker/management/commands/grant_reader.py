"""Give the role of everything public its rights, and take back whatever else it has gathered."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from tracker.reader import grant_reader, too_much
from tracker.roles import RolesMissingError


class Command(BaseCommand):
    """Runs as owner, after migrate; ``prepare_database`` calls it."""

    help = "Let volia_reader read what was published, and nothing else."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 1 with the SQL for an administrator where this login may not."""
        connection.ensure_connection()
        try:
            grant_reader(connection.connection)
        except RolesMissingError as problem:
            raise CommandError(str(problem)) from problem
        if left := too_much(connection):
            message = f"Not of our giving (to PUBLIC, perhaps), and to be taken back by hand: {', '.join(left)}."
            raise CommandError(message)
        if options["verbosity"]:
            self.stdout.write("The reader has its rights, and no others.")
