"""Suspected duplicates, what staff judged of them (under history), and who was compared already."""

import uuid
from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


def _person(*, kept: bool) -> "models.ForeignKey[object, object]":
    on_delete = django.db.models.deletion.PROTECT if kept else django.db.models.deletion.CASCADE
    return models.ForeignKey(on_delete=on_delete, related_name="+", to="people.person")


def _now(**options: str) -> "models.DateTimeField[object, object]":
    return models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, **options)  # type: ignore[arg-type]  # the label alone


def _smaller_id_first(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name=name)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("people", "0004_names_found"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ComparedPerson",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("fingerprint", models.CharField(max_length=32)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("same", "same person"), ("different", "different persons"), ("unsure", "unsure")],
                        max_length=16,
                    ),
                ),
                ("note", models.TextField(blank=True, help_text="For colleagues; never published.")),
                ("undone", models.DateTimeField(blank=True, editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created", _now(verbose_name="when")),
                ("updated", _now()),
                (
                    "judged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("one", _person(kept=True)),
                ("other", _person(kept=True)),
            ],
            options={
                "ordering": ["-created", "pk"],
                "indexes": [models.Index(fields=["-created", "id"], name="judgements_by_time")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(undone__isnull=True), fields=("one", "other"), name="judged_once"
                    ),
                    _smaller_id_first("judgement_smaller_id_first"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SuspectedPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.FloatField()),
                ("reasons", models.JSONField(default=list)),
                ("put_off", models.BooleanField(default=False)),
                ("one", _person(kept=False)),
                ("other", _person(kept=False)),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        models.F("put_off"),
                        models.F("score").desc(),
                        models.F("one"),
                        models.F("other"),
                        name="suspected_likeliest",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="suspected_once"),
                    _smaller_id_first("suspected_smaller_id_first"),
                ],
            },
        ),
        migrations.RunSQL("CALL track_record('people_judgement')", reverse_sql=migrations.RunSQL.noop),
    ]
