"""Words of the status expression: the day from which a partial date holds, and whether a citation counts outwards.

It does only if whoever it names, as speaking or as its value, may be named there too, and if its passage neither is nor
overlaps one that tells of somebody held. ``people_telling`` says whom a passage tells of: the person, event or document
that a row cited on it belongs to or names.
"""

from typing import ClassVar

from django.db import migrations

OF_ITS_OWN = ("person", "event", "document", "attributed_person")
ON_ONE = (
    *(("name", "people_name", "person_id"), ("identifier", "people_identifier", "person_id")),
    *(("nationality", "people_nationality", "person_id"), ("role", "people_role", "person_id")),
    *(("relationship", "people_relationship", "person_id"), ("relationship", "people_relationship", "other_id")),
    *(("recognition", "people_recognition", "person_id"), ("detention", "people_detention", "person_id")),
    *(("release", "people_release", "person_id"), ("release", "people_release", "event_id")),
    *(("event_part", "people_eventpart", "person_id"), ("event_part", "people_eventpart", "event_id")),
    *(("statement", "people_statement", "speaker_person_id"), ("statement", "people_statement", "event_id")),
    *(("concession", "people_concession", "event_id"), ("tally", "people_tally", "event_id")),
    ("event_group", "people_eventgroup", "event_id"),
    *(("derivation", "sources_derivation", "document_id"), ("derivation", "sources_derivation", "origin_id")),
)
"""What is cited, its table, and its column that says whom it belongs to or names."""
ON_TWO = (
    ("ground", "people_ground", "detention_id", "people_detention", "person_id"),
    ("sentence", "people_sentence", "detention_id", "people_detention", "person_id"),
    ("condition", "people_condition", "detention_id", "people_detention", "person_id"),
    ("destination", "people_destination", "release_id", "people_release", "person_id"),
    ("destination", "people_destination", "release_id", "people_release", "event_id"),
    ("destination", "people_destination", "group_id", "people_eventgroup", "event_id"),
    ("ground", "people_ground", "group_id", "people_eventgroup", "event_id"),
)
"""The same for what hangs on a row in turn: also the column that points at that row, and its table."""
TOLD = (
    *(f"SELECT passage_id, {own}_id FROM people_citation" for own in OF_ITS_OWN),  # noqa: S608 - names from above
    *(
        f"SELECT c.passage_id, x.{column} FROM {table} x JOIN people_citation c ON c.{name}_id = x.id"  # noqa: S608
        for name, table, column in ON_ONE
    ),
    *(
        f"SELECT c.passage_id, y.{column} FROM {parent} y JOIN {table} x ON x.{by} = y.id"  # noqa: S608 - the same
        f" JOIN people_citation c ON c.{name}_id = x.id"
        for name, table, by, parent, column in ON_TWO
    ),
    (
        "SELECT c.passage_id, e.leads_to_id FROM people_event e"
        " JOIN people_citation c ON c.event_id = e.id AND c.field = 'leads_to'"
    ),
)
TELLING = f"CREATE VIEW people_telling (passage, subject) AS {' UNION ALL '.join(TOLD)};"

FUNCTIONS = """
CREATE FUNCTION last_day(span daterange) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  CASE WHEN isempty(span) THEN NULL ELSE coalesce(upper(span) - 1, lower(span)) END;

CREATE FUNCTION person_nameable(person uuid, asked integer) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE RETURN
  EXISTS (SELECT FROM people_person p WHERE p.id = person AND p.audience >= asked)
  AND NOT EXISTS (SELECT FROM people_merge m WHERE m.former_id = person AND m.undone IS NULL)
  AND NOT EXISTS (SELECT FROM people_hold h WHERE h.person_id = person AND h.lifted IS NULL)
  AND NOT EXISTS (
    SELECT FROM people_release r JOIN people_hold h ON h.event_id = r.event_id
    WHERE r.person_id = person AND h.lifted IS NULL);

CREATE FUNCTION passage_withheld(passage uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE COST 10000 RETURN
  EXISTS (SELECT FROM people_hold WHERE lifted IS NULL)
  AND EXISTS (
    SELECT FROM sources_passage p
    JOIN sources_passage o ON o.document_id = p.document_id AND o.start < p."end" AND p.start < o."end"
    WHERE p.id = passage_withheld.passage AND EXISTS (
      SELECT FROM people_telling t
      WHERE t.passage = o.id AND t.subject = ANY (ARRAY(
        SELECT coalesce(h.event_id, h.document_id, h.person_id) FROM people_hold h WHERE h.lifted IS NULL
        UNION ALL
        SELECT r.person_id FROM people_hold h JOIN people_release r ON r.event_id = h.event_id
        WHERE h.lifted IS NULL))
      OFFSET 0));  -- asked of each passage by itself: joined, the whole of the view would be made first

CREATE FUNCTION citation_counts(cited people_citation, asked integer) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE RETURN
  cited.verdict = 'accepted' AND cited.audience >= asked AND EXISTS (
    SELECT FROM sources_passage p JOIN sources_document d ON d.id = p.document_id
    WHERE p.id = cited.passage_id AND p.audience >= asked AND d.audience >= asked AND d.retracted IS NULL
      AND NOT EXISTS (SELECT FROM people_hold h WHERE h.document_id = d.id AND h.lifted IS NULL))
  AND NOT passage_withheld(cited.passage_id)
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

    operations: ClassVar = [
        migrations.RunSQL(TELLING + FUNCTIONS, reverse_sql=migrations.RunSQL.noop),
    ]
