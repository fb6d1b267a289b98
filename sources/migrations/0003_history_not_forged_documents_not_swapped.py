"""Ways around the guards, closed: forged history, a document swapped under its passages, a version given as NULL."""

from typing import ClassVar

from django.db import migrations

FUNCTIONS = """
CREATE OR REPLACE FUNCTION guard_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
-- Refuses a write that was made from an older version of the row; a write that changes nothing stays without trace.
BEGIN
  IF NEW.id IS DISTINCT FROM OLD.id OR NEW.created IS DISTINCT FROM OLD.created THEN
    RAISE EXCEPTION USING ERRCODE = '23V05', MESSAGE = format('id and creation time of %s never change', TG_TABLE_NAME);
  END IF;
  IF NEW.version IS DISTINCT FROM OLD.version THEN
    RAISE EXCEPTION USING ERRCODE = '23V01',
      MESSAGE = format('stale version of %s %s: stored %s, given %s', TG_TABLE_NAME, OLD.id, OLD.version, NEW.version);
  END IF;
  NEW.updated := OLD.updated;
  IF NEW IS DISTINCT FROM OLD THEN
    NEW.version := OLD.version + 1;
    NEW.updated := clock_timestamp();
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION guard_quotes() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
-- The foreign key is only checked at commit: a document that is not there yet says nothing, so nothing is quoted from it.
DECLARE
  wrong record;
BEGIN
  SELECT coalesce(d.slug, n.document_id::text) AS slug, n.start, n."end", left(n.quote, 80) AS quote,
         left(substr(d.text, n.start + 1, n."end" - n.start), 80) AS found
  INTO wrong FROM new_rows n LEFT JOIN public.sources_document d ON d.id = n.document_id
  WHERE d.text IS NULL OR n."end" - n.start <> char_length(n.quote)
     OR substr(d.text, n.start + 1, n."end" - n.start) <> n.quote LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = '23V02',
      MESSAGE = format('the quote “%s” is not what document %s says from %s to %s', wrong.quote, wrong.slug, wrong.start, wrong."end"),
      DETAIL = format('There it says: “%s”', coalesce(wrong.found, '(no text: a stub)'));
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION guard_quoted() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
-- At once and not at commit, or another text could come under the same id before anybody looks.
BEGIN
  IF EXISTS (SELECT FROM public.sources_passage p WHERE p.document_id = OLD.id) THEN
    RAISE EXCEPTION USING ERRCODE = '23V04', MESSAGE = format('passages of document %s are quoted; it stays', OLD.slug);
  END IF;
  RETURN OLD;
END $$;

CREATE TRIGGER guard_quoted BEFORE DELETE ON sources_document FOR EACH ROW EXECUTE FUNCTION guard_quoted();
ALTER TABLE sources_document ENABLE ALWAYS TRIGGER guard_quoted;
"""

RIGHTS = """
-- Whoever may execute it may hang it on a temporary table called like one of the record's, and write what never happened.
REVOKE EXECUTE ON FUNCTION record_history() FROM volia_staff, PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sources", "0002_history_versions_and_quotes_guarded")]

    operations: ClassVar = [
        migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop, elidable=False),
        migrations.RunSQL(RIGHTS, reverse_sql=migrations.RunSQL.noop, elidable=False),
    ]
