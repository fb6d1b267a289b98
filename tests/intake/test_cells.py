"""Texts become what COPY stores, by their own fields."""

import pytest

from intake.cells import WRONG, NotAccepted, audience_of, default_of, parser_of
from intake.kinds import KINDS


@pytest.mark.parametrize(
    ("kind", "field", "text", "canonical", "cells"),
    [
        ("event", "date", "2031-03", "2031-03", ("2031-03", "[2031-03-01,2031-04-01)")),
        ("event", "date", "../2031", "../2031", ("../2031", "(,2032-01-01)")),
        ("detention", "ended", "..", "..", ("..", "empty")),
        ("detention", "time_held", "1613d", "P1613D", ("P1613D", "[1612.5,1614)")),
        ("detention", "time_held", "5y..", "P5Y..", ("P5Y..", "[1826.2125,)")),
        ("tally", "count", "1101..", "1101..", ("[1101,)",)),
        ("tally", "count", "0..50", "..50", ("[0,51)",)),
        ("name", "preferred", "true", "true", ("t",)),
        ("place", "latitude", "53.9", "53.9", ("53.9",)),
        ("document", "accessed", "2031-03-04", "2031-03-04", ("2031-03-04",)),
        ("organisation", "kind", "ngo", "ngo", ("ngo",)),
    ],
)
def test_a_value_and_its_columns(kind: str, field: str, text: str, canonical: str, cells: tuple[str, ...]) -> None:
    assert parser_of(KINDS[kind].values[field])(text) == (canonical, cells)


@pytest.mark.parametrize(
    ("kind", "field", "text"),
    [
        ("place", "latitude", "north"),
        ("document", "accessed", "2031-13-01"),
        ("document", "url", "no address"),
        ("person", "slug", "two words"),
        ("name", "language", "x" * 36),
        ("organisation", "kind", "NGO"),
        ("organisation", "country", "Belarus"),
    ],
)
def test_what_a_field_does_not_take(kind: str, field: str, text: str) -> None:
    with pytest.raises(WRONG):
        parser_of(KINDS[kind].values[field])(text)


def test_defaults_are_those_of_the_model() -> None:
    fields = KINDS["name"].values
    assert [default_of(fields[name]) for name in ("kind", "preferred", "language")] == [("as_printed",), ("f",), ("",)]
    assert default_of(KINDS["event"].values["date"]) == (None, None)


@pytest.mark.parametrize("text", ["Public", "PUBLIC", "all", ""])
def test_audiences_have_three_names(text: str) -> None:
    assert [audience_of(name) for name in ("internal", "partner", "public")] == [0, 1, 2]
    with pytest.raises(NotAccepted):
        audience_of(text)
