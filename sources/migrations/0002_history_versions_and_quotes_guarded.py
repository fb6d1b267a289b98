"""What the database itself holds: a history row for every change, no stale write, true quotes, unchanging documents.

SQLSTATEs of our own (class 23, so that they arrive as integrity errors): 23V01 stale version, 23V02 quote not in the
document, 23V03 nobody named as actor, 23V04 document text changed or taken away, 23V05 id or creation time changed.
"""

from typing import ClassVar

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION record_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
-- One history row for each row that a statement changed. TG_ARGV: columns kept out of the image (large and immutable).
DECLARE
  actor text := current_setting('volia.actor', true);
  told text := coalesce(current_setting('volia.reason', true), '');
  asked text := coalesce(current_setting('volia.request', true), '');
  hidden text[] := TG_ARGV[0:];
  happened timestamptz := clock_timestamp();
  changed bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO public.sources_history (at, "table", record, operation, row, actor, reason, request)
    SELECT happened, TG_TABLE_NAME, n.id, 'I', CASE WHEN TG_NARGS = 0 THEN to_jsonb(n) ELSE to_jsonb(n) - hidden END,
           coalesce(actor, ''), told, asked
    FROM new_rows n;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO public.sources_history (at, "table", record, operation, row, actor, reason, request)
    SELECT happened, TG_TABLE_NAME, n.id, 'U', CASE WHEN TG_NARGS = 0 THEN to_jsonb(n) ELSE to_jsonb(n) - hidden END,
           coalesce(actor, ''), told, asked
    FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE n.version <> o.version;
  ELSE
    INSERT INTO public.sources_history (at, "table", record, operation, row, actor, reason, request)
    SELECT happened, TG_TABLE_NAME, o.id, 'D', CASE WHEN TG_NARGS = 0 THEN to_jsonb(o) ELSE to_jsonb(o) - hidden END,
           coalesce(actor, ''), told, asked
    FROM old_rows o;
  END IF;
  GET DIAGNOSTICS changed = ROW_COUNT;
  IF changed > 0 AND coalesce(actor, '') = '' THEN
    RAISE EXCEPTION USING ERRCODE = '23V03',
      MESSAGE = format('nobody is named as acting on %s', TG_TABLE_NAME),
      HINT = 'Write inside sources.history.acting(actor=…), or SET LOCAL volia.actor.';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION guard_version() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
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

CREATE PROCEDURE track_record(tracked regclass, VARIADIC hidden text[] DEFAULT '{}') LANGUAGE plpgsql
SET search_path = public, pg_catalog, pg_temp AS $$
-- Puts a table of the record under history and version guard. Called once for each table, by migrations.
DECLARE
  arguments text := (SELECT coalesce(string_agg(quote_literal(h), ', '), '') FROM unnest(hidden) h);
BEGIN
  EXECUTE format('CREATE TRIGGER guard_version BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION public.guard_version()', tracked);
  EXECUTE format('CREATE TRIGGER history_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.record_history(%s)', tracked, arguments);
  EXECUTE format('CREATE TRIGGER history_update AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.record_history(%s)', tracked, arguments);
  EXECUTE format('CREATE TRIGGER history_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION public.record_history(%s)', tracked, arguments);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER guard_version, ENABLE ALWAYS TRIGGER history_insert,
    ENABLE ALWAYS TRIGGER history_update, ENABLE ALWAYS TRIGGER history_delete', tracked);
END $$;

CREATE FUNCTION guard_document() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW.original, NEW.text, NEW.sha256, NEW.media_type) IS DISTINCT FROM (OLD.original, OLD.text, OLD.sha256, OLD.media_type) THEN
    RAISE EXCEPTION USING ERRCODE = '23V04',
      MESSAGE = format('bytes, text, hash and media type of document %s never change', OLD.slug),
      HINT = 'A better reading is a new document that supersedes this one.';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION guard_quotes() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
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
"""

GUARDS = """
CALL track_record('sources_organisation');
CALL track_record('sources_document', 'original', 'text');
CALL track_record('sources_derivation');
CALL track_record('sources_passage');

CREATE TRIGGER guard_document BEFORE UPDATE ON sources_document FOR EACH ROW EXECUTE FUNCTION guard_document();
CREATE TRIGGER guard_quotes_insert AFTER INSERT ON sources_passage REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION guard_quotes();
CREATE TRIGGER guard_quotes_update AFTER UPDATE ON sources_passage REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION guard_quotes();
CREATE TRIGGER guard_quoted BEFORE DELETE ON sources_document FOR EACH ROW EXECUTE FUNCTION guard_quoted();
ALTER TABLE sources_document ENABLE ALWAYS TRIGGER guard_document, ENABLE ALWAYS TRIGGER guard_quoted;
ALTER TABLE sources_passage ENABLE ALWAYS TRIGGER guard_quotes_insert, ENABLE ALWAYS TRIGGER guard_quotes_update;

ALTER TABLE sources_document ADD CONSTRAINT document_hash_is_of_its_bytes
  CHECK (original IS NULL OR sha256 = encode(sha256(original), 'hex'));
"""

RIGHTS = """
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON sources_history FROM volia_staff;
REVOKE USAGE, UPDATE ON SEQUENCE sources_history_id_seq FROM volia_staff;
-- Whoever may execute it may hang it on a temporary table called like one of the record's, and write what never happened.
REVOKE EXECUTE ON FUNCTION record_history() FROM volia_staff, PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sources", "0001_organisations_documents_passages")]

    operations: ClassVar = [
        # Searching for names; the system check volia.E002 asks whether they see letters in Cyrillic.
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(FUNCTIONS, reverse_sql=migrations.RunSQL.noop, elidable=False),
        migrations.RunSQL(GUARDS, reverse_sql=migrations.RunSQL.noop, elidable=False),
        migrations.RunSQL(RIGHTS, reverse_sql=migrations.RunSQL.noop, elidable=False),
    ]
