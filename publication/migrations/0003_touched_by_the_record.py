"""Every write to the record appends the ids of what it touched, so that no write path can forget it (DESIGN.md §4).

``listed``: only the body of that very record shows the row (a name, a release in an event's list of members);
otherwise every body that read the row may change. What is appended is looked up when somebody asks, never before.
"""

from typing import ClassVar

from django.db import migrations

FUNCTIONS = """
CREATE SEQUENCE publication_settlement;

CREATE PROCEDURE touch_publication(
  tracked regclass, listed text[], inner_rows text[], later text[] DEFAULT '{}', linked text DEFAULT 'NULL::uuid[]')
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $make$
-- Makes the three triggers of a table. The lists hold expressions over a row ``n`` that give ids; ``later`` ones are
-- touched only by what happens to a row after it was made. ``linked`` gives the subjects that a row links.
DECLARE
  short text := (SELECT relname FROM pg_class WHERE oid = tracked);
  ids text := (SELECT string_agg(format('SELECT %s, %s, %s FROM {rows} n WHERE %s IS NOT NULL', one, flag, linked, one), ' UNION ')
    FROM (SELECT unnest(listed), 'true' UNION ALL SELECT unnest(inner_rows), 'false') AS given(one, flag));
  own text := (SELECT string_agg(format('SELECT %s, false, %s FROM {rows} n', one, linked), ' UNION ')
    FROM unnest(array_prepend('n.id', later)) AS given(one));
  operation text;
  asked text;
  changed text := '(SELECT n.* FROM new_rows n JOIN old_rows o USING (id) WHERE n.version <> o.version
    UNION ALL SELECT o.* FROM new_rows n JOIN old_rows o USING (id) WHERE n.version <> o.version)';
BEGIN
  FOR operation, asked IN VALUES
    ('insert', replace(ids, '{rows}', 'new_rows')),
    ('update', replace(concat_ws(' UNION ', own, ids), '{rows}', changed)),
    ('delete', replace(concat_ws(' UNION ', own, ids), '{rows}', 'old_rows'))
  LOOP
    CONTINUE WHEN asked IS NULL;
    EXECUTE format(
      'CREATE FUNCTION touched_%1$s_%2$s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
       SET search_path = public, pg_catalog, pg_temp AS $body$
       BEGIN
         INSERT INTO public.publication_touched (record, listed, linked) %3$s;
         RETURN NULL;
       END $body$', operation, short, asked);
    EXECUTE format('REVOKE EXECUTE ON FUNCTION touched_%1$s_%2$s() FROM PUBLIC, volia_staff', operation, short);
    EXECUTE format('CREATE TRIGGER touched_%1$s AFTER %1$s ON %2$s REFERENCING %3$s
      FOR EACH STATEMENT EXECUTE FUNCTION touched_%1$s_%4$s()', operation, tracked,
      CASE operation WHEN 'insert' THEN 'NEW TABLE AS new_rows' WHEN 'delete' THEN 'OLD TABLE AS old_rows'
        ELSE 'OLD TABLE AS old_rows NEW TABLE AS new_rows' END, short);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER touched_%s', tracked, operation);
  END LOOP;
END $make$;

CREATE FUNCTION touch_quoting(subjects uuid[]) RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_catalog, pg_temp AS $$
-- What is held also silences others' bodies: those that quote a sentence which tells of any of the subjects under a hold.
DECLARE
  held uuid[] := ARRAY(SELECT DISTINCT s FROM unnest(subjects) AS s
    WHERE s IN (SELECT coalesce(event_id, document_id, person_id) FROM people_hold WHERE lifted IS NULL)
      OR EXISTS (SELECT FROM people_release r JOIN people_hold h ON h.event_id = r.event_id
        WHERE r.person_id = s AND h.lifted IS NULL));
BEGIN
  IF held = '{}' THEN
    RETURN;
  END IF;
  INSERT INTO publication_touched (record, listed, linked)
  WITH told AS MATERIALIZED (
    SELECT DISTINCT p.document_id, p.start, p."end", t.subject
    FROM people_telling t JOIN sources_passage p ON p.id = t.passage WHERE t.subject = ANY (held)
  )
  SELECT d.record, true, array_agg(DISTINCT told.subject) FROM publication_dependency d
  JOIN publication_publishedrecord r ON r.id = d.record
  JOIN sources_passage o ON o.id = ANY (d.partner_quotes || d.public_quotes)
  JOIN told ON told.document_id = o.document_id AND o.start < told."end" AND told.start < o."end"
  WHERE r.documents && ARRAY(SELECT DISTINCT document_id::text FROM told) GROUP BY d.record;
END $$;
REVOKE EXECUTE ON FUNCTION touch_quoting(uuid[]) FROM PUBLIC, volia_staff;

CREATE PROCEDURE touch_quoting_after(operation text, tracked regclass, asked text) LANGUAGE plpgsql
SET search_path = public, pg_catalog, pg_temp AS $make$
-- Makes the trigger of a table whose new rows may let a sentence tell of somebody held. ``asked`` gives the subjects.
DECLARE
  short text := (SELECT relname FROM pg_class WHERE oid = tracked);
BEGIN
  EXECUTE format(
    'CREATE FUNCTION touched_quoting_%1$s_%2$s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
     SET search_path = public, pg_catalog, pg_temp AS $body$
     BEGIN
       IF EXISTS (SELECT FROM people_hold WHERE lifted IS NULL) THEN
         PERFORM touch_quoting(ARRAY(%3$s));
       END IF;
       RETURN NULL;
     END $body$', short, operation, asked);
  EXECUTE format('REVOKE EXECUTE ON FUNCTION touched_quoting_%1$s_%2$s() FROM PUBLIC, volia_staff', short, operation);
  EXECUTE format('CREATE TRIGGER touched_quoting_%1$s AFTER %1$s ON %2$s REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION touched_quoting_%3$s_%1$s()', operation, tracked, short);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER touched_quoting_%s', tracked, operation);
END $make$;

CREATE FUNCTION forget_changes(before timestamptz) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- Takes lines of the feed that are older, except each record's last, which as-known-then questions still need.
DECLARE
  taken bigint;
BEGIN
  UPDATE public.publication_counter c SET floor = old.position
  FROM (SELECT h.audience, max(h.position) AS position FROM public.publication_change h WHERE h.at < before GROUP BY 1) old
  WHERE old.audience = c.audience AND old.position > c.floor;
  DELETE FROM public.publication_change h WHERE h.at < before AND EXISTS (
    SELECT FROM public.publication_change later
    WHERE later.audience = h.audience AND later.record = h.record AND later.position > h.position);
  GET DIAGNOSTICS taken = ROW_COUNT;
  RETURN taken;
END $$;

CREATE FUNCTION settle_published_indexes() RETURNS bigint LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
-- New entries of these indexes wait in lists that every question reads through; puts them in their place.
  SELECT sum(gin_clean_pending_list(i.indexrelid)) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE c.relam = (SELECT oid FROM pg_am WHERE amname = 'gin')
    AND i.indrelid IN ('public.publication_publishedrecord'::regclass, 'public.publication_dependency'::regclass);
$$;
REVOKE EXECUTE ON FUNCTION settle_published_indexes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION settle_published_indexes() TO volia_staff;

-- Nobody of the staff rewrites what was told.
REVOKE UPDATE, DELETE, TRUNCATE ON publication_change, publication_act FROM volia_staff;
REVOKE EXECUTE ON PROCEDURE touch_publication(regclass, text[], text[], text[], text) FROM PUBLIC, volia_staff;
REVOKE EXECUTE ON PROCEDURE touch_quoting_after(text, regclass, text) FROM PUBLIC, volia_staff;
"""

TOUCHED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "sources_organisation": ((), ()),
    "sources_document": ((), ()),
    "sources_derivation": ((), ("n.document_id", "n.origin_id")),
    "people_person": ((), ()),
    "people_place": ((), ()),
    "people_event": ((), ()),
    # A body calls other persons by name, so a spelling touches whoever names them.
    "people_name": ((), ("n.person_id",)),
    "people_identifier": (("n.person_id",), ()),
    "people_nationality": (("n.person_id",), ()),
    "people_role": (("n.person_id",), ()),
    "people_relationship": (("n.person_id",), ()),
    "people_recognition": (("n.person_id",), ()),
    "people_detention": (("n.person_id",), ()),
    "people_ground": ((), ("n.detention_id", "n.group_id")),
    "people_sentence": ((), ("n.detention_id",)),
    "people_condition": ((), ("n.detention_id",)),
    "people_eventpart": (("n.event_id", "n.person_id"), ()),
    "people_concession": (("n.event_id",), ()),
    "people_tally": (("n.event_id",), ()),
    "people_eventgroup": (("n.event_id",), ()),
    # Whoever is released in a held event is held, and named nowhere.
    "people_release": (("n.event_id",), ("n.person_id",)),
    "people_destination": ((), ("n.release_id", "n.group_id")),
    "people_statement": (("n.event_id", "n.speaker_person_id"), ()),
    "people_hold": ((), ("n.event_id", "n.document_id", "n.person_id")),
    "people_merge": ((), ("n.survivor_id", "n.former_id")),
}
"""By table: the subjects whose own bodies list a row, and the rows (or subjects) that every reader of is touched."""

CITED = (
    *("person", "name", "identifier", "nationality", "role", "relationship", "recognition", "place", "detention"),
    *("ground", "sentence", "condition", "event", "event_part", "concession", "tally", "event_group", "release"),
    *("destination", "statement", "organisation", "document", "derivation"),
)
CITATION = (
    "coalesce(" + ", ".join(f"n.{name}_id" for name in CITED) + ")",
    # A spelling is only used where a source that may be cited prints it.
    "(SELECT p.person_id FROM people_name p WHERE p.id = n.name_id)",
)


LINKED = {
    # Without its event a release is still told of the person; it goes with the person alone.
    "people_release": "ARRAY[n.person_id]",
    "people_eventpart": "array_remove(ARRAY[n.person_id, n.event_id], NULL)",
    "people_statement": "array_remove(ARRAY[n.speaker_person_id, n.event_id], NULL)",
    "people_relationship": "ARRAY[n.person_id, n.other_id]",
    "people_citation": (
        "CASE WHEN n.release_id IS NOT NULL THEN"
        " (SELECT ARRAY[r.person_id] FROM people_release r WHERE r.id = n.release_id)"
        " WHEN n.event_part_id IS NOT NULL THEN"
        " (SELECT array_remove(ARRAY[r.person_id, r.event_id], NULL) FROM people_eventpart r"
        " WHERE r.id = n.event_part_id)"
        " WHEN n.statement_id IS NOT NULL THEN"
        " (SELECT array_remove(ARRAY[r.speaker_person_id, r.event_id], NULL) FROM people_statement r"
        " WHERE r.id = n.statement_id) END"
    ),
}
"""Rows that link subjects, themselves or by what they are about."""

COMES_TO_TELL = {
    "people_hold": (
        "SELECT unnest(ARRAY[n.event_id, n.document_id, n.person_id]) FROM new_rows n"
        " UNION SELECT r.person_id FROM new_rows n JOIN people_release r ON r.event_id = n.event_id"
    ),
    # An array is looked up in each part of the view; joined, the whole of it would be made first.
    "people_citation": "SELECT subject FROM people_telling WHERE passage = ANY (ARRAY(SELECT passage_id FROM new_rows))",
    # Whoever comes to a held event is held from then on, and so are the sentences about them elsewhere.
    "people_release": "SELECT unnest(ARRAY[person_id, event_id]) FROM new_rows",
    # Written after the rows of the one have come to hang on the other, who may be held.
    "people_merge": "SELECT unnest(ARRAY[survivor_id, former_id]) FROM new_rows",
}
"""By table: the subjects of whom a sentence that bodies quote already may tell from now on, or who are held from now on."""


def _texts(expressions: tuple[str, ...]) -> str:
    return "ARRAY[" + ", ".join("'" + one.replace("'", "''") + "'" for one in expressions) + "]::text[]"


def _call(table: str, listed: tuple[str, ...], inner: tuple[str, ...], later: tuple[str, ...]) -> str:
    linked = f", '{LINKED[table]}'" if table in LINKED else ""
    return f"CALL touch_publication('{table}', {_texts(listed)}, {_texts(inner)}, {_texts(later)}{linked});"


def _calls() -> str:
    tables = {**TOUCHED, "people_citation": ((), CITATION)}
    calls = [_call(table, listed, inner, ()) for table, (listed, inner) in tables.items()]
    # A new passage says nothing before it is cited; a changed one touches all who quote its document.
    calls.append(_call("sources_passage", (), (), ("n.document_id",)))
    calls += [
        f"CALL touch_quoting_after('{operation}', '{table}', '{asked}');"
        for table, asked in COMES_TO_TELL.items()
        for operation in ("insert", "update")
    ]
    return "\n".join(calls)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("publication", "0002_published_records"),
        ("people", "0003_status_functions"),
        ("sources", "0002_history_versions_and_quotes_guarded"),
    ]

    operations: ClassVar = [
        migrations.RunSQL(FUNCTIONS + _calls(), reverse_sql=migrations.RunSQL.noop, elidable=False),
    ]
