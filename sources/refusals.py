"""What the database refused, said in words to the one who tried."""

from collections.abc import Mapping

from django.db import IntegrityError

from sources.record import STALE_VERSION, StaleVersion


def refusal_of(error: IntegrityError, sentences: Mapping[str, str]) -> str:
    """A sentence for an integrity error; ``sentences`` are by name of constraint."""
    cause = error.__cause__
    if isinstance(error, StaleVersion) or getattr(cause, "sqlstate", "") == STALE_VERSION:
        return f"{StaleVersion.__doc__} Look at what it is now, below, and save again."
    told = getattr(cause, "diag", None)
    if told is None:
        return str(error)
    known = sentences.get(told.constraint_name or "")
    return str(known) if known else f"The database refused this: {told.message_primary}."
