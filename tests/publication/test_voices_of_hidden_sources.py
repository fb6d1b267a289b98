"""Independent voices are counted from what the audience may read: a number must not hang on a source that is hidden."""

from typing import Any

import orjson
import pytest

from sources.models import Document
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import DerivationFactory, DocumentFactory, HoldFactory, OrganisationFactory, cite
from tests.publication.publishing import publish_everything
from tests.publication.test_withdrawing import bodies


def two_papers_say_so(cast: Cast, **values: Any) -> list[Document]:
    """Two more that say what the legend says of a nationality."""
    papers: list[Document] = []
    for name in ("one", "two"):
        paper = DocumentFactory.create(text=f"A citizen of Belarus, says {name}.", **values)
        cite(cast.released.nationalities.get(), "country", "BY", document=paper)
        papers.append(paper)
    return papers


def voices(cast: Cast) -> Any:
    publish_everything()
    return orjson.loads(bodies()[cast.released.slug])["nationalities"][0]["independent_sources"]


@pytest.mark.parametrize(
    ("audience", "held", "counted"),
    [(Audience.PUBLIC, False, 2), (Audience.PUBLIC, True, 3), (Audience.INTERNAL, False, 3)],
    ids=["read by all", "held", "internal"],
)
def test_copies_are_one_voice_only_where_their_origin_may_be_read(
    cast: Cast, audience: Audience, held: bool, counted: int
) -> None:
    origin = DocumentFactory.create(slug="first-print", audience=audience)
    for paper in two_papers_say_so(cast):
        DerivationFactory.create(document=paper, origin=origin)
    if held:
        HoldFactory.create(document=origin)
    assert voices(cast) == counted


@pytest.mark.parametrize(("audience", "counted"), [(Audience.PUBLIC, 2), (Audience.INTERNAL, 3)])
def test_papers_are_one_voice_only_where_their_publisher_may_be_named(
    cast: Cast, audience: Audience, counted: int
) -> None:
    two_papers_say_so(cast, publisher=OrganisationFactory.create(audience=audience))
    assert voices(cast) == counted
