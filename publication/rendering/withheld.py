"""Which citations name, as the value they state, a record that the audience may not know of: such a one goes unheard.

It is taken out before anything is weighed, so that neither counts nor conflicts tell of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from people.models import TARGETS, Citation
from people.stated import model_field
from publication.rendering.scene import Scene
from publication.rendering.visible import visible_rows
from sources.vocabulary import Audience


def stated_record(citation: Citation) -> tuple[type[Any], UUID] | None:
    """The model and id of the record that a citation states as its value."""
    model = TARGETS[citation.target_name]
    if not citation.states or citation.field not in model.declared.cited:
        return None
    related = model_field(model, citation.field).related_model
    return (related, UUID(citation.states)) if isinstance(related, type) else None


def heard(citations: Iterable[Citation], scene: Scene) -> list[Citation]:
    """Those that state nothing outside of the scene."""
    return [citation for citation in citations if _is_nameable(citation, scene)]


def _is_nameable(citation: Citation, scene: Scene) -> bool:
    stated = stated_record(citation)
    known = stated and scene.nameable(stated[0])
    return stated is None or known is None or stated[1] in known


def without_unnameable(citations: Iterable[Citation], audience: Audience) -> list[Citation]:
    """The same where there is no scene. One query for each kind of record that is stated."""
    found = list(citations)
    asked: defaultdict[type[Any], set[UUID]] = defaultdict(set)
    for stated in map(stated_record, found):
        if stated:
            asked[stated[0]].add(stated[1])
    known = {
        model: frozenset(rows.filter(pk__in=ids).values_list("pk", flat=True))
        for model, ids in asked.items()
        if (rows := visible_rows(model, audience)) is not None
    }
    return [c for c in found if (s := stated_record(c)) is None or s[0] not in known or s[1] in known[s[0]]]
