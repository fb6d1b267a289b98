"""Numbers of advisory locks, by which askers hold slots across all processes."""

from hashlib import blake2b


def slot_numbers(purpose: str, holder: bytes, count: int) -> list[int]:
    """As many lock numbers for a holder; 64 bits, so that two holders never share one by chance."""
    return [
        int.from_bytes(blake2b(holder, digest_size=8, person=f"{purpose} {slot}".encode()).digest(), signed=True)
        for slot in range(count)
    ]
