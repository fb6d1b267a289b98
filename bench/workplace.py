"""Where measurements work and leave their results, and how they tell how far they are."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bench.databases import CHECKOUT, PREFIX, is_alive

RESULTS = CHECKOUT / ".local" / "bench"


def say(sentence: str) -> None:
    """Tell how far we are, beside the result."""
    sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {sentence}\n")


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder of our own; those that killed runs left behind are removed."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    for left in RESULTS.glob(f"{PREFIX}*"):
        if not is_alive(left.name.removeprefix(PREFIX)):
            shutil.rmtree(left)
    folder = RESULTS / f"{PREFIX}{os.getpid()}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def idle_share(seconds: float = 1.0) -> float:
    """The part of all processors' time, from 0 to 1, that was idle while we waited: is anybody else at work?"""
    before = _idle_and_all()
    time.sleep(seconds)
    idle, whole = (now - then for now, then in zip(_idle_and_all(), before, strict=True))
    return idle / whole if whole else 1.0


def _idle_and_all() -> tuple[int, int]:
    """proc_stat(5): idle and iowait are the fourth and fifth number; guest time, after the eighth, is in user time."""
    numbers = [int(word) for word in Path("/proc/stat").read_text(encoding="ascii").splitlines()[0].split()[1:9]]
    return sum(numbers[3:5]), sum(numbers)
