"""docs/sync.py as partners run it: a program of its own, and the file that it writes."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings

SYNC = Path(settings.BASE_DIR) / "docs" / "sync.py"


def command(address: str, file: Path, *options: str) -> list[str]:
    """The command line; a warning of Python's is an error."""
    return [sys.executable, "-W", "error", str(SYNC), address, str(file), *options]


def environment(key: str = "") -> dict[str, str]:
    """The variables it is run with."""
    return {**os.environ, "VOLIA_KEY": key, "no_proxy": "*"}


def sync(address: str, file: Path, *options: str, key: str = "") -> "subprocess.CompletedProcess[str]":
    """One run until there is nothing more to take."""
    return subprocess.run(
        command(address, file, "--once", *options),
        env=environment(key),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def rows(file: Path, statement: str) -> list[Any]:
    """What a statement finds in the file; rows of one value as that value."""
    with closing(sqlite3.connect(file, timeout=60)) as db:
        return [row[0] if len(row) == 1 else row for row in db.execute(statement)]
