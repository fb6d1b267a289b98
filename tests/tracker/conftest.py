"""Checkouts for the cases of the private PostgreSQL."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tracker.checkouts import Checkout


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A short folder that every user may enter; pytest's own temporary folders are closed to all but us."""
    folder = Path(tempfile.mkdtemp(prefix="volia-cases-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def template(open_folder: Path) -> Checkout:
    """A checkout whose cluster was made once, from nothing, and stopped."""
    checkout = Checkout(open_folder / "template")
    checkout.ask()
    return checkout


@pytest.fixture
def fresh(open_folder: Path) -> Iterator[Callable[[str], Checkout]]:
    """Makes checkouts without a cluster."""
    made: list[Path] = []

    def make(name: str) -> Checkout:
        made.append(open_folder / name.split("/", maxsplit=1)[0])
        return Checkout(open_folder / name)

    yield make
    for folder in made:
        shutil.rmtree(folder)


@pytest.fixture
def ready(fresh: Callable[[str], Checkout], template: Checkout) -> Callable[[str], Checkout]:
    """Makes checkouts with a stopped cluster in them, copied because initdb is slow."""

    def make(name: str) -> Checkout:
        checkout = fresh(name)
        # cp keeps owners, which shutil does not.
        subprocess.run(["cp", "-a", template.folder / ".local", checkout.folder], check=True)
        return checkout

    return make
