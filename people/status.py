"""The status of persons on any day, for any audience, as one SQL expression. Rule: DESIGN.md §3, "Status".

Each visible episode and release is a fact that holds from a day on; the latest fact by the day asked for decides.

- A partial date counts from the last day it may mean (from its first, where it is open), so that nobody is called
  released on a day on which the release may still have lain ahead.
- ``detained`` needs a source that says "not ended" (``ended`` is ``..``); an unknown end is "last known detained".
- A release without a date of its own takes its event's; with neither it comes right after the episode it points at.
- Beyond staff, a fact counts only with an accepted citation that the audience may see, from a document that is neither
  retracted nor held, and not at all while its event is held.
"""

from datetime import date

from django.db.models import DateField, F, Func, IntegerField, JSONField, Value

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
    SELECT CASE WHEN isempty(d.ended_span) THEN 'detained' ELSE 'last_known_detained' END,
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
