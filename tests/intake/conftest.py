"""The command at the front door, and its answers."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

Import = Callable[..., str]


@pytest.fixture
def import_seeds() -> Import:
    """Run the command on a folder; gives what it printed."""

    def run(folder: Path, *options: str) -> str:
        out = io.StringIO()
        call_command("import_seeds", str(folder), *options, stdout=out)
        return out.getvalue()

    return run


@pytest.fixture
def refused() -> Callable[[Path], str]:
    """Run the command on a folder that must be refused; gives the refusals."""

    def run(folder: Path) -> str:
        with pytest.raises(CommandError) as error:
            call_command("import_seeds", str(folder), stdout=io.StringIO())
        return str(error.value)

    return run
