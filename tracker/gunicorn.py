"""How gunicorn serves us: one process, a few threads, no access log, and a greeting once it listens."""

import sys
from typing import Any

workers = 1
worker_class = "gthread"
threads = 6
graceful_timeout = 5
control_socket_disable = True
# Addresses hold what was searched for, hence no access log, and our own filter on the error log.
logconfig_dict: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"quiet": {"()": "tracker.logs.PathOnly"}},
    "formatters": {"plain": {"()": "tracker.logs.Plain", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["quiet"], "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"gunicorn.error": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}

GREETING = """
Volia is ready.

  Admin   {address}/admin/
  API     {address}/api/v1/persons
  Docs    {address}/api/v1/docs

Sign in as "volia" with the password that the first start printed
(forgotten: ./manage.py changepassword volia). Ctrl-C stops everything.
"""


def when_ready(server: Any) -> None:
    """Called by gunicorn when it listens."""
    host, port = server.LISTENERS[0].getsockname()
    sys.stdout.write(GREETING.format(address=f"http://{host}:{port}"))
    sys.stdout.flush()
