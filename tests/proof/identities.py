"""Everybody who may come to an address, and one small committed world that they all look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.utils import timezone

from accounts.actions import issue_key, revoke_key
from accounts.models import Partner, PartnerKey, User
from accounts.vocabulary import RoleName
from intake.models import Imported
from people.models import Event, Merge, Person
from people.vocabulary import Mode
from publication.preview import preview
from publication.subjects import Subject
from publication.vocabulary import Kind
from sources.models import Document
from sources.vocabulary import Audience
from tests.cast import make_cast
from tests.factories import (
    DerivationFactory,
    DocumentFactory,
    EventFactory,
    HoldFactory,
    JudgementFactory,
    MergeFactory,
    OrganisationFactory,
    PersonFactory,
    ReleaseFactory,
    cite,
)
from tests.publication.publishing import publish_everything
from tests.publication.whole import cite_all, rows_of_every_kind

KEYS = ("partner", "expired", "revoked")
STRANGERS = ("anonymous", *KEYS)
"""Those without an account; three of them bring a key."""
STAFF = tuple(role.value for role in RoleName)
IDENTITIES = (*STRANGERS, *STAFF)

FOR_PARTNERS = "for-partners"
"""Stands in everything that partners may read and the public may not."""
COUNTRY_FOR_PARTNERS = '"LT"'
"""Where somebody arrived, which partners alone are told."""


@dataclass(frozen=True, kw_only=True)
class World:
    """One published world: who looks at it, what is in it, and a row of every model of the record and around it."""

    identities: Mapping[str, Mapping[str, str]] = field(repr=False)
    """What each of ``IDENTITIES`` sends along, as WSGI has it."""
    named: Mapping[str, str]
    """Keys of addresses by what they stand for: ``person``, or a model such as ``people/person`` for some row of it."""


def make_world() -> World:
    """Write a world, publish it, and hand out keys and sessions."""
    cast = make_cast()
    _told_to_partners(cast.released, cast.event)
    _of_every_model(cast.disputed)
    publish_everything()
    superuser = User.objects.create_superuser(username="the-superuser")
    issuer = User.objects.create_user(username="the-issuer", is_staff=True)
    waiting = PersonFactory.create(slug="waiting")
    cite(waiting.names.get(), "text", waiting.names.get().text)
    keys = _keys(issuer)
    staff = {role: _session(role) for role in STAFF}
    named = {
        "person": str(cast.released.pk),
        "event": str(cast.event.pk),
        "document": str(Document.objects.get(slug="half-told").pk),
        "person_for_partners": f"{FOR_PARTNERS}-person",
        "id_for_partners": str(Person.objects.get(slug=f"{FOR_PARTNERS}-person").pk),
        "event_for_partners": f"{FOR_PARTNERS}-event",
        "document_for_partners": f"{FOR_PARTNERS}-paper",
        "held": str(cast.embargoed.pk),
        "waiting": str(waiting.pk),
        "token": preview([Subject(Kind.PERSON, waiting.pk)]).fingerprint,
        "type_of_persons": str(ContentType.objects.get_for_model(Person).pk),
        "citing": f"person={cast.released.pk}&field=exists",
        "superuser": str(superuser.pk),
        **_rows(),
        "accounts/user": str(issuer.pk),
        # Not whoever was merged away, whose page is only read.
        "people/person": str(cast.released.pk),
        "merged": str(Merge.objects.get().former_id),
    }
    return World(identities={"anonymous": {}, **keys, **staff}, named=named)


class Caller(RequestFactory):
    """Sends requests through the whole stack of middleware, without what Django's test client adds for tests.

    ``forging`` sends no token of Django's against forgery with what it posts.
    """

    def __init__(self, *, forging: bool = False) -> None:
        super().__init__()
        self.handler = ClientHandler(enforce_csrf_checks=forging)

    def request(self, **environ: Any) -> Any:
        """The answer, whole; a stream is read to its end."""
        response: Any = self.handler(self._base_environ(**environ))  # type: ignore[attr-defined] # Django's, as its Client calls it
        if response.streaming:
            body = b"".join(response.streaming_content)
            response.close()
            return HttpResponse(body, status=response.status_code, headers=dict(response.headers))
        return response


@contextmanager
def undone() -> Iterator[None]:
    """Whatever staff write inside is taken back, their sessions' ends included."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _told_to_partners(person: Person, event: Event) -> None:
    partner = Audience.PARTNER
    rows = rows_of_every_kind(person, event, mark=FOR_PARTNERS, audience=partner)
    cite_all(rows, DocumentFactory.create(text="Told to partners."), audience=partner)
    paper = DocumentFactory.create(
        slug=f"{FOR_PARTNERS}-paper", title=f"{FOR_PARTNERS} paper", text="A tale between partners.", audience=partner
    )
    other = PersonFactory.create(slug=f"{FOR_PARTNERS}-person", called=f"{FOR_PARTNERS} person", audience=partner)
    cite(other.names.get(), "text", f"{FOR_PARTNERS} person", document=paper, audience=partner)
    coming = EventFactory.create(
        slug=f"{FOR_PARTNERS}-event", name=f"{FOR_PARTNERS} event", mode=Mode.PARDON, audience=partner
    )
    cite(coming, document=paper, audience=partner)
    half = DocumentFactory.create(slug="half-told", text=f"He came out. A {FOR_PARTNERS} sentence follows.")
    release = ReleaseFactory.create(person=person, date="1999")
    cite(release, document=half, quote="He came out.")
    cite(release, "date", "1999", document=half, quote=f"A {FOR_PARTNERS} sentence follows.", audience=partner)


def _of_every_model(person: Person) -> None:
    """Rows of the models that the rest of the world does without."""
    DerivationFactory.create()
    MergeFactory.create(survivor=person, former=PersonFactory.create(slug="taken-in"))
    JudgementFactory.create(of=(PersonFactory.create(slug="one-judged"), PersonFactory.create(slug="other-judged")))
    HoldFactory.create(person=PersonFactory.create(slug="another-held"))
    OrganisationFactory.create(slug="unheard-of")
    Imported.objects.create(
        bundle="seeds", kind="person", key="a", record=person.pk, values={}, file="a.yaml", line=1, at=timezone.now()
    )


def _rows() -> dict[str, str]:
    """The key of a row of each model that has pages in the admin."""
    return {
        f"{model._meta.app_label}/{model._meta.model_name}": str(row.pk)
        for model in admin.site._registry
        for row in model._default_manager.order_by("pk")[:1]
    }


def _keys(issuer: User) -> dict[str, dict[str, str]]:
    partner = Partner.objects.create(name="Friends of the Fable")
    tokens = {}
    for label in KEYS:
        key, tokens[label] = issue_key(partner=partner, label=label, actor=issuer, per_minute=1_000_000)
        if label == "expired":
            PartnerKey.objects.filter(pk=key.pk).update(expires=timezone.now() - timedelta(seconds=1))
        if label == "revoked":
            revoke_key(key, actor=issuer, reason="lost")
    return {label: {"HTTP_AUTHORIZATION": f"Bearer {token}"} for label, token in tokens.items()}


def _session(role: str) -> dict[str, str]:
    """The cookie of a member of staff with that role and no other right."""
    user = User.objects.create_user(username=f"the-{role}", password="not a secret here", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.create()
    return {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}
