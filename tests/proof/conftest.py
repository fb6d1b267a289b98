"""What the proofs share: the database as the outside world reads it, over the reader's own login."""

import pytest
from pytest_django import Settings

from tests.proof.worlds import PLENTY


@pytest.fixture
def front_door(committed_db: None, settings: Settings) -> None:
    """Public requests go over the reader's own login, and no budget runs out."""
    settings.PUBLISHED_ALIAS = "published"
    settings.ANONYMOUS_PER_MINUTE = PLENTY
