"""What the tests of the way out share: the cast, and readers of answers."""

from typing import Any, Protocol

import pytest
from pytest_django import Settings

from tests.cast import Cast, make_cast
from tests.factories import RelationshipFactory, cite
from tests.publication.publishing import PublicClient


class Get(Protocol):
    """Asks for an address under ``/api/v1/`` and returns the JSON of a successful answer."""

    def __call__(self, address: str) -> Any: ...


@pytest.fixture(autouse=True)
def _in_the_test_transaction(settings: Settings) -> None:
    """The reader's own connection would not see what the test has not committed."""
    settings.PUBLISHED_ALIAS = "default"


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def kin(cast: Cast) -> Cast:
    """The cast, of whom everybody out is related to everybody else."""
    persons = (cast.held, cast.released, cast.disputed)
    for person in persons:
        for other in persons:
            if person != other:
                relation = RelationshipFactory.create(person=person, other=other)
                cite(relation, "kind", relation.kind, document=cast.fable, quote="Mikola Kazka, held since 2017")
    return cast


@pytest.fixture
def client() -> PublicClient:
    return PublicClient()


@pytest.fixture
def get(client: PublicClient) -> Get:
    def ask(address: str) -> Any:
        response = client.get(f"/api/v1/{address}")
        assert response.status_code == 200, response.content
        return response.json()

    return ask


def slugs(page: Any) -> list[str]:
    """Of a list's answer, sorted: the order of ids is random."""
    return sorted(body["slug"] for body in page["results"])
