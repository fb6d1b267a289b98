"""Staff who sign in. Ours from the first migration, so that it can grow without a painful swap."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A member of staff; an id that tells neither order nor number of the others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
