"""Headers that all answers share: caching (RFC 9111), CORS (Fetch standard), rate limits (IETF httpapi draft)."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from publication.api.admission import Admission

ALLOWED = "GET, HEAD, OPTIONS"
METHODS = frozenset(ALLOWED.split(", "))
SHARED, PRIVATE = "public, max-age=60, must-revalidate", "private, no-cache"
EXPOSED = "ETag, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"
PREFLIGHT = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": ALLOWED,
    # Not Authorization: a page from elsewhere may read what everybody may, and nothing with a key.
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
UNSTORED = {"Cache-Control": "no-store"}
"""For what may be cut off: half of it must be nobody's answer."""
WINDOW = 60  # seconds


def finish(response: HttpResponseBase, request: HttpRequest, admission: Admission | None) -> None:
    """Put the shared headers on an answer; ``admission`` is None where none was asked for."""
    headers = response.headers
    keyed = "HTTP_AUTHORIZATION" in request.META
    headers["Vary"] = "Authorization, Accept"
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = PRIVATE if keyed else SHARED
    if not keyed:
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Access-Control-Expose-Headers"] = EXPOSED
    if admission is not None:
        headers["RateLimit-Policy"] = f'"requests";q={admission.allowed};w={WINDOW}'
        headers["RateLimit"] = f'"requests";r={admission.remaining};t={admission.reset}'
