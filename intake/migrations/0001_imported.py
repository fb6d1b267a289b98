"""What imports brought (``models.Imported``)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Imported",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bundle", models.CharField(max_length=255)),
                ("kind", models.CharField(max_length=32)),
                ("key", models.TextField()),
                ("record", models.UUIDField()),
                ("values", models.JSONField()),
                ("file", models.TextField()),
                ("line", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "imported",
                "ordering": ["bundle", "kind", "key"],
                "constraints": [models.UniqueConstraint(fields=("bundle", "kind", "key"), name="imported_once")],
            },
        ),
    ]
