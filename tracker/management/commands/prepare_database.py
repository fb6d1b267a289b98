"""Make a database ready: roles, migrations as owner, the reader's rights, then the checks as staff and as reader."""

import os
from typing import Any

import psycopg
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, connections
from psycopg.conninfo import conninfo_to_dict

from tracker.cluster.binaries import OLDEST_MAJOR
from tracker.database import act_as
from tracker.roles import RolesMissingError, ensure_roles


class Command(BaseCommand):
    """Safe to run at every start: what is there stays."""

    help = "Make roles and tables of the database, on the private PostgreSQL or on the server of DATABASE_URL."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 1 with a sentence when the server is too old, unreachable, or an administrator is needed."""
        staff_url = os.environ["DATABASE_URL"]
        try:
            with psycopg.connect(os.environ.get("OWNER_DATABASE_URL") or staff_url, autocommit=True) as owner:
                if owner.info.server_version < OLDEST_MAJOR * 10000:
                    message = f"This server is older than PostgreSQL {OLDEST_MAJOR}."
                    raise CommandError(message)
                ensure_roles(owner, staff_login=str(conninfo_to_dict(staff_url).get("user") or ""))
        except psycopg.OperationalError as problem:
            message = f"The database does not answer: {problem}"
            raise CommandError(message) from problem
        except RolesMissingError as problem:
            raise CommandError(str(problem)) from problem
        call_command("migrate", interactive=False, verbosity=options["verbosity"], stdout=self.stdout)
        call_command("grant_reader", verbosity=options["verbosity"], stdout=self.stdout)
        act_as(connection, "staff")
        try:
            self.check(databases=list(connections))
        except DatabaseError as problem:
            message = f"The staff connection (DATABASE_URL) does not work: {problem}"
            raise CommandError(message) from problem
        if options["verbosity"]:
            self.stdout.write("The database is ready.")
