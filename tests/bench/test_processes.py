"""A run is measured by itself, and one that fails is not measured."""

import sys
from pathlib import Path

import pytest

from bench.errors import CommandFailedError
from bench.processes import run
from bench.workplace import idle_share


def test_the_memory_is_that_of_this_run_alone(tmp_path: Path) -> None:
    large = run([sys.executable, "-c", "bytes(bytearray(200 << 20))"], environment={}, folder=tmp_path)
    small = run([sys.executable, "-c", "pass"], environment={}, folder=tmp_path)

    assert large.memory - small.memory > 200


def test_the_environment_and_the_folder_are_given(tmp_path: Path) -> None:
    script = "import os, pathlib; pathlib.Path('seen').write_text(os.environ['BENCH_WORD'])"
    run([sys.executable, "-c", script], environment={"BENCH_WORD": "here"}, folder=tmp_path)

    assert (tmp_path / "seen").read_text() == "here"


def test_a_failure_shows_what_the_command_said(tmp_path: Path) -> None:
    script = "import sys; print('no such bundle'); sys.exit(3)"
    with pytest.raises(CommandFailedError, match=r"(?s)code 3.*no such bundle"):
        run([sys.executable, "-c", script], environment={}, folder=tmp_path)


def test_idle_processors_are_a_share() -> None:
    assert 0 <= idle_share(0.1) <= 1
