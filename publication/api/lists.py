"""Lists: pages of JSON here, everything at once as NDJSON and CSV in ``exports``."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from accounts.vocabulary import Scope
from publication.api.admission import Admission
from publication.api.conditional import is_known, known_tags, tag_of
from publication.api.door import Door, Visit, not_modified
from publication.api.exports import csv_stream, ndjson_stream
from publication.api.kinds import Served
from publication.api.listing import Listing, listing_of
from publication.api.negotiation import CSV, JSON, NDJSON, Format, negotiated
from publication.api.pages import ranked_listing, read_page
from publication.api.problems import NotAcceptable
from publication.api.streams import streamed

OFFERED = (JSON, NDJSON, CSV)


class ListView(Door):
    """The list of one kind, in the order of ids; ``suffix`` where the address names the format."""

    def __init__(self, served: Served, suffix: str = "") -> None:
        self.served, self.suffix = served, suffix

    def answer(self, visit: Visit, **_: Any) -> HttpResponseBase:
        """The page or stream; 304 where the client holds the page. :raises Refusal: when there is none."""
        wanted = negotiated(visit.request.META.get("HTTP_ACCEPT"), OFFERED, self.suffix)
        admission = visit.admit(Scope.READ if wanted in {JSON, None} else Scope.SYNC)
        if wanted is None:
            raise NotAcceptable
        listing = listing_of(visit.request, self.served, wanted)
        if wanted is JSON:
            return self._page(visit, listing, admission)
        return self._stream(visit, listing, admission, wanted)

    def _page(self, visit: Visit, listing: Listing, admission: Admission) -> HttpResponse:
        tag = _tag(visit, self.served, admission.audience, admission.position, admission.last)
        if is_known(tag, known_tags(visit.request.META.get("HTTP_IF_NONE_MATCH"))):
            return not_modified(tag)
        page = read_page(listing, admission.audience, visit.asker)
        tag = _tag(visit, self.served, admission.audience, page.position, page.last)
        return HttpResponse(page.written(), content_type=JSON.content_type, headers={"ETag": f'"{tag}"'})

    def _stream(self, visit: Visit, listing: Listing, admission: Admission, wanted: Format) -> HttpResponseBase:
        headers = {"Content-Disposition": f'attachment; filename="{self.served.name}.{wanted.suffix}"'}
        if visit.request.method == "HEAD":
            return streamed((), wanted, headers)
        listing = ranked_listing(listing, admission.audience, visit.asker)
        if wanted is CSV:
            stream = csv_stream(listing, admission.audience, visit.asker, visit.request.build_absolute_uri("/")[:-1])
        else:
            stream = ndjson_stream(listing, admission.audience, visit.asker)
        return streamed(stream, wanted, headers)


def _tag(visit: Visit, served: Served, audience: int, position: int, last: str | None) -> str:
    """The entity tag of a page: what was asked for, of which audience, and its last change, by position and time."""
    return tag_of(served.name, sorted(visit.request.GET.lists()), audience, position, last)
