"""Search that does not mind accents."""

from typing import ClassVar

from django.contrib.postgres.operations import UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = []
    operations: ClassVar = [UnaccentExtension()]
