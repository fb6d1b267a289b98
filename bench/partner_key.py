"""Issues a key of an invented partner in the database at hand and prints its token: ``python -m bench.partner_key``."""

import os
import sys
import uuid

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
django.setup()

from accounts.actions import issue_key  # noqa: E402 - models can be imported only now
from accounts.models import MOST_A_MINUTE, Partner, User  # noqa: E402 - as above


def main() -> None:
    """A new partner and a new staff user each time; counting is on, and never says no."""
    name = f"Bench {uuid.uuid4()}"
    actor = User.objects.create(username=name)
    partner = Partner.objects.create(name=name)
    _, token = issue_key(partner=partner, label="measurement", actor=actor, per_minute=MOST_A_MINUTE)
    sys.stdout.write(token)


if __name__ == "__main__":
    main()
