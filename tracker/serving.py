"""``script/server``: database, seeds, first account, then the web server, all on this machine, until Ctrl-C."""

import argparse
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from tracker.cluster import Cluster, ClusterError
from tracker.cluster.child import leave_on_signals, run_child

CHECKOUT = Path(__file__).resolve().parent.parent
ADDRESS = "127.0.0.1"
DEFAULT_PORT = 8000
STEPS = (
    ("prepare_database", "--verbosity", "0"),
    ("import_seeds", "seeds"),
    ("publish", "--first"),
    ("create_first_account",),
)


def main(arguments: Sequence[str]) -> int:
    """Prepare and serve; returns the code of the step that failed, or the web server's."""
    parser = argparse.ArgumentParser(prog="script/server", description="Serve Volia on this machine until Ctrl-C.")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help=f"port on {ADDRESS} (default {DEFAULT_PORT})")
    port = parser.parse_args(arguments).port
    if not is_free(port):
        sys.stderr.write(
            f"Port {port} is taken. Stop what uses it, or choose another: script/server --port {port + 1}\n"
        )
        return 1
    with ExitStack() as held:
        try:
            environment: Mapping[str, str] = {}
            if not os.environ.get("DATABASE_URL"):
                held.enter_context(leave_on_signals())
                environment = held.enter_context(Cluster(CHECKOUT)).environment()
            return serve(port, environment)
        except ClusterError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        except KeyboardInterrupt:
            return 130


def is_free(port: int) -> bool:
    """Whether nothing listens on that port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except (OSError, OverflowError):
            return False
    return True


def serve(port: int, environment: Mapping[str, str]) -> int:
    """Run the steps, then the web server; every step is a ``manage.py`` command."""
    # Whoever serves the public alone still prepares what it serves, as staff, before it lets go of the staff's login.
    for step in STEPS:
        code = run_child([sys.executable, str(CHECKOUT / "manage.py"), *step], {**environment, "VOLIA_SERVE": "both"})
        if code:
            return code
    command = [sys.executable, "-m", "tracker.webserver", "--address", ADDRESS, "--port", str(port)]
    return run_child(command, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
