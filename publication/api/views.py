"""The addresses of the read API: lists and details of the three kinds, and the schema with its page."""

from __future__ import annotations

from typing import ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema_view
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.exceptions import NotFound
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from publication.api.answers import OpenView
from publication.api.filters import named_by, refuse_parameters
from publication.api.kinds import DOCUMENTS, EVENTS, PERSONS, Kind
from publication.api.openapi import detailed, listed
from publication.api.pages import read_page
from publication.api.parameters import KEY
from sources.vocabulary import Audience


class ListView(OpenView):
    kind: ClassVar[Kind]

    def get(self, request: Request) -> Response:
        """A page of bodies, in the order of their ids."""
        return Response(read_page(self.kind, request.query_params, Audience.PUBLIC))


class DetailView(OpenView):
    kind: ClassVar[Kind]

    def get(self, request: Request, key: str) -> Response:
        """One body. Hidden, missing and malformed keys answer alike. :raises NotFound: for all three."""
        refuse_parameters(request.query_params)
        if not KEY.fullmatch(key):
            raise NotFound
        found = self.kind.rows(Audience.PUBLIC).filter(named_by(key)).values_list("pk", flat=True)[:1]
        bodies = self.kind.bodies(list(found), Audience.PUBLIC, timezone.localdate())
        for rendered in bodies.values():
            return Response(rendered.body)
        raise NotFound


@extend_schema_view(get=listed(PERSONS))
class PersonList(ListView):
    kind = PERSONS


@extend_schema_view(get=detailed(PERSONS))
class PersonDetail(DetailView):
    kind = PERSONS


@extend_schema_view(get=listed(EVENTS))
class EventList(ListView):
    kind = EVENTS


@extend_schema_view(get=detailed(EVENTS))
class EventDetail(DetailView):
    kind = EVENTS


@extend_schema_view(get=listed(DOCUMENTS))
class DocumentList(ListView):
    kind = DOCUMENTS


@extend_schema_view(get=detailed(DOCUMENTS))
class DocumentDetail(DetailView):
    kind = DOCUMENTS


class SchemaView(OpenView, SpectacularJSONAPIView):
    """The OpenAPI document."""

    renderer_classes = SpectacularJSONAPIView.renderer_classes


class DocsView(OpenView):
    """The page that shows the document, from our own origin alone."""

    renderer_classes = [TemplateHTMLRenderer]
    template_name = "publication/docs.html"
    schema = None

    def get(self, request: Request) -> Response:
        """The page; its script reads the document."""
        refuse_parameters(request.query_params)
        return Response({})
