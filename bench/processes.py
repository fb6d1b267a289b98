"""Runs a command as a process of its own, with its time and the most memory that it held."""

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.errors import CommandFailedError


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What a run took: wall seconds, and the peak of resident memory in MiB.

    The kernel counts the memory that the starting process held at that moment as the run's own, so the peak is never
    told lower than that (about 50 MiB under script/bench, less than any Django command needs).
    """

    seconds: float
    memory: float


def run(command: Sequence[str], *, environment: Mapping[str, str], folder: Path) -> Ran:
    """Run a command in a folder with additions to the environment; raises CommandFailedError with what it wrote."""
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            # wait4 and not wait: the kernel tells the peak of this process alone, not of all that ran before.
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            process.wait()
            raise
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            output.seek(0)
            text = output.read().decode(errors="replace")
            raise CommandFailedError(" ".join(command), process.returncode, text)
    return Ran(seconds=seconds, memory=usage.ru_maxrss / 1024)
