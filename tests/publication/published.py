"""Published rows without a record behind them, for tests of reading alone."""

import hashlib
import uuid
from datetime import datetime
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone

from publication.columns import brief_of, columns_of
from publication.models import Change, Counter, PublishedBody, PublishedRecord
from publication.vocabulary import Kind, Operation
from sources.vocabulary import Audience


def person_body(slug: str, **given: Any) -> dict[str, Any]:
    """A person's body of whom nothing is known but the name."""
    pk = str(given.pop("id", uuid.uuid4()))
    status = {
        "value": "unknown",
        "since": None,
        "conflicting": False,
        "independent_sources": 0,
        "citations": [],
        "timeline": [{"value": "unknown", "since": None, "from": None}],
    }
    lists = (
        "identifiers",
        "nationalities",
        "roles",
        "relationships",
        "recognitions",
        "detentions",
        "releases",
        "parts",
    )
    return {
        "id": pk,
        "slug": slug,
        "url": f"/api/v1/persons/{pk}",
        "name": slug,
        "former_ids": [],
        "status": status,
        "names": [],
        "gender": None,
        "born": None,
        "died": None,
        **{name: [] for name in lists},
        "statements": [],
        "citations": {},
        **given,
    }


@transaction.atomic
def put(
    body: dict[str, Any],
    *,
    kind: Kind = Kind.PERSON,
    audience: Audience = Audience.PUBLIC,
    moment: str = "",
    logged: bool = True,
) -> int:
    """Publish a body to one audience at some moment (RFC 3339; now); the position. ``logged``: in the feed too."""
    counter, _ = Counter.objects.get_or_create(audience=audience)
    counter.position += 1
    counter.save()
    at = datetime.fromisoformat(moment) if moment else timezone.now()
    written = orjson.dumps(body)
    told = hashlib.sha256(written).digest()
    columns = columns_of(kind, body, written)
    PublishedBody.objects.update_or_create(
        hash=told, defaults={"record": body["id"], "body": written.decode(), "audiences": [int(audience)]}
    )
    PublishedRecord.objects.filter(audience=audience, kind=kind, id=body["id"]).delete()
    PublishedRecord.objects.create(
        audience=audience,
        kind=kind,
        id=body["id"],
        hash=told,
        position=counter.position,
        published_at=at,
        brief=orjson.dumps(brief_of(kind, body)).decode(),
        **{name: getattr(columns, name) for name in columns.__slots__},
    )
    if logged:
        _log(counter, body, kind, Operation.UPSERT, at, told)
    return counter.position


def withdraw(body: dict[str, Any], *, audience: Audience = Audience.PUBLIC, moment: str = "") -> int:
    """Let a published person be gone from then on; the position. Its bodies stay, as they would not."""
    counter = Counter.objects.get(audience=audience)
    counter.position += 1
    counter.save()
    at = datetime.fromisoformat(moment) if moment else timezone.now()
    gone = PublishedRecord.objects.get(audience=audience, id=body["id"])
    _log(counter, body, Kind(gone.kind), Operation.WITHDRAW, at, bytes(gone.hash))
    gone.delete()
    return counter.position


def _log(counter: Counter, body: dict[str, Any], kind: Kind, operation: Operation, at: datetime, told: bytes) -> None:
    Change.objects.create(
        audience=counter.audience,
        position=counter.position,
        operation=operation,
        kind=kind,
        record=body["id"],
        at=at,
        hash=told,
        act=uuid.uuid4(),
    )
