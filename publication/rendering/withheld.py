"""Takes out of what is said whatever would name a record that the audience may not know of.

A citation goes when it is attributed to such a person or organisation, or states one as its value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from people.corroboration import Claim, Corroboration, Key, Voice
from people.models import TARGETS, Citation
from people.stated import model_field
from publication.rendering.scene import Scene
from sources.agreement import Agreement


def withhold(said: Mapping[Key, Corroboration], scene: Scene) -> dict[Key, Corroboration]:
    """What remains when every citation is gone that names a record outside of the scene."""
    return {key: _remaining(weighed, scene) for key, weighed in said.items()}


def stated_record(citation: Citation) -> tuple[type[Any], UUID] | None:
    """The model and id of the record that a citation states as its value."""
    model = TARGETS[citation.target_name]
    if not citation.states or citation.field not in model.declared.cited:
        return None
    related = model_field(model, citation.field).related_model
    return (related, UUID(citation.states)) if isinstance(related, type) else None


def _remaining(weighed: Corroboration, scene: Scene) -> Corroboration:
    citations = tuple(c for c in weighed.citations if _nameable(c, scene))
    if len(citations) == len(weighed.citations):
        return weighed
    claims = tuple(claim for claim in (_claim_of(claim, citations) for claim in weighed.claims) if claim.citations)
    voices = frozenset[Voice]().union(*(claim.voices for claim in claims))
    agreement = weighed.agreement if len(claims) > 1 else Agreement.AGREE
    return Corroboration(citations=citations, claims=claims, voices=voices, agreement=agreement)


def _claim_of(claim: Claim, citations: Iterable[Citation]) -> Claim:
    return replace(claim, citations=tuple(c for c in claim.citations if c in citations))


def _nameable(citation: Citation, scene: Scene) -> bool:
    person, organisation = citation.attributed_person_id, citation.attributed_organisation_id
    if (person and person not in scene.persons) or (organisation and organisation not in scene.organisations):
        return False
    stated = stated_record(citation)
    known = stated and scene.nameable(stated[0])
    return stated is None or known is None or stated[1] in known
