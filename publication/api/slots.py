"""Slots of those who keep the server busy: by advisory locks across all processes, and by counting in each of them."""

from __future__ import annotations

from contextlib import suppress
from hashlib import blake2b
from threading import BoundedSemaphore


def slot_numbers(purpose: str, holder: bytes, count: int) -> list[int]:
    """As many lock numbers for a holder; 64 bits, so that two holders never share one by chance."""
    return [
        int.from_bytes(blake2b(holder, digest_size=8, person=f"{purpose} {slot}".encode()).digest(), signed=True)
        for slot in range(count)
    ]


class Slot:
    """A place in this process; whoever gives it back first does, and again is nothing."""

    def __init__(self, taken: list[BoundedSemaphore]) -> None:
        self._taken = taken

    def release(self) -> None:
        """Give it back."""
        # Two threads may do so at once, and popping is the one step that only one of them can take.
        with suppress(IndexError):
            while True:
                self._taken.pop().release()


class ProcessSlots:
    """So many places in this process; at most half of them for those who have no key."""

    def __init__(self, count: int) -> None:
        self._all, self._without_key = BoundedSemaphore(count), BoundedSemaphore(count // 2)

    def take(self, *, keyed: bool) -> Slot | None:
        """A place, None when there is none."""
        taken: list[BoundedSemaphore] = []
        for one in (self._all,) if keyed else (self._without_key, self._all):
            if not one.acquire(blocking=False):
                Slot(taken).release()
                return None
            taken.append(one)
        return Slot(taken)
