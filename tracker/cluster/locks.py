"""Locks that the kernel drops when a process dies, however it dies (flock(2)), so that nothing goes stale."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.cluster.account import Account


def open_lock(path: Path, account: Account) -> int:
    """A descriptor on a lock file, made if missing; the caller closes it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    account.own(path)
    return descriptor


@contextmanager
def alone(path: Path, account: Account) -> Iterator[None]:
    """Wait for, then hold, an exclusive lock."""
    descriptor = open_lock(path, account)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def share(descriptor: int) -> None:
    """Hold a lock together with others."""
    fcntl.flock(descriptor, fcntl.LOCK_SH)


def is_last(descriptor: int) -> bool:
    """Whether nobody else shares the lock that we share; we may lose our share by asking."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
