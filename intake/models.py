"""What the imports brought: every row of every bundle, as it was last imported."""

from typing import ClassVar

from django.db import models


class Imported(models.Model):
    """One row of a bundle and the record that it became.

    The last import's values, the present ones and the new ones are compared three ways: DESIGN.md §3, "Imports".
    """

    bundle = models.CharField(max_length=255)
    kind = models.CharField(max_length=32)
    key = models.TextField()
    record = models.UUIDField()
    values = models.JSONField()
    file = models.TextField()
    line = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["bundle", "kind", "key"]
        verbose_name_plural = "imported"
        constraints: ClassVar = [models.UniqueConstraint(name="imported_once", fields=["bundle", "kind", "key"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
