"""A client that reads what the test has put there."""

import pytest

from tests.publication.publishing import PublicClient


@pytest.fixture
def client() -> PublicClient:
    client = PublicClient()
    client.publishing = False
    return client
