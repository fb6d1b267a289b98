"""Every table of this room under history and version guard."""

from typing import ClassVar

from django.db import migrations

TABLES = (
    *("person", "name", "identifier", "nationality", "role", "relationship", "recognition", "place"),
    *("detention", "ground", "sentence", "condition", "event", "eventpart", "concession", "tally", "eventgroup"),
    *("release", "destination", "statement", "citation", "hold", "merge"),
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("people", "0001_persons_to_citations"),
        ("sources", "0002_history_versions_and_quotes_guarded"),
    ]

    operations: ClassVar = [
        migrations.RunSQL(f"CALL track_record('people_{table}')", reverse_sql=migrations.RunSQL.noop)
        for table in TABLES
    ]
