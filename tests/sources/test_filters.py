"""Bounds on partial dates ask what is possible."""

import django_filters
import pytest

from sources.filters import PossiblyAfter, PossiblyBefore
from sources.spanned import SpannedQuerySet
from tests.sources.probe import Probe


class Bounds(django_filters.FilterSet):
    began_after = PossiblyAfter("began")
    began_before = PossiblyBefore("began")

    class Meta:
        model = Probe
        fields: tuple[str, ...] = ()


TEXTS = ["2025-12-13", "2025-12", "2025", "2024", "2020/..", "../2024", "..", ""]


@pytest.mark.parametrize(
    ("bounds", "found"),
    [
        ({}, set(TEXTS)),
        ({"began_after": "2025-12-13"}, {"2025-12-13", "2025-12", "2025", "2020/.."}),
        ({"began_after": "2025-12-14"}, {"2025-12", "2025", "2020/.."}),
        ({"began_after": "2026-01-01"}, {"2020/.."}),
        ({"began_before": "2025-12-13"}, {"2025-12-13", "2025-12", "2025", "2024", "2020/..", "../2024"}),
        ({"began_before": "2025-12-12"}, {"2025-12", "2025", "2024", "2020/..", "../2024"}),
        ({"began_before": "2019-12-31"}, {"../2024"}),
        ({"began_after": "2024-12-31", "began_before": "2024-12-31"}, {"2024", "2020/..", "../2024"}),
    ],
)
def test_a_row_is_found_when_its_date_may_lie_on_that_side(
    probes: SpannedQuerySet[Probe],
    bounds: dict[str, str],
    found: set[str],
) -> None:
    probes.bulk_create([Probe(name=text, began=text) for text in TEXTS])
    assert {probe.name for probe in Bounds(bounds, probes.all()).qs} == found


@pytest.mark.parametrize("typed", ["2025", "13.12.2025", "tomorrow", "2025-02-30"])
def test_a_bound_that_is_not_a_day_is_an_error(typed: str) -> None:
    assert "began_after" in Bounds({"began_after": typed}, SpannedQuerySet(Probe)).form.errors
