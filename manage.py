#!/usr/bin/env python3
"""The command line of Volia: ``./manage.py help`` lists the commands."""

import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent
PYTHON = CHECKOUT / ".venv" / "bin" / "python"

if __name__ == "__main__":
    if sys.prefix == sys.base_prefix:
        # Called as ./manage.py with the machine's own Python: go on in ours, made if it is missing.
        if subprocess.call([CHECKOUT / "script" / "bootstrap"]) != 0:
            sys.exit(1)
        os.execv(PYTHON, [str(PYTHON), *sys.argv])  # noqa: S606 - our own interpreter

    from tracker.command_line import main

    sys.exit(main(sys.argv))
