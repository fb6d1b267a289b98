"""Signals: a program run in the foreground as if it had been called itself, and a clean end on TERM."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType

ENDING = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def leave_on_signals() -> Iterator[None]:
    """Turn TERM and HUP into SystemExit(128 + n), so that ``with`` blocks end properly and the server stops."""

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run_child(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run ``command`` with additions to the environment; returns its code, or 128 + n when signal n ended it.

    TERM and HUP are passed on. INT is left to the child, which gets it from the terminal as we do. Raises OSError
    when the program can not be run.
    """
    running: list[subprocess.Popen[bytes]] = []
    early: list[int] = []

    def pass_on(number: int, _frame: FrameType | None) -> None:
        if running:
            running[0].send_signal(number)
        else:
            early.append(number)

    def leave_to_child(_number: int, _frame: FrameType | None) -> None:
        # A handler and not SIG_IGN: the child would inherit that and never notice Ctrl-C.
        return

    before = {number: signal.signal(number, pass_on) for number in ENDING}
    before[signal.SIGINT] = signal.signal(signal.SIGINT, leave_to_child)
    try:
        running.append(subprocess.Popen(command, env={**os.environ, **environment}))
        for number in early:
            running[0].send_signal(number)
        code = running[0].wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 128 - code if code < 0 else code
