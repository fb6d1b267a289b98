"""The kinds follow the models: what a model declares can be imported."""

import pytest

from intake.kinds import FROM_FILE, HEADS, KINDS, TOP, Kind
from people.models import TARGETS
from sources.models import Document


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_every_declared_field_and_list_is_a_key(kind: Kind) -> None:
    declared = kind.model.declared
    left_out = set(FROM_FILE) if kind.model is Document else set()
    assert {*declared.cited, *declared.editorial, *declared.lists} - left_out <= set(kind.keys)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_kinds_come_after_those_that_they_refer_to(kind: Kind) -> None:
    order = list(KINDS)
    named = {reference.to for reference in kind.references.values()} | {kind.of_parent(name) for name in kind.parents}
    assert all(order.index(name) < order.index(kind.name) for name in named - {kind.name})


def test_every_citable_kind_is_a_kind() -> None:
    assert set(KINDS) == set(TARGETS)
    assert set(TOP) <= set(KINDS)


def test_every_row_below_is_in_some_list() -> None:
    listed = {listed.kind for kind in KINDS.values() for listed in kind.lists.values()}
    assert listed | set(TOP) == set(KINDS)


@pytest.mark.parametrize(("name", "head"), HEADS.items())
def test_a_head_field_can_be_cited(name: str, head: str) -> None:
    assert head in KINDS[name].model.declared.citable()
