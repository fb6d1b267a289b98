"""What persons are found by: keys made from their names. Made again from the names at any time, and so no record."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from people.models.person import Person


class NameKeys(models.Model):
    """The keys of all names of a person (``people.naming.keys``), and the version of the tables that made them."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="name_keys")
    keys: "ArrayField[list[int], list[int]]" = ArrayField(models.BigIntegerField(), default=list)
    keys_version = models.SmallIntegerField(db_index=True)

    class Meta:
        verbose_name_plural = "name keys"
        # Nobody edits them.
        default_permissions: ClassVar = ()
        indexes: ClassVar = [GinIndex(name="persons_by_name_keys", fields=["keys"])]

    def __str__(self) -> str:
        return f"{self.person_id}: {len(self.keys)}"


class RenamedPerson(models.Model):
    """Somebody whose names changed since their keys were made; written by a trigger, whoever changes names and how."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")

    class Meta:
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return str(self.person_id)
