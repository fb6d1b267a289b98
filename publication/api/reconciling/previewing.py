"""A small page about one person, to be shown in a frame by whoever matches names; no script, nothing from elsewhere."""

from __future__ import annotations

from typing import Any, ClassVar

from csp.constants import NONE, SELF
from django.db import connections
from django.http import HttpResponse
from django.template.loader import render_to_string

from accounts.vocabulary import Scope
from publication.api.door import Door, Visit
from publication.api.headers import READING, Methods
from publication.api.negotiation import HTML, negotiated
from publication.api.parameters import id_of
from publication.api.problems import NotAcceptable, NotThere
from publication.api.reconciling.properties import BY_ID
from publication.api.reconciling.published import described, persons
from publication.api.reconciling.service import here
from publication.api.reconciling.suggesting import ClientText, client_values
from publication.reading import alias

FIELDS = {"id": ClientText(help_text="The id of a person.")}
POLICY = {
    "default-src": [NONE],
    "style-src": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    # Clients of the service show it in a frame of theirs; there is nothing to press in it but a link.
    "frame-ancestors": ["*"],
}


class PreviewView(Door):
    """Name, status, release and how to cite, of whoever is published."""

    methods: ClassVar[Methods] = READING

    def answer(self, visit: Visit, **_: Any) -> HttpResponse:
        """The page. :raises NotThere: hidden, missing and malformed ids alike."""
        admission = visit.admit(Scope.READ)
        if negotiated(visit.request.META.get("HTTP_ACCEPT"), [HTML]) is None:
            raise NotAcceptable
        pk = id_of(client_values(visit.request, FIELDS, needed=("id",))["id"].strip())
        with connections[alias()].cursor() as cursor:
            person = persons(cursor, {pk}, admission.audience, whole=True).get(pk) if pk else None
        if person is None:
            raise NotThere
        address = here(visit.request) + person.body["url"]
        shown = {
            "name": person.brief["name"],
            "described": described(person.brief),
            "released": [value["str"] for value in BY_ID["released_claims"].values(person, address)],
            "address": address,
            "published": person.published_at[:10],
        }
        response = HttpResponse(render_to_string("publication/reconciled.html", shown), content_type=HTML.content_type)
        response.xframe_options_exempt = True
        return response
