"""Which record a citation states as its value: where that may not be named, the citation goes unheard.

It is taken out before anything is weighed, so that neither counts nor conflicts tell of it.
"""

from __future__ import annotations

from uuid import UUID

from publication.rendering.cited import Cited
from publication.rendering.rows import Row
from sources.record import Record


def stated_record(citation: Cited, row: Row) -> tuple[type[Record], UUID] | None:
    """The model and id of the record that a citation on the row states as its value."""
    if not citation.states:
        return None
    model = row.shape.names.get(citation.field)
    return None if model is None else (model, UUID(citation.states))
