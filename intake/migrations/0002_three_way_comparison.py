"""The three-way comparison of one row's values, as a function that the import calls for every row that differs.

Values are JSON objects; what is missing in one is null. For each field: taken when the bundle changed it and staff did
not; conflicting (as ``[last, present, new]``) when both did, and differently; ``remembered`` is what the next import
compares with: the new values, but where they conflict still the last ones, so that the conflict is told again.
"""

from typing import ClassVar

from django.db import migrations

THREE_WAY = """
CREATE FUNCTION intake_three_way(
  last_import jsonb, present jsonb, this_import jsonb, OUT taken jsonb, OUT conflicting jsonb, OUT remembered jsonb
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT coalesce(jsonb_object_agg(f, n) FILTER (WHERE n <> l AND p = l), '{}'),
       coalesce(jsonb_object_agg(f, jsonb_build_array(l, p, n)) FILTER (WHERE n <> l AND p <> l AND p <> n), '{}'),
       jsonb_strip_nulls(coalesce(jsonb_object_agg(f, CASE WHEN n <> l AND p <> l AND p <> n THEN l ELSE n END), '{}'))
FROM (
  SELECT f, coalesce(last_import -> f, 'null') AS l, coalesce(present -> f, 'null') AS p,
         coalesce(this_import -> f, 'null') AS n
  FROM jsonb_object_keys(last_import || this_import) AS f
) compared
$$
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("intake", "0001_imported")]

    operations: ClassVar = [
        migrations.RunSQL(THREE_WAY, reverse_sql="DROP FUNCTION intake_three_way(jsonb, jsonb, jsonb)", elidable=False),
    ]
