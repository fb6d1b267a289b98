"""What was taken back is told nowhere: not by older bodies, not under a former slug, not in the quotes of documents."""

import pytest

from publication.models import Alias
from publication.runs import publish_all
from publication.vocabulary import Kind
from sources.vocabulary import Audience
from tests.cast import Cast
from tests.factories import DocumentFactory, HoldFactory, PersonFactory, PlaceFactory, cite
from tests.publication.publishing import ACTOR, publish_everything
from tests.publication.test_publishing import edited, go
from tests.publication.test_rights import kept
from tests.publication.test_withdrawing import bodies, everywhere, leave


def test_a_claim_is_taken_back_though_the_body_says_the_same_of_something_else(cast: Cast) -> None:
    minsk = PlaceFactory.create(slug="minsk", name="Minsk", country="BY")
    detention = edited(cast.released.detentions.get(), place=minsk)
    cite(detention, "place", str(minsk.pk), document=cast.fable, quote="held since 2017")
    publish_everything()
    edited(cast.released.nationalities.get(), audience=Audience.INTERNAL)
    go(cast.released)
    body = bodies()[cast.released.slug]
    assert '"nationalities":[]' in body
    assert '"BY"' in body
    assert kept(cast.released) == 1


def test_a_date_is_taken_back_though_the_body_has_the_same_one_elsewhere(cast: Cast) -> None:
    edited(cast.released, born="2017")
    born = cite(cast.released, "born", "2017", document=cast.fable, quote="held since 2017")
    publish_everything()
    edited(born, verdict="rejected")
    go(cast.released)
    body = bodies()[cast.released.slug]
    assert '"born":null' in body
    assert '"2017"' in body
    assert kept(cast.released) == 1


def test_a_slug_that_somebody_else_has_taken_leads_to_nobody_once_they_leave(cast: Cast) -> None:
    publish_everything()
    slug = cast.released.slug
    edited(cast.released, slug="kazka")
    other = PersonFactory.create(slug=slug, called="Another Mikola")
    cite(other.names.get(), "text", "Another Mikola", document=DocumentFactory.create(text="Another Mikola"))
    go(other)
    go(cast.released)
    leave(other)
    assert "kazka" in bodies()
    assert not Alias.objects.filter(key=slug).exists()


def test_a_run_that_breaks_off_before_the_documents_leaves_no_quote_of_whoever_is_held(cast: Cast) -> None:
    class Killed(Exception):
        pass

    def kill(what: str, _count: int) -> None:
        if what.startswith("person"):
            raise Killed

    publish_everything()
    assert "Alesia Vydumka" in bodies()["fable"]
    HoldFactory.create(person=cast.held)
    with pytest.raises(Killed):
        publish_all(kinds=list(Kind), actor=ACTOR, reason="", tell=kill)
    assert cast.held.slug not in bodies()
    assert "Alesia Vydumka" not in everywhere()
