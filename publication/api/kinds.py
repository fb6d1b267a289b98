"""The three kinds that the API serves: how their lists are asked, and which members their bodies have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_type_hints

from django.forms import Field

from publication.api.filters import DocumentFilter, EventFilter, ListFilter, PersonFilter
from publication.api.parameters import MomentField, NamesField
from publication.columns import BRIEF
from publication.rendering.shapes.documents import PublishedDocument
from publication.rendering.shapes.events import PublishedEvent
from publication.rendering.shapes.persons import PublishedPerson
from publication.vocabulary import Kind

ADDED = ("position", "published_at")
"""Members that are added to a stored body when it is served."""
WHOLE_BRIEF = "brief"
"""The word for all small members in ``fields``."""


@dataclass(frozen=True, kw_only=True)
class Served:
    """``name`` is the word in addresses, ``shape`` the type of the body, ``asked`` the filters of the list."""

    kind: Kind
    name: str
    shape: Any
    asked: type[ListFilter]

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The members of a body as it is served."""
        return tuple(get_type_hints(self.shape))

    @property
    def brief(self) -> tuple[str, ...]:
        """The small members, which are stored beside the body too."""
        return (*BRIEF[self.kind], *ADDED)

    @cached_property
    def filters(self) -> Mapping[str, Any]:
        """The filters of the list by their parameters."""
        return dict(self.asked.base_filters)

    @cached_property
    def detail_fields(self) -> Mapping[str, Field]:
        """The parameters of a detail."""
        return {
            "fields": NamesField(known=(WHOLE_BRIEF, *self.members)),
            "known_at": MomentField(),
        }


PERSONS = Served(kind=Kind.PERSON, name="persons", shape=PublishedPerson, asked=PersonFilter)
EVENTS = Served(kind=Kind.EVENT, name="events", shape=PublishedEvent, asked=EventFilter)
DOCUMENTS = Served(kind=Kind.DOCUMENT, name="documents", shape=PublishedDocument, asked=DocumentFilter)
SERVED = (PERSONS, EVENTS, DOCUMENTS)
