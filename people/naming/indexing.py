"""Makes the keys of persons whose names changed: a trigger marks them, and this takes the marks away.

Nobody is found by an old name after a change: whoever looks for somebody has the marked made first (``finding``). An
import does it at its end, in batches, each in a transaction of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from uuid import UUID

import orjson
from django.db import connection, transaction

from people.models import Name, RenamedPerson
from people.naming.keys import KEYS_VERSION, keys_of
from sources.collecting import collecting_paused

BATCH = 2_000
# Whoever is being looked at by another process is left to that one. An array, for of a subquery PostgreSQL without
# statistics, as right after an import, may make a join that reads all marks for each row that it takes.
TAKE = """
DELETE FROM people_renamedperson WHERE person_id = ANY (ARRAY(
  SELECT person_id FROM people_renamedperson LIMIT %s FOR UPDATE SKIP LOCKED))
RETURNING person_id
"""
KEEP = """
INSERT INTO people_namekeys (person_id, keys, keys_version)
SELECT person_id, keys, keys_version FROM json_populate_recordset(null::people_namekeys, %s::json)
ON CONFLICT (person_id) DO UPDATE SET keys = excluded.keys, keys_version = excluded.keys_version
"""
AT_HAND = """
SELECT k.keys, array_agg(n.text) FROM people_namekeys k JOIN people_name n ON n.person_id = k.person_id
WHERE k.person_id = ANY (%s) AND k.keys_version = %s
  AND NOT EXISTS (SELECT FROM people_renamedperson r WHERE r.person_id = k.person_id)
GROUP BY k.person_id
"""
OUTDATED = """
INSERT INTO people_renamedperson (person_id)
SELECT person_id FROM people_namekeys WHERE keys_version <> %s ON CONFLICT DO NOTHING
"""


class KeysAtHand:
    """``keys_of`` that makes nothing anew where all names of one of the persons are asked for: the record has those."""

    def __init__(self, persons: Collection[UUID]) -> None:
        self._persons = list(persons)

    def __call__(self, names: Iterable[str]) -> list[int]:
        """As ``keys_of``."""
        asked = list(names)
        return self._known.get(frozenset(asked)) or keys_of(asked)

    @cached_property
    def _known(self) -> dict[frozenset[str], list[int]]:
        with connection.cursor() as cursor:
            cursor.execute(AT_HAND, [self._persons, KEYS_VERSION])
            return {frozenset(texts): keys for keys, texts in cursor.fetchall()}


def make_marked_keys(*, at_most: int | None = None, tell: Callable[[int], None] | None = None) -> int:
    """Make the keys of those whose names changed, or ``at_most`` so many of them; returns of how many."""
    made = 0
    while at_most is None or made < at_most:
        with collecting_paused(), transaction.atomic():
            taken = _take(BATCH if at_most is None else min(BATCH, at_most - made))
            if taken:
                _make(taken)
        if not taken:
            break
        made += len(taken)
        if tell:
            tell(len(taken))
    if made >= BATCH:
        _settle()
    return made


def _settle() -> None:
    """Put very many new keys in their place in the index: until then every search reads through all of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT settle_name_keys()")


def mark_outdated() -> int:
    """Mark everybody whose keys were made by other tables than today's; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(OUTDATED, [KEYS_VERSION])
        return int(cursor.rowcount)


def any_marked() -> bool:
    """Whether somebody's names changed since their keys were made."""
    return RenamedPerson.objects.exists()


def _take(at_most: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [at_most])
        return [person for (person,) in cursor.fetchall()]


def _make(persons: Collection[UUID]) -> None:
    names: defaultdict[UUID, list[str]] = defaultdict(list)
    for person, text in Name.objects.filter(person__in=persons).order_by().values_list("person", "text"):
        names[person].append(text)
    rows = [{"person_id": one, "keys": keys_of(names[one]), "keys_version": KEYS_VERSION} for one in persons]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [orjson.dumps(rows).decode()])
