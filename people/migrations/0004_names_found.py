"""Keys under which persons are found by their names, and a mark on whoever's names changed since they were made."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

RENAMED = """
CREATE FUNCTION mark_renamed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_catalog, pg_temp AS $$
-- Whoever has another name now, or had one, is looked at again; what is in it is nobody's business here.
BEGIN
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO people_renamedperson (person_id) SELECT DISTINCT person_id FROM new_rows ON CONFLICT DO NOTHING;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO people_renamedperson (person_id) SELECT DISTINCT person_id FROM old_rows ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION mark_renamed() FROM PUBLIC, volia_staff;
CREATE TRIGGER renamed_insert AFTER INSERT ON people_name REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION mark_renamed();
CREATE TRIGGER renamed_update AFTER UPDATE ON people_name REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION mark_renamed();
CREATE TRIGGER renamed_delete AFTER DELETE ON people_name REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION mark_renamed();
ALTER TABLE people_name ENABLE ALWAYS TRIGGER renamed_insert;
ALTER TABLE people_name ENABLE ALWAYS TRIGGER renamed_update;
ALTER TABLE people_name ENABLE ALWAYS TRIGGER renamed_delete;
INSERT INTO people_renamedperson (person_id) SELECT DISTINCT person_id FROM people_name;
-- New keys wait in a list that every search reads through; after very many somebody puts them in their place.
CREATE FUNCTION settle_name_keys() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- The planner would take the tables for small ones.
  ANALYZE public.people_namekeys, public.people_renamedperson, public.people_name;
  RETURN gin_clean_pending_list('public.persons_by_name_keys'::regclass);
END $$;
REVOKE EXECUTE ON FUNCTION settle_name_keys() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION settle_name_keys() TO volia_staff;
"""


def _person(related: str) -> "models.OneToOneField[object, object]":
    return models.OneToOneField(
        on_delete=django.db.models.deletion.CASCADE,
        primary_key=True,
        related_name=related,
        serialize=False,
        to="people.person",
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0003_status_functions")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="RenamedPerson", fields=[("person", _person("+"))], options={"default_permissions": ()}
        ),
        migrations.CreateModel(
            name="NameKeys",
            fields=[
                ("person", _person("name_keys")),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("keys_version", models.SmallIntegerField(db_index=True)),
            ],
            options={
                "verbose_name_plural": "name keys",
                "default_permissions": (),
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["keys"], name="persons_by_name_keys"),
                ],
            },
        ),
        migrations.RunSQL(RENAMED, reverse_sql=migrations.RunSQL.noop),
    ]
