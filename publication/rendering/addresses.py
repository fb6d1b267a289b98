"""Where a body is found: relative, and by id, which never changes."""

from typing import Literal
from uuid import UUID


def address(kind: Literal["persons", "events", "documents"], record: UUID) -> str:
    """For example ``/api/v1/persons/2f…``."""
    return f"/api/v1/{kind}/{record}"
