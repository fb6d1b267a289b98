"""Published rows without a record behind them, for tests of reading alone."""

import hashlib
import uuid
from typing import Any

import orjson
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
        "id": pk, "slug": slug, "url": f"/api/v1/persons/{pk}", "name": slug, "former_ids": [], "status": status,
        "names": [], "gender": None, "born": None, "died": None,
        **{name: [] for name in lists},
        "statements": [], "citations": {},
        **given,
    }


def put(body: dict[str, Any], *, kind: Kind = Kind.PERSON, audience: Audience = Audience.PUBLIC) -> int:
    """Publish a body to one audience; the position."""
    counter, _ = Counter.objects.get_or_create(audience=audience)
    counter.position += 1
    counter.save()
    written, now = orjson.dumps(body), timezone.now()
    told = hashlib.sha256(written).digest()
    columns = columns_of(kind, body, written)
    PublishedBody.objects.update_or_create(
        hash=told, defaults={"record": body["id"], "body": written.decode(), "audiences": [int(audience)]}
    )
    values = {name: getattr(columns, name) for name in columns.__slots__}
    PublishedRecord.objects.filter(audience=audience, kind=kind, id=body["id"]).delete()
    PublishedRecord.objects.create(
        audience=audience, kind=kind, id=body["id"], hash=told, position=counter.position,
        **{"published_at": now, "brief": orjson.dumps(brief_of(kind, body)).decode(), **values},
    )
    Change.objects.create(
        audience=audience, position=counter.position, operation=Operation.UPSERT, kind=kind,
        record=body["id"], at=now, hash=told, act=uuid.uuid4(),
    )
    return counter.position
