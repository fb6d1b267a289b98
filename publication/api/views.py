"""The schema and its page: the same for everybody, and made without any database."""

from __future__ import annotations

from functools import cache

import orjson
from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from publication.api.asking import NOTHING, understood
from publication.api.conditional import is_known, known_tags, tag_of
from publication.api.door import not_modified
from publication.api.frames import FramedView


@cache
def document() -> bytes:
    """The OpenAPI document as JSON; it changes with the program only."""
    return orjson.dumps(SchemaGenerator().get_schema(request=None, public=True), option=orjson.OPT_INDENT_2)  # type: ignore[no-untyped-call] # of drf-spectacular


@cache
def document_tag(media_type: str) -> str:
    """Its entity tag in one of the two media types."""
    return tag_of(document(), media_type)


class SchemaView(FramedView):
    """The OpenAPI document."""

    renderer_classes = SpectacularJSONAPIView.renderer_classes
    schema = None

    def get(self, request: Request) -> HttpResponse:
        """The document; 304 where the client holds it."""
        understood(request, NOTHING)
        tag = document_tag(request.accepted_media_type)
        if is_known(tag, known_tags(request.META.get("HTTP_IF_NONE_MATCH"))):
            return not_modified(tag)
        return HttpResponse(document(), content_type=request.accepted_media_type, headers={"ETag": f'"{tag}"'})


EXAMPLES = (
    ("The first five of the list, small", "persons?fields=brief&limit=5"),
    ("Who is held, as a table", "persons.csv?status=detained"),
    ("Who was held on a day", "persons?status=last_known_detained&status_on=2024-01-01&fields=brief&total=exact"),
    ("Who is meant by a name, in any spelling", "persons?q=kolesnikova+masha&fields=names"),
    ("On whom sources contradict one another", "persons?conflicting=true&limit=1"),
    ("Releases of many", "events?kind=release&fields=brief"),
    ("What is quoted", "documents?fields=brief"),
    ("What was published at the end of a day", "persons?known_at=2026-01-01&fields=brief"),
    ("Everything, one record a line", "snapshot"),
    ("What changed since a position", "changes?after=0&limit=5"),
    ("Numbers", "statistics?from=2020-01-01"),
)
"""Questions for a first look; they name no record, so that they run on any publication."""


class DocsView(FramedView):
    """The page that shows the document, from our own origin alone."""

    renderer_classes = [TemplateHTMLRenderer]
    template_name = "publication/docs.html"
    schema = None

    def get(self, request: Request) -> Response:
        """The page; its script reads the document."""
        understood(request, NOTHING)
        found = [{"what": what, "address": f"/api/v1/{address}"} for what, address in EXAMPLES]
        return Response({"examples": found})
