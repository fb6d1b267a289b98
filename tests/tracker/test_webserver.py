"""The web server greets whoever started it with the doors that it opened, and with no other."""

import pytest

from tracker.webserver import greeting


@pytest.mark.parametrize(
    ("serve", "there", "not_there"),
    [
        ("both", ["/admin/", "/api/v1/persons", "/api/v1/docs", "changepassword"], []),
        ("staff", ["/admin/", "changepassword"], ["/api/"]),
        ("public", ["/api/v1/persons", "/api/v1/docs"], ["/admin/", "password"]),
    ],
)
def test_the_greeting_names_the_doors_that_are_open(serve: str, there: list[str], not_there: list[str]) -> None:
    told = greeting(serve, "http://127.0.0.1:8000")
    assert all(word in told for word in there)
    assert not any(word in told for word in not_there)
    assert "Volia is ready." in told
    assert told.endswith("Ctrl-C stops everything.\n")
