"""Words of the status expression: the day from which a partial date holds, and whether a citation counts outwards.

It does only if whoever it names, as speaking or as its value, may be named there too.
"""

from typing import ClassVar

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION last_day(span daterange) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  CASE WHEN isempty(span) THEN NULL ELSE coalesce(upper(span) - 1, lower(span)) END;

CREATE FUNCTION person_nameable(person uuid, asked integer) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE RETURN
  EXISTS (SELECT FROM people_person p WHERE p.id = person AND p.audience >= asked)
  AND NOT EXISTS (SELECT FROM people_hold h WHERE h.person_id = person AND h.lifted IS NULL)
  AND NOT EXISTS (
    SELECT FROM people_release r JOIN people_hold h ON h.event_id = r.event_id
    WHERE r.person_id = person AND h.lifted IS NULL);

CREATE FUNCTION citation_counts(cited people_citation, asked integer) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE RETURN
  cited.verdict = 'accepted' AND cited.audience >= asked AND EXISTS (
    SELECT FROM sources_passage p JOIN sources_document d ON d.id = p.document_id
    WHERE p.id = cited.passage_id AND d.audience >= asked AND d.retracted IS NULL
      AND NOT EXISTS (SELECT FROM people_hold h WHERE h.document_id = d.id AND h.lifted IS NULL))
  AND (cited.attributed_person_id IS NULL OR person_nameable(cited.attributed_person_id, asked))
  AND (cited.attributed_organisation_id IS NULL OR EXISTS (
    SELECT FROM sources_organisation o WHERE o.id = cited.attributed_organisation_id AND o.audience >= asked))
  -- The fields of releases and detentions whose value is a record that bodies name.
  AND CASE WHEN cited.states = '' THEN true
    WHEN cited.field = 'event' THEN EXISTS (
      SELECT FROM people_event e WHERE e.id = cited.states::uuid AND e.audience >= asked
        AND NOT EXISTS (SELECT FROM people_hold h WHERE h.event_id = e.id AND h.lifted IS NULL))
    WHEN cited.field = 'place' THEN EXISTS (
      SELECT FROM people_place l WHERE l.id = cited.states::uuid AND l.audience >= asked)
    WHEN cited.field = 'authority' THEN EXISTS (
      SELECT FROM sources_organisation o WHERE o.id = cited.states::uuid AND o.audience >= asked)
    ELSE true END;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0002_record_tracked")]

    operations: ClassVar = [migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop)]
