"""A temporary table for the probe: staff may make no other."""

import pytest
from django.db import connection

from sources.spanned import SpannedQuerySet
from tests.sources.probe import Probe


@pytest.fixture
def probes(db: None) -> SpannedQuerySet[Probe]:
    """All probes; at first none."""
    columns = ", ".join(f'"{field.column}" {field.db_type(connection)}' for field in Probe._meta.local_fields)
    columns = columns.replace('"id" bigint', '"id" bigserial PRIMARY KEY')
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE probe ({columns}, UNIQUE (name)) ON COMMIT DROP")
    return SpannedQuerySet(Probe)
