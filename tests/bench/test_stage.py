"""A kept database has a name of its own, and what serves the public never holds the staff's login."""

from pathlib import Path

import pytest

from bench.databases import Databases
from bench.errors import NotMeasuredError
from bench.stage import Stage

URLS = {"DATABASE_URL": "user=staff dbname=volia", "OWNER_DATABASE_URL": "user=owner dbname=volia"}
READER = {"PUBLISHED_DATABASE_URL": "user=reader dbname=volia"}


def test_a_kept_database_has_the_same_name_in_every_run_and_others_have_not() -> None:
    databases = Databases({**URLS, **READER})

    assert set(databases.environment("kept_small").values()) == {
        "user=staff dbname=bench_kept_small",
        "user=owner dbname=bench_kept_small",
        "user=reader dbname=bench_kept_small",
    }
    assert "dbname=bench_small" not in databases.environment("small")["DATABASE_URL"]


def test_the_public_is_served_over_the_readers_login_alone() -> None:
    stage = Stage(databases=Databases({**URLS, **READER}), name="kept_small", folder=Path())

    public = stage.public_environment
    assert public["PUBLISHED_DATABASE_URL"] == "user=reader dbname=bench_kept_small"
    assert (public["DATABASE_URL"], public["OWNER_DATABASE_URL"], public["VOLIA_SERVE"]) == ("", "", "public")
    assert public["VOLIA_KEY_PEPPER"] == stage.environment["VOLIA_KEY_PEPPER"]


def test_without_a_readers_login_nothing_is_served() -> None:
    with pytest.raises(NotMeasuredError, match="PUBLISHED_DATABASE_URL"):
        _ = Stage(databases=Databases(URLS), name="x", folder=Path()).public_environment
