"""The first staff account of a new installation, with a random password that is shown once and stored nowhere."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.models import User

NAME = "volia"
PASSWORD_LENGTH = 15  # bytes of randomness; 20 characters


class Command(BaseCommand):
    """Does nothing, and says nothing, as soon as anybody of the staff has an account."""

    help = f'Create the staff account "{NAME}" with a random password, unless a staff account exists.'

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Print name and password of the new account, if one was needed."""
        if User.objects.filter(is_staff=True).exists():
            return
        password = secrets.token_urlsafe(PASSWORD_LENGTH)
        User.objects.create_superuser(NAME, password=password)
        self.stdout.write(f"First staff account:  {NAME}\nIts password:         {password}   (shown only now)")
