"""The web server: granian (WSGI, PEP 3333), a few processes of a few threads, no access log."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from people.naming.loading import load_tables
from tracker.environment import DOORS, WrongEnvironmentError, choice
from tracker.secrets import SecretClosedError

WORKERS = 2
# Each may wait half a minute for news, or feed a slow reader, and holds up to two database connections meanwhile.
THREADS = 8
GRACE = 5  # seconds for requests under way when the server is stopped
# Addresses hold what was searched for, hence no access log, and our own filter on what goes wrong.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"quiet": {"()": "tracker.logs.PathOnly"}},
    "formatters": {"plain": {"()": "tracker.logs.Plain", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["quiet"], "formatter": "plain"}},
    "loggers": {
        "_granian": {"handlers": ["stderr"], "propagate": False},
        "granian.access": {"handlers": [], "propagate": False},
    },
}
STAFF_PLACES = "  Admin   {address}/admin/\n"
PUBLIC_PLACES = "  API     {address}/api/v1/persons\n  Docs    {address}/api/v1/docs\n"
SIGN_IN = """
Sign in as "volia" with the password that the first start printed
(forgotten: ./manage.py changepassword volia). """


def main(arguments: Sequence[str]) -> int:
    """Serve until TERM, HUP or Ctrl-C; returns an exit code."""
    options = _options(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    try:
        serve = choice("VOLIA_SERVE", DOORS, default="both")
        # Loaded here once, before it forks: what is wrong is told in a sentence, and the processes share the memory.
        django.setup(set_prefix=False)
        import_module(settings.ROOT_URLCONF)
        load_tables()
    except (SecretClosedError, WrongEnvironmentError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    server = Granian(
        "tracker.webserver:application",
        factory=True,
        address=options.address,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        http=HTTPModes.http1,
        websockets=False,
        # It would warn of more threads than processors, which is what waiting for a database is about.
        log_level=LogLevels.error,
        log_dictconfig=LOGGING,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
    )

    def when_listening() -> None:
        # A terminal that is closed ends us; the server's own answer would be to load everything anew.
        signal.signal(signal.SIGHUP, server.signal_handler_interrupt)
        sys.stdout.write(greeting(serve, f"http://{options.address}:{options.port}"))
        sys.stdout.flush()

    server.on_startup(when_listening)
    server.serve()
    return 0


def application() -> WSGIHandler:
    """The program, in a process of its own; called there once, before the first request."""
    # Ctrl-C goes to all processes of a terminal's group. Ours are told to end by their parent: told twice at the same
    # moment, they hang in granian's handler until they are killed.
    os.setpgid(0, 0)
    return get_wsgi_application()


def greeting(serve: str, address: str) -> str:
    """What a person who started us wants to know: where to go."""
    places = (STAFF_PLACES if serve != "public" else "") + (PUBLIC_PLACES if serve != "staff" else "")
    ending = SIGN_IN if serve != "public" else "\n"
    return f"\nVolia is ready.\n\n{places.format(address=address)}{ending}Ctrl-C stops everything.\n"


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tracker.webserver", description="Serve Volia until Ctrl-C.")
    parser.add_argument("--address", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port (default 8000)")
    parser.add_argument("--workers", type=int, default=WORKERS, help=f"processes (default {WORKERS})")
    parser.add_argument("--threads", type=int, default=THREADS, help=f"threads of each (default {THREADS})")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
