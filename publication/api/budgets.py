"""Counting requests in this process alone: for a replica of the database, which cannot write counts."""

from __future__ import annotations

from math import ceil
from threading import Lock
from time import monotonic

WINDOW = 60.0  # seconds
MOST_KNOWN = 10_000
"""How many callers are remembered before those whose window is over are forgotten."""


class LocalBudgets:
    """Fixed windows of a minute, one for each caller."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[bytes, tuple[float, int]] = {}

    def take(self, caller: bytes, allowed: int, cost: int = 1) -> tuple[int | None, int]:
        """Count a request, as ``cost`` of them: how many remain, None when that is too many; and the seconds left."""
        now = monotonic()
        with self._lock:
            since, used = self._known.get(caller, (now, 0))
            if since <= now - WINDOW:
                since, used = now, 0
            reset = max(1, ceil(since + WINDOW - now))
            if used + cost > allowed:
                return None, reset
            self._forget(now)
            self._known[caller] = (since, used + cost)
            return allowed - used - cost, reset

    def _forget(self, now: float) -> None:
        if len(self._known) >= MOST_KNOWN:
            self._known = {caller: held for caller, held in self._known.items() if held[0] > now - WINDOW}
