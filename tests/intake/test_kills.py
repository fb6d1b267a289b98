"""An import killed while it writes, or a server killed under it, leaves nothing; the next one brings all."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from tests.intake.bundles import write_bundle
from tests.tracker.checkouts import REPOSITORY, Checkout, end, environment, wait_until_gone

WRITTEN = "SELECT " + ", ".join(
    f"(SELECT count(*) FROM {table})" for table in ("people_person", "intake_imported", "sources_history")
)
LOCKS = "SELECT count(*) FROM pg_locks WHERE relation = 'people_citation'::regclass AND mode = 'RowExclusiveLock'"
BLOCKED = f"{LOCKS} AND NOT granted"
WITHIN = 60


def _import(bundle: Path, urls: Mapping[str, str]) -> "subprocess.Popen[str]":
    command = [sys.executable, "manage.py", "import_seeds", str(bundle)]
    given = {**os.environ, **urls}
    return subprocess.Popen(
        command, cwd=REPOSITORY, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _until(owner: "psycopg.Connection[tuple[int, ...]]", question: str, expected: int) -> None:
    give_up = time.monotonic() + WITHIN
    while (found := owner.execute(question).fetchone()) != (expected,):
        assert time.monotonic() < give_up, found
        time.sleep(0.05)


@contextmanager
def _in_the_middle(bundle: Path, urls: Mapping[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """An import that has written persons and waits to write citations."""
    with (
        psycopg.connect(urls["OWNER_DATABASE_URL"], autocommit=True) as owner,
        psycopg.connect(urls["OWNER_DATABASE_URL"]) as holder,
    ):
        holder.execute("LOCK TABLE people_citation IN SHARE MODE")
        with _import(bundle, urls) as process:
            try:
                _until(owner, BLOCKED, 1)
                yield process
            finally:
                end(process.pid, signal.SIGKILL)
                process.communicate()


def _kill_the_server_in_the_middle(server: int, bundle: Path, urls: Mapping[str, str]) -> None:
    with _in_the_middle(bundle, urls):
        end(server, signal.SIGKILL)
        wait_until_gone(server)


def _completes(bundle: Path, urls: Mapping[str, str]) -> None:
    with _import(bundle, urls) as process:
        output, errors = process.communicate(timeout=WITHIN)
    assert process.returncode == 0, errors
    assert "0 changes" not in output
    assert "unchanged" not in output.splitlines()[-1]


def _test_database() -> dict[str, str]:
    name = connection.settings_dict["NAME"]
    owner_url = os.environ.get("OWNER_DATABASE_URL") or os.environ["DATABASE_URL"]
    return {
        "DATABASE_URL": make_conninfo(os.environ["DATABASE_URL"], dbname=name),
        "OWNER_DATABASE_URL": make_conninfo(owner_url, dbname=name, options="-c role=volia_owner"),
    }


@pytest.mark.usefixtures("committed_db")
def test_two_imports_at_once_bring_everything_once(tmp_path: Path) -> None:
    urls, bundle = _test_database(), write_bundle(tmp_path)

    with _import(bundle, urls) as one, _import(bundle, urls) as other:
        said = [process.communicate(timeout=WITHIN) for process in (one, other)]

    assert (one.returncode, other.returncode) == (0, 0), said
    assert sorted("tales: 0 changes" in output for output, _ in said) == [False, True]


@pytest.mark.usefixtures("committed_db")
def test_a_killed_importer_leaves_nothing(tmp_path: Path) -> None:
    urls, bundle = _test_database(), write_bundle(tmp_path)

    with _in_the_middle(bundle, urls) as process:
        process.kill()
        process.wait()
    with psycopg.connect(urls["OWNER_DATABASE_URL"], autocommit=True) as owner:
        _until(owner, LOCKS, 0)
        assert owner.execute(WRITTEN).fetchone() == (0, 0, 0)
    _completes(bundle, urls)


@pytest.mark.cluster
def test_a_killed_server_leaves_nothing(tmp_path: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="volia-kill-"))
    folder.chmod(0o755)
    checkout = Checkout(folder / "c")
    bundle = write_bundle(tmp_path)
    try:
        with checkout.held():
            urls = _urls(checkout)
            prepared = subprocess.run(
                [sys.executable, "manage.py", "prepare_database", "--verbosity=0"],
                cwd=REPOSITORY, env=environment(**urls), check=False, capture_output=True, text=True,
            )  # fmt: skip
            assert prepared.returncode == 0, prepared.stderr
            server = checkout.server_pid()
            assert server
            with pytest.raises(psycopg.OperationalError):
                _kill_the_server_in_the_middle(server, bundle, urls)
        assert checkout.ask(f"SELECT concat_ws(' ', {WRITTEN.removeprefix('SELECT ')})") == "0 0 0"
        with checkout.held():
            _completes(bundle, _urls(checkout))
    finally:
        shutil.rmtree(folder)


def _urls(checkout: Checkout) -> dict[str, str]:
    found = checkout.run("sh", "-c", 'echo "$DATABASE_URL"; echo "$OWNER_DATABASE_URL"')
    return dict(zip(("DATABASE_URL", "OWNER_DATABASE_URL"), found.stdout.split(), strict=True))
