"""Headers that all answers share: caching (RFC 9111), CORS (Fetch standard), rate limits (IETF httpapi draft)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from publication.api.admission import Admission

SHARED, PRIVATE = "public, max-age=60, must-revalidate", "private, no-cache"
EXPOSED = "ETag, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"
UNSTORED = {"Cache-Control": "no-store"}
"""For what may be cut off: half of it must be nobody's answer."""
WINDOW = 60  # seconds


@dataclass(frozen=True)
class Methods:
    """The methods of an address, and the headers that a page from elsewhere may send along, as headers have both.

    Never Authorization: such a page may read what everybody may, and nothing with a key.
    """

    allowed: str
    headers: str

    def __contains__(self, method: str | None) -> bool:
        return method in self.allowed.split(", ")

    @property
    def preflight(self) -> dict[str, str]:
        """What a browser is told that asks for a page from elsewhere."""
        return {
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": self.allowed,
            "Access-Control-Allow-Headers": self.headers,
            "Access-Control-Max-Age": "86400",
        }


READING = Methods("GET, HEAD, OPTIONS", "Accept, If-None-Match")
SENDING = Methods("POST, OPTIONS", "Accept, Content-Type")
BOTH = Methods("GET, HEAD, POST, OPTIONS", "Accept, Content-Type, If-None-Match")


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
