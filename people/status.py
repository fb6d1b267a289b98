"""The status of persons on any day, for any audience, as one SQL expression. Rule: DESIGN.md §3, "Status".

Each visible episode and release is a fact that holds from a day on; the latest fact by the day asked for decides.

- A partial date counts from the last day it may mean (from its first, where it is open), so that nobody is called
  released on a day on which the release may still have lain ahead.
- ``detained`` needs a source that says "not ended" (``ended`` is ``..``); an unknown end is "last known detained".
- A release without a date of its own takes its event's; with neither it comes right after the episode it points at.
- Beyond staff, a fact counts only with an accepted citation that the audience may see, from a document that is neither
  retracted nor held, and not at all while its event is held.

``course`` is the same rule over facts in hand: those of a body, of which only what the body shows may be told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any
from uuid import UUID

from django.db.models import DateField, F, Func, IntegerField, JSONField, Value

from people.vocabulary import Outcome, Status
from sources.dates import PartialDate
from sources.vocabulary import Audience

STATUS_SQL = """(
SELECT jsonb_build_object(
  'value', coalesce(fact.value, 'unknown'), 'since', fact.since, 'record', fact.record, 'id', fact.id)
FROM (VALUES (%(expressions)s)) AS asked(person, day, audience)
LEFT JOIN LATERAL (
  SELECT told.* FROM (
    SELECT CASE r.outcome WHEN 'freed' THEN 'released' WHEN 'died' THEN 'died_in_custody'
                          WHEN 'returned' THEN 'detained' ELSE 'last_known_detained' END AS value,
           coalesce(r.date, e.date) AS since, 'release' AS record, r.id, 3 AS rank,
           coalesce(last_day(coalesce(r.date_span, e.date_span)), last_day(d.began_span), '-infinity') AS holds_from
    FROM people_release r
    LEFT JOIN people_event e ON e.id = r.event_id AND e.audience >= asked.audience
    LEFT JOIN people_detention d ON d.id = r.detention_id AND d.audience >= asked.audience
    WHERE r.person_id = asked.person AND r.audience >= asked.audience AND (asked.audience = 0 OR (
      NOT EXISTS (SELECT FROM people_hold h WHERE h.event_id = r.event_id AND h.lifted IS NULL)
      AND EXISTS (SELECT FROM people_citation c WHERE c.release_id = r.id AND citation_counts(c, asked.audience))))
    UNION ALL
    SELECT CASE WHEN isempty(d.ended_span) AND (asked.audience = 0 OR EXISTS (
             SELECT FROM people_citation c
             WHERE c.detention_id = d.id AND c.field = 'ended' AND citation_counts(c, asked.audience)))
           THEN 'detained' ELSE 'last_known_detained' END,
           d.began, 'detention', d.id, 1, coalesce(last_day(d.began_span), '-infinity')
    FROM people_detention d
    WHERE d.person_id = asked.person AND d.audience >= asked.audience
      AND (asked.audience = 0 OR EXISTS (
        SELECT FROM people_citation c WHERE c.detention_id = d.id AND citation_counts(c, asked.audience)))
    UNION ALL
    SELECT 'not_detained', d.ended, 'detention', d.id, 2, last_day(d.ended_span)
    FROM people_detention d
    WHERE d.person_id = asked.person AND d.audience >= asked.audience AND NOT isempty(d.ended_span)
      AND (asked.audience = 0 OR EXISTS (
        SELECT FROM people_citation c
        WHERE c.detention_id = d.id AND c.field = 'ended' AND citation_counts(c, asked.audience)))
  ) told
  WHERE told.holds_from <= asked.day
  ORDER BY told.holds_from DESC, told.rank DESC, told.id LIMIT 1
) fact ON true
)"""

OF_OUTCOME = {
    Outcome.FREED.value: Status.RELEASED,
    Outcome.DIED.value: Status.DIED_IN_CUSTODY,
    Outcome.RETURNED.value: Status.DETAINED,
}
"""What somebody is after a release; after any other outcome they are last known detained."""


class Rank(IntEnum):
    """What a fact is. Of several of one day the highest decides, of several of one rank the one of the lowest id."""

    BEGUN = 1
    ENDED = 2
    OUT = 3


ALWAYS = date.min


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """A status that holds from a day on (``ALWAYS``: nobody knows since when); ``id`` of its episode or release."""

    value: Status
    since: str | None
    holds_from: date
    rank: Rank
    id: UUID

    @property
    def weight(self) -> tuple[Any, ...]:
        """The order in which facts outweigh one another."""
        return self.holds_from, self.rank, -self.id.int


def status_on(day: date, audience: Audience) -> Func:
    """An expression over ``Person``: ``{"value": …, "since": EDTF or null, "record": …, "id": …}`` as JSON.

    ``record`` and ``id`` name the release or detention that the status rests on; value is one of ``vocabulary.Status``.
    """
    return Func(
        F("pk"),
        Value(day, output_field=DateField()),
        Value(int(audience), output_field=IntegerField()),
        template=STATUS_SQL,
        output_field=JSONField(),
    )


def course(facts: Iterable[Fact]) -> list[Fact]:
    """The facts that decide on any day, oldest first; each until the day from which the next one holds."""
    decisive: dict[date, Fact] = {}
    for fact in sorted(facts, key=lambda fact: fact.weight):
        decisive[fact.holds_from] = fact
    return list(decisive.values())


def last_day(told: PartialDate | None) -> date | None:
    """The day from which a partial date holds; None for ``..`` and for nothing."""
    return (told.latest or told.earliest) if told else None
