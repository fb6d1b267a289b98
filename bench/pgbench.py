"""PostgreSQL's own pgbench: prepared statements over a socket, no HTTP, no Python."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.errors import NotMeasuredError
from bench.load import Figure, figure
from tracker.cluster.binaries import find_binaries
from tracker.cluster.errors import NoBinariesError

SECONDS = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)
AS_OWNER = "-c role=volia_owner"


def find_pgbench() -> Path | None:
    """The program, beside the server's others or on PATH; None where there is none (the bundled server has none)."""
    try:
        beside = find_binaries(None, Path()).tool("pgbench")
    except NoBinariesError:
        beside = Path()
    if os.access(beside, os.X_OK) and beside.is_file():
        return beside
    found = shutil.which("pgbench")
    return Path(found) if found else None


def run_pgbench(program: Path, statement: str, *, database: str, connections: int, seconds: float) -> Figure:
    """Run a script over and over; ``database`` is a libpq connection string. Raises NotMeasuredError."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "statement.sql"
        # pgbench ends a statement at its semicolon, and warms each connection's plan with the first five runs.
        script.write_text(statement, encoding="utf-8")
        command = [str(program), "--no-vacuum", "--protocol=prepared", f"--client={connections}", "--jobs=1"]
        command += [f"--time={max(1, round(seconds))}", f"--file={script}", "--log", f"--log-prefix={folder}/log"]
        environment = {**os.environ, "PGOPTIONS": AS_OWNER}
        ran = subprocess.run([*command, database], env=environment, capture_output=True, text=True, check=False)
        rate = SECONDS.search(ran.stdout)
        if ran.returncode or rate is None:
            raise NotMeasuredError(f"pgbench could not run:\n{ran.stderr[-2000:]}")
        took = list(_latencies(Path(folder)))
    # Its own rate leaves out the time that connecting took.
    return figure(took, seconds=len(took) / float(rate[1]))


def _latencies(folder: Path) -> Iterator[float]:
    """Seconds of each transaction: the third column, in microseconds."""
    for log in folder.glob("log*"):
        with log.open(encoding="ascii") as lines:
            yield from (int(line.split(maxsplit=3)[2]) / 1e6 for line in lines)
