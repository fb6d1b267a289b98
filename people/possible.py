"""Partial dates allow many orders; the database refuses only those that cannot be."""

from django.db import models


def possible_order(*, name: str, began: str = "began", ended: str = "ended") -> models.CheckConstraint:
    """Some day of ``began`` is not after some day of ``ended``; open, unknown or "not ended" allows all."""
    impossible = models.Q(**{f"{began}_span__startswith__gte": models.F(f"{ended}_span__endswith")})
    return models.CheckConstraint(name=name, condition=~impossible)
