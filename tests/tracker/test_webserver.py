"""The web server greets whoever started it with the doors that it opened, and with no other."""

import subprocess
import sys

import pytest

from tests.tracker.checkouts import REPOSITORY
from tracker.webserver import greeting

# What is loaded when the server is about to fork is told instead of served.
STARTING = """
import sys
from tracker import webserver

def told(*_arguments, **_options):
    from django.conf import settings
    from people.naming.given import given_names
    print(settings.ROOT_URLCONF in sys.modules, given_names.cache_info().currsize)
    sys.exit()

webserver.Granian = told
webserver.main([])
"""


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


def test_pages_and_tables_are_loaded_before_it_forks() -> None:
    done = subprocess.run([sys.executable, "-c", STARTING], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("True 1\n", "")
