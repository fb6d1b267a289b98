"""Limit and publication are held against each other, fact by fact."""

from typing import Any

import pytest
from django.db import connection

from bench.facts import facts_of_body, facts_of_statement
from bench.statements import SOME_PERSON, flat, one, page, page_by_offset, person, these_persons

PASSAGE: dict[str, Any] = {"quote": "Maria was freed in May", "document": {"slug": "d-1"}}


def body() -> dict[str, Any]:
    """As it is published."""
    return {
        "name": "Maria",
        "slug": "maria",
        "status": {"value": "released"},
        "names": [{"text": "Maria"}],
        "detentions": [{"began": {"value": "2021"}}, {"began": None}],
        "releases": [
            {"date": {"value": "2025-05"}, "mode": None, "event": {"slug": "e-1"}, "destinations": [{"country": "LT"}]}
        ],
        "citations": {"c1": PASSAGE},
    }


def told() -> dict[str, Any]:
    """As a statement of the limit tells it."""
    event = {"slug": "e-1", "date": "2025-05", "mode": "unknown", "citations": [PASSAGE]}
    return {
        "name": "Maria",
        "slug": "maria",
        "status": {"value": "released"},
        "names": [{"text": "Maria", "citations": [PASSAGE]}],
        "detentions": [{"began": None, "citations": []}, {"began": "2021", "citations": [PASSAGE]}],
        "releases": [{"date": None, "mode": "", "event": event, "destinations": [{"citations": [PASSAGE]}]}],
    }


def test_the_same_facts_are_the_same_in_either_shape() -> None:
    assert facts_of_body(body()) == facts_of_statement(told())


@pytest.mark.parametrize("missing", ["names", "detentions", "releases"])
def test_a_fact_that_one_of_them_leaves_out_shows(missing: str) -> None:
    assert facts_of_body(body()) != facts_of_statement({**told(), missing: []})


def test_a_quote_that_one_of_them_leaves_out_shows() -> None:
    assert facts_of_body({**body(), "citations": {}}) != facts_of_statement(told())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "script", [one(person()), page(flat()), page(person()), page(flat(status=False)), page_by_offset(flat(), deep=7)]
)
def test_statements_of_the_limit_are_understood_by_the_database(script: str) -> None:
    statement = script.removeprefix(SOME_PERSON)
    with connection.cursor() as cursor:
        cursor.execute(statement.replace(":chance", "5"))
        cursor.execute(these_persons(), [[]])
