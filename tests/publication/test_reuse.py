"""A body that is the same for partners and for everyone is made once, and is then what it would have been anyhow."""

from collections.abc import Collection
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from publication.rendering.bodies import Bodies, render
from publication.rendering.setting import Named, everything_named
from publication.vocabulary import Kind
from sources.vocabulary import Audience, DerivationKind
from tests.cast import Cast
from tests.factories import DerivationFactory, DocumentFactory, MergeFactory, OrganisationFactory, PersonFactory, cite
from tests.publication.rendered import DAY, MODELS, OUTSIDE, quoted_somewhere, record_rows, set_values
from tests.publication.whole import cite_all, rows_of_every_kind


def made(kind: Kind, audiences: Collection[Audience], named: Named = everything_named) -> dict[Audience, Bodies]:
    ids = list(MODELS[kind].objects.values_list("pk", flat=True))
    return render(kind, ids, audiences=audiences, day=DAY, named=named, passages=quoted_somewhere)


def assert_as_if_alone(named: Named = everything_named) -> int:
    """The public's bodies must be as if partners had never been asked for; tells how many the two share."""
    shared = 0
    for kind in MODELS:
        together = made(kind, OUTSIDE, named)
        public = together[Audience.PUBLIC]
        assert public == made(kind, [Audience.PUBLIC], named)[Audience.PUBLIC]
        shared += sum(one is together[Audience.PARTNER][pk] for pk, one in public.items())
    return shared


def test_what_is_public_throughout_is_made_once(cast: Cast) -> None:
    together = made(Kind.PERSON, OUTSIDE)
    assert together[Audience.PUBLIC].keys() == together[Audience.PARTNER].keys()
    assert all(one is together[Audience.PARTNER][pk] for pk, one in together[Audience.PUBLIC].items())
    assert assert_as_if_alone() > 0


def test_staff_share_no_body_with_anybody(cast: Cast) -> None:
    together = made(Kind.PERSON, list(Audience))
    assert not any(one is together[Audience.INTERNAL][pk] for pk, one in together[Audience.PARTNER].items())


@pytest.mark.parametrize(("row", "citation"), list(product(Audience, Audience)))
def test_rows_and_citations_of_every_audience(cast: Cast, row: Audience, citation: Audience) -> None:
    rows = rows_of_every_kind(cast.released, cast.event, mark="Kanarejka", audience=row)
    cite_all(rows, DocumentFactory.create(text="A fable of Kanarejka."), citation)
    assert_as_if_alone()


def test_each_row_alone(cast: Cast) -> None:
    """Every single row, as partners alone may see it, tells the two audiences apart wherever it shows."""
    rows = rows_of_every_kind(cast.released, cast.event, mark="Kanarejka", audience=Audience.PUBLIC)
    cite_all(rows, DocumentFactory.create(text="A fable of Kanarejka."))
    for row in record_rows():
        set_values(row, audience=Audience.PARTNER)
        assert_as_if_alone()
        set_values(row, audience=Audience.PUBLIC)


@pytest.mark.parametrize("hidden", OUTSIDE)
def test_whoever_only_one_audience_may_name(cast: Cast, hidden: Audience) -> None:
    rows = rows_of_every_kind(cast.released, cast.event, mark="Kanarejka", audience=Audience.PUBLIC)
    cite_all(rows, DocumentFactory.create(text="A fable of Kanarejka."))
    for kind in MODELS:
        for record in MODELS[kind].objects.values_list("pk", flat=True):

            def named(audience: Audience, _model: Any, ids: Collection[UUID], gone: UUID = record) -> Collection[UUID]:
                return [pk for pk in ids if pk != gone or audience != hidden]

            assert_as_if_alone(named)


def test_an_arrow_for_partners_alone_makes_two_voices_one_for_them(cast: Cast) -> None:
    one, other = DocumentFactory.create(), DocumentFactory.create(publisher=OrganisationFactory.create())
    cite(cast.released, "born", "1980", document=one)
    cite(cast.released, "born", "1980", document=other)
    DerivationFactory.create(document=one, origin=other, kind=DerivationKind.COPY, audience=Audience.PARTNER)
    assert_as_if_alone()
    born = {audience: made(Kind.PERSON, OUTSIDE)[audience][cast.released.pk].body["born"] for audience in OUTSIDE}
    assert [born[audience]["claims"][0]["independent_sources"] for audience in OUTSIDE] == [1, 2]


def test_somebody_merged_away_whom_partners_alone_knew(cast: Cast) -> None:
    MergeFactory.create(survivor=cast.released, former=PersonFactory.create(audience=Audience.PARTNER))
    assert_as_if_alone()
    told = {audience: made(Kind.PERSON, OUTSIDE)[audience][cast.released.pk].body["former_ids"] for audience in OUTSIDE}
    assert [len(told[audience]) for audience in OUTSIDE] == [1, 0]
