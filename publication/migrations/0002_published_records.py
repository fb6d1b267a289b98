"""The tables of the publication: records with their columns, bodies, the feed, and what bodies depend on."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publication", "0001_accents_ignored"),
    ]

    operations = [
        migrations.CreateModel(
            name="Act",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "verb",
                    models.CharField(
                        choices=[("publish", "published"), ("withdraw", "withdrew"), ("hold", "placed a hold")],
                        max_length=8,
                    ),
                ),
                ("actor", models.CharField(max_length=200)),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                (
                    "audience",
                    models.SmallIntegerField(
                        choices=[(1, "partner: organisations with a key"), (2, "public: everyone")],
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("position", models.BigIntegerField(default=0)),
                ("floor", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="PublishedBody",
            fields=[
                ("hash", models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ("record", models.UUIDField(db_index=True)),
                ("body", models.TextField()),
                (
                    "audiences",
                    django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None),
                ),
            ],
            options={
                "verbose_name_plural": "published bodies",
            },
        ),
        migrations.CreateModel(
            name="Alias",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "audience", "kind", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "audience",
                    models.SmallIntegerField(
                        choices=[(1, "partner: organisations with a key"), (2, "public: everyone")]
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "person"), ("event", "event"), ("document", "document")], max_length=8
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("record", models.UUIDField()),
                (
                    "former",
                    models.UUIDField(help_text="The record that was merged; empty for a former slug.", null=True),
                ),
            ],
            options={
                "verbose_name_plural": "aliases",
                "indexes": [models.Index(fields=["audience", "record"], name="aliases_of_record")],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "audience", "position", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "audience",
                    models.SmallIntegerField(
                        choices=[(1, "partner: organisations with a key"), (2, "public: everyone")]
                    ),
                ),
                ("position", models.BigIntegerField()),
                (
                    "operation",
                    models.CharField(
                        choices=[
                            ("upsert", "published"),
                            ("merge", "merged into another"),
                            ("unmerge", "published again on its own"),
                            ("withdraw", "withdrawn"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "person"), ("event", "event"), ("document", "document")], max_length=8
                    ),
                ),
                ("record", models.UUIDField()),
                ("into", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
                ("hash", models.BinaryField(max_length=32, null=True)),
                ("act", models.UUIDField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["audience", "record", "position"], name="changes_of_record"),
                    models.Index(fields=["act", "position"], name="changes_of_act"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dependency",
            fields=[
                ("record", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "person"), ("event", "event"), ("document", "document")], max_length=8
                    ),
                ),
                (
                    "reads",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                (
                    "partner_quotes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                (
                    "public_quotes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("considered", models.BigIntegerField()),
            ],
            options={
                "verbose_name_plural": "dependencies",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["reads"], name="dependent_on")
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedRecord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "audience", "kind", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "audience",
                    models.SmallIntegerField(
                        choices=[(1, "partner: organisations with a key"), (2, "public: everyone")]
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "person"), ("event", "event"), ("document", "document")], max_length=8
                    ),
                ),
                ("id", models.UUIDField()),
                ("slug", models.CharField(max_length=120)),
                ("name", models.TextField()),
                ("hash", models.BinaryField(max_length=32)),
                ("position", models.BigIntegerField()),
                ("published_at", models.DateTimeField()),
                ("brief", models.TextField(help_text="The small members of the body, as JSON.")),
                ("status", models.CharField(blank=True, max_length=24)),
                ("type", models.CharField(blank=True, max_length=32)),
                ("language", models.CharField(blank=True, max_length=35)),
                (
                    "countries",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "destinations",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "events",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "documents",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "publishers",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "modes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("released_first", models.DateField(null=True)),
                ("released_last", models.DateField(null=True)),
                ("conflicting", models.BooleanField(default=False)),
                (
                    "standing_days",
                    django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), default=list, size=None),
                ),
                (
                    "standings",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "named",
                    models.IntegerField(
                        help_text="Of an event: how many persons its body names as members.", null=True
                    ),
                ),
                (
                    "claimed",
                    models.JSONField(help_text="Of an event: its questions of number and what is answered.", null=True),
                ),
                ("search", models.TextField(blank=True, help_text="Names and titles, folded.")),
                (
                    "name_texts",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "name_keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "keys_version",
                    models.SmallIntegerField(help_text="Of a person: which tables made the keys of their names."),
                ),
            ],
            options={
                "permissions": [
                    ("publish_record", "Can publish records"),
                    ("withdraw_record", "Can withdraw published records"),
                ],
                "indexes": [
                    models.Index(fields=["audience", "kind", "slug"], name="published_by_slug"),
                    models.Index(fields=["audience", "position"], name="published_by_position"),
                    models.Index(fields=["audience", "kind", "status", "id"], name="published_by_status"),
                    models.Index(fields=["audience", "released_last"], name="published_by_release"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["countries", "destinations", "events", "documents"], name="published_by_tags"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("search"), "gin_trgm_ops"),
                        name="published_by_name",
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["name_keys"], name="published_by_name_keys"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Touched",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("record", models.UUIDField()),
                ("listed", models.BooleanField()),
                (
                    "linked",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), null=True, size=None),
                ),
                ("settled", models.BigIntegerField(null=True)),
            ],
            options={
                "verbose_name_plural": "touched",
                "indexes": [models.Index(fields=["settled"], name="touched_since")],
            },
        ),
    ]
