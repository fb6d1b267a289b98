"""``manage.py`` holds the private PostgreSQL when a command needs it, and only then."""

import os
import subprocess
import sys

import pytest

from tests.tracker.checkouts import REPOSITORY, environment
from tracker.command_line import needs_database


@pytest.mark.parametrize(
    "line",
    [
        "",
        "help",
        "--help",
        "version",
        "--version",
        "migrate --help",
        "makemigrations --check",
        "check",
        "import_seeds -h",
    ],
)
def test_these_need_no_database(line: str) -> None:
    assert not needs_database(line.split())


@pytest.mark.parametrize(
    "line",
    ["migrate", "check --database default", "check --database=default", "shell", "import_seeds seeds", "unknown"],
)
def test_these_need_one(line: str) -> None:
    assert needs_database(line.split())


def manage(*arguments: str, **changes: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, REPOSITORY / "manage.py", *arguments],
        cwd="/",
        env=environment(**changes),
        capture_output=True,
        text=True,
        check=False,
    )


def test_migrations_are_compared_without_a_database_and_without_a_warning() -> None:
    # A PostgreSQL that does not exist may be asked for: nobody asks it.
    done = manage("makemigrations", "--check", "--dry-run", VOLIA_POSTGRES="nowhere")
    assert (done.returncode, done.stdout, done.stderr) == (0, "No changes detected\n", "")


def test_a_wrong_role_is_refused() -> None:
    done = manage("check", VOLIA_ROLE="admin")
    assert (done.returncode, done.stderr) == (1, "VOLIA_ROLE must be 'staff', 'owner' or not set.\n")


def test_a_cluster_that_can_not_be_had_is_told_in_one_sentence() -> None:
    done = manage("migrate", VOLIA_POSTGRES="nowhere")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


@pytest.mark.parametrize("variable", ["VOLIA_DEBUG", "VOLIA_HTTPS"])
def test_a_switch_is_0_or_1(variable: str) -> None:
    done = manage("check", **{variable: "yes"})
    assert (done.returncode, done.stderr) == (1, f"{variable} must be 0 or 1.\n")


def test_the_machines_own_python_goes_on_with_ours() -> None:
    done = subprocess.run(
        [os.path.realpath(sys.executable), REPOSITORY / "manage.py", "version"],
        cwd="/",
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
