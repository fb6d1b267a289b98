"""Two words of the status expression: the day from which a partial date holds, and whether a citation counts outwards."""

from typing import ClassVar

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION last_day(span daterange) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  CASE WHEN isempty(span) THEN NULL ELSE coalesce(upper(span) - 1, lower(span)) END;

CREATE FUNCTION citation_counts(cited people_citation, asked integer) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE RETURN
  cited.verdict = 'accepted' AND cited.audience >= asked AND EXISTS (
    SELECT FROM sources_passage p JOIN sources_document d ON d.id = p.document_id
    WHERE p.id = cited.passage_id AND d.audience >= asked AND d.retracted IS NULL
      AND NOT EXISTS (SELECT FROM people_hold h WHERE h.document_id = d.id AND h.lifted IS NULL));
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0002_record_tracked")]

    operations: ClassVar = [migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop)]
