"""What ``manage.py`` does before Django takes over: choose the role, and hold the private PostgreSQL while it runs."""

import os
import sys
import warnings
from contextlib import ExitStack
from pathlib import Path

from django.core.management import execute_from_command_line

from tracker.cluster import Cluster, ClusterError
from tracker.cluster.child import leave_on_signals
from tracker.environment import WrongEnvironmentError
from tracker.secrets import SecretClosedError

CHECKOUT = Path(__file__).resolve().parent.parent
# These change the shape of the database or empty it; everything else runs as staff.
OWNER_COMMANDS = frozenset({"createcachetable", "flush", "grant_reader", "migrate", "prepare_database"})
# Commands that work on files alone.
WITHOUT_DATABASE = frozenset(
    {
        *("", "check", "collectstatic", "compilemessages", "diffsettings", "findstatic", "help", "makemessages"),
        *("makemigrations", "sendtestemail", "spectacular", "startapp", "startproject", "testserver", "version"),
    }
)


def needs_database(arguments: list[str]) -> bool:
    """Whether the command line (without the program's name) needs a running database."""
    if "--help" in arguments or "-h" in arguments or "--version" in arguments:
        return False
    command = arguments[0] if arguments else ""
    return command not in WITHOUT_DATABASE or any(word.startswith("--database") for word in arguments)


def has_database() -> bool:
    """Whether a server is named; a process that serves the public alone has no other than the reader's."""
    public = os.environ.get("VOLIA_SERVE") == "public" and os.environ.get("PUBLISHED_DATABASE_URL")
    return bool(os.environ.get("DATABASE_URL") or public)


def main(arguments: list[str]) -> int:
    """Run ``manage.py`` with these arguments (program name first); returns an exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    if arguments[1:2] and arguments[1] in OWNER_COMMANDS:
        os.environ["VOLIA_ROLE"] = "owner"
    with ExitStack() as held:
        try:
            if not has_database() and needs_database(arguments[1:]):
                held.enter_context(leave_on_signals())
                os.environ.update(held.enter_context(Cluster(CHECKOUT)).environment())
            if not os.environ.get("DATABASE_URL"):
                # makemigrations would like to compare with a database, and warns that there is none.
                warnings.filterwarnings("ignore", "Got an error checking a consistent migration", RuntimeWarning)
            execute_from_command_line(arguments)
        except (ClusterError, SecretClosedError, WrongEnvironmentError) as error:
            sys.stderr.write(f"{error}\n")
            return 1
    return 0
