"""Who of the published is meant by a name: asked of an audience's published names, and of nothing else.

One statement finds the candidates, and their spellings are compared here. Nothing hidden takes part: no row, no count,
and no order but that of likeness, names and ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from people.naming.cases import parsings
from people.naming.parsed import Parsed
from people.naming.questions import ENOUGH, MOST_COMPARED, TOO_MANY, Question, all_keys, questions
from people.naming.ranking import ranked
from publication.api.listing import MOST_RANKED, Listing
from publication.api.parameters import Sought
from publication.api.rows import POSITION, Parameters, filtered

LEAST_LIKELY = 0.04
"""Whoever is less likely meant is in no list: where given names, fathers or genders contradict each other."""
ASKED, EVERY = "asked", "asked_all"
"""How the parameters are called that hold keys."""
# Whoever shares most comes first; of those who share as much, the order depends on nobody else.
MOST_SHARED = f"(SELECT -count(*) FROM unnest(name_keys) AS key WHERE key = ANY (%({EVERY})s::bigint[]))"  # noqa: S608 - constants


@dataclass(frozen=True, kw_only=True)
class Found:
    """Ids in order, and the position that they are of; ``last`` as ``Admission`` has it."""

    ids: tuple[UUID, ...]
    position: int
    last: str | None


def seek(cursor: CursorWrapper, listing: Listing, sought: Sought, audience: int) -> Found:
    """Whoever may be meant, of those who match the other filters; after them those whose names contain the text."""
    asked = parsings(sought.text)
    inner, parameters = filtered(listing.served, listing.other_filters, ("name_texts", "name_keys"))
    # The text comes last, so that the parameters of the other filters have the same names in both.
    containing, with_text = filtered(listing.served, (*listing.other_filters, ("q", sought)))
    steps, keys, every = candidates(asked, inner, "name_texts", most=MOST_RANKED)
    sql = f"""WITH {steps} SELECT c.position, c.last, f.* FROM {POSITION} AS c LEFT JOIN (
        SELECT id, name_texts FROM {every} UNION ALL
        (SELECT id, NULL FROM ({containing}) AS r WHERE r.audience = %(audience)s ORDER BY r.id LIMIT {MOST_RANKED})
      ) AS f ON true"""  # noqa: S608 - put together from constants
    cursor.execute(sql, {**parameters, **with_text, **keys, "audience": audience})
    rows = cursor.fetchall()
    likely = ranked(asked, {pk: texts for _position, _last, pk, texts in rows if texts})
    best = [match.person for match in likely if match.score >= LEAST_LIKELY]
    contained = [pk for _position, _last, pk, texts in rows if pk and texts is None]
    ids = tuple(dict.fromkeys([*best, *contained]))[:MOST_RANKED]
    return Found(ids=ids, position=rows[0][0], last=rows[0][1])


def candidates(
    asked: Sequence[Parsed], inner: str, columns: str, *, most: int = MOST_COMPARED
) -> tuple[str, Parameters, str]:
    """SQL of all who share keys with one of the spellings: common table expressions, their parameters, and a source.

    ``inner`` is SQL of all who may be meant; of each question ``most`` are taken, who share most.
    The next step of questions is asked when those before found few.
    """
    parameters: Parameters = {}
    steps: list[str] = []
    parameters[EVERY] = [key for one in asked for key in all_keys(one)]
    for together in zip_longest(*map(questions, asked), fillvalue=()):
        found = [_sharing(question, columns, parameters, most) for one in together for question in one]
        if found:
            few = f"WHERE (SELECT count(DISTINCT id) FROM {_every(steps, 'id')}) < {ENOUGH}" if steps else ""  # noqa: S608 - constants
            steps.append(f"SELECT s.* FROM ({' UNION ALL '.join(found)}) AS s {few}")  # noqa: S608 - constants
    named = [f"step{number} AS MATERIALIZED ({step})" for number, step in enumerate(steps)]
    listed = f"SELECT r.* FROM ({inner}) AS r WHERE r.audience = %(audience)s"  # noqa: S608 - constants
    return ", ".join([f"listed AS NOT MATERIALIZED ({listed})", *named]), parameters, _every(steps, f"id, {columns}")


def _every(steps: Sequence[str], columns: str) -> str:
    """A source of SQL: the columns of all who were found in one of the steps."""
    found = [f"SELECT {columns} FROM step{number}" for number in range(len(steps))]  # noqa: S608 - constants
    return f"({' UNION ALL '.join(found) or f'SELECT {columns} FROM listed WHERE false'}) AS every"  # noqa: S608 - constants


def _sharing(question: Question, columns: str, parameters: Parameters, most: int) -> str:
    """SQL of those who have a key of each group; fills in the parameters."""
    where = []
    for group in question.groups:
        name = f"{ASKED}{len(parameters)}"
        parameters[name] = group
        where.append(f"name_keys && %({name})s::bigint[]")
    if question.by_one_part:
        # To count who has a frequent part costs little of what it costs to put them all in order.
        bearers = f"SELECT FROM listed WHERE {where[0]} LIMIT {TOO_MANY}"
        where.append(f"(SELECT count(*) FROM ({bearers}) AS bearers) < {TOO_MANY}")  # noqa: S608 - constants
    order = f"ORDER BY {MOST_SHARED}, id LIMIT {most}"
    return f"(SELECT id, {columns} FROM listed WHERE {' AND '.join(where)} {order})"  # noqa: S608 - constants
