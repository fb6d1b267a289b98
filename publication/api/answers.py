"""How every address of the API answers: JSON, open to any origin, without cookies, kept by caches for a minute."""

from __future__ import annotations

from typing import Any

from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from publication.api.renderers import JSONRenderer

CACHED = "public, max-age=60"
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
"""Anonymous reads from any origin (Fetch standard, CORS protocol); no credentials are ever allowed."""


class OpenView(APIView):
    """The base of all views: GET, HEAD and OPTIONS, the same headers on every answer."""

    http_method_names = ["get", "head", "options"]
    renderer_classes = [JSONRenderer]

    def finalize_response(self, request: Request, response: Response, *args: Any, **options: Any) -> Response:
        """The response with the shared headers; a refusal is not kept by caches."""
        final = super().finalize_response(request, response, *args, **options)
        for header, value in OPEN.items():
            final[header] = value
        final["Cache-Control"] = CACHED if final.status_code < 400 else "no-store"
        patch_vary_headers(final, ["Accept"])
        return final

    def options(self, *_: Any, **__: Any) -> Response:
        """What may be asked is in the header ``Allow`` and in the schema."""
        return Response(status=204)


class NotThere(OpenView):
    """Every address under the API's that is none."""

    schema = None

    def initial(self, *_: Any, **__: Any) -> None:
        """Answer before the method is even looked at. :raises NotFound: always."""
        raise NotFound
