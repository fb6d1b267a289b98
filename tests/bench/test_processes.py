"""A run is measured by itself, and one that fails is not measured."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from bench.errors import CommandFailedError
from bench.processes import run
from bench.workplace import idle_share

MEASURED = """
import sys
from pathlib import Path
from bench.processes import run
sizes = [run([sys.executable, "-c", code], environment={}, folder=Path(sys.argv[1])).memory
         for code in ("bytes(bytearray(200 << 20))", "pass")]
print(sizes[0] - sizes[1])
"""


def test_the_memory_is_that_of_this_run_alone(tmp_path: Path) -> None:
    # From a small process, as the benches do it: a child begins with the peak of whoever starts it.
    command = [sys.executable, "-c", MEASURED, str(tmp_path)]
    said = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True).stdout
    assert float(said) > 200


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
