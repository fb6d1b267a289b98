"""Run a command beside the private PostgreSQL: ``python -m tracker.cluster -- COMMAND [ARGUMENT ...]``."""

import os
import sys
from pathlib import Path

from tracker.cluster.child import leave_on_signals, run_child
from tracker.cluster.errors import ClusterError
from tracker.cluster.manager import Cluster

USAGE = "usage: python -m tracker.cluster -- COMMAND [ARGUMENT ...]"
CHECKOUT = Path(__file__).resolve().parent.parent.parent


def main(arguments: list[str]) -> int:
    """Run the command after ``--``; with DATABASE_URL set it is used and nothing is started."""
    if len(arguments) < 2 or arguments[0] != "--":
        sys.stderr.write(f"{USAGE}\n")
        return 2
    try:
        if os.environ.get("DATABASE_URL"):
            return run_child(arguments[1:], {})
        with leave_on_signals(), Cluster(CHECKOUT) as cluster:
            return run_child(arguments[1:], cluster.environment())
    except ClusterError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    except FileNotFoundError:
        sys.stderr.write(f"{arguments[1]}: command not found\n")
        return 127


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
