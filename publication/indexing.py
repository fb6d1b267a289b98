"""Makes the keys of published names anew that other tables or rules made: of the texts in the row, no body is read."""

from __future__ import annotations

from collections.abc import Callable

import orjson
from django.db import connection, transaction

from people.naming.keys import KEYS_VERSION, keys_of
from publication.models import PublishedRecord

BATCH = 2_000
# Whoever was published again meanwhile has other texts, and keys of today's tables.
KEYS = """
UPDATE publication_publishedrecord AS r SET name_keys = n.name_keys, keys_version = n.keys_version
FROM json_populate_recordset(null::publication_publishedrecord, %s::json) AS n
WHERE r.audience = n.audience AND r.kind = n.kind AND r.id = n.id AND r.name_texts = n.name_texts
"""
COLUMNS = ("audience", "kind", "id", "name_texts")


def make_outdated_keys(*, tell: Callable[[int], None] = lambda _count: None) -> int:
    """Make keys anew, a batch in a transaction of its own; returns of how many rows. Nothing is published by it."""
    made = 0
    while True:
        with transaction.atomic():
            outdated = PublishedRecord.objects.exclude(keys_version=KEYS_VERSION).select_for_update(no_key=True)
            rows = list(outdated.order_by().values(*COLUMNS)[:BATCH])
            if not rows:
                return made
            for row in rows:
                row |= {"name_keys": keys_of(row["name_texts"]), "keys_version": KEYS_VERSION}
            with connection.cursor() as cursor:
                cursor.execute(KEYS, [orjson.dumps(rows).decode()])
        made += len(rows)
        tell(len(rows))
