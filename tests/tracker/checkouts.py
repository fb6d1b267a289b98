"""Small checkouts in which the private PostgreSQL runs as real processes."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

REPOSITORY = Path(__file__).resolve().parent.parent.parent
IS_ROOT = os.geteuid() == 0
TIMEOUT = 90
# Whoever asks gets the identity of the data, which a second initdb would change.
IDENTITY = "SELECT system_identifier FROM pg_control_system()"
ASK = "import os, sys, psycopg; print(psycopg.connect(os.environ['DATABASE_URL']).execute(sys.argv[1]).fetchone()[0])"
# Tells its process id, then waits to be ended.
WAIT = ("sh", "-c", "echo $$; exec sleep 300")


class Checkout:
    """A folder with as much of the project as ``python -m tracker.cluster`` needs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "tracker").mkdir(parents=True)
        for name in ("__init__.py", "roles.py"):
            shutil.copy(REPOSITORY / "tracker" / name, folder / "tracker")
        source, target = REPOSITORY / "tracker" / "cluster", folder / "tracker" / "cluster"
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))

    def command(self, *command: str, python: str = sys.executable) -> list[str]:
        """The call of the wrapper around a command."""
        return [python, "-m", "tracker.cluster", "--", *command]

    def start(self, *command: str, **options: object) -> "subprocess.Popen[str]":
        """Start the wrapper; its output is a pipe."""
        given = {"cwd": self.folder, "env": environment(), **options}
        return subprocess.Popen(  # type: ignore[call-overload,no-any-return]  # options of Popen, passed on
            self.command(*command), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **given
        )

    def run(self, *command: str, **options: object) -> "subprocess.CompletedProcess[str]":
        """Run the wrapper to its end."""
        process = self.start(*command, **options)
        with process:
            try:
                output, errors = process.communicate(timeout=TIMEOUT)
            except subprocess.TimeoutExpired:
                process.terminate()
                raise
        return subprocess.CompletedProcess(command, process.returncode, output, errors)

    def ask(self, question: str = IDENTITY, **options: object) -> str:
        """The answer to an SQL question, asked as staff through the wrapper."""
        done = self.run(sys.executable, "-c", ASK, question, **options)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @contextmanager
    def held(self, **options: object) -> Iterator[tuple["subprocess.Popen[str]", int]]:
        """The server in use by a waiting child: (wrapper, process id of the child); both are ended afterwards."""
        with self.start(*WAIT, **options) as wrapper:
            assert wrapper.stdout
            line = wrapper.stdout.readline()
            assert line, wrapper.stderr and wrapper.stderr.read()
            child = int(line)
            try:
                yield wrapper, child
            finally:
                end(child, 15)
                wrapper.communicate(timeout=TIMEOUT)

    def socket_folder(self, **options: object) -> Path:
        """Where a client finds the server."""
        url = self.run("sh", "-c", "echo $DATABASE_URL", **options)
        assert url.returncode == 0, url.stderr
        return Path(str(conninfo_to_dict(url.stdout.strip())["host"]))

    @property
    def base(self) -> Path:
        """The folder of the cluster."""
        return self.folder / ".local" / "postgres"

    @property
    def data(self) -> Path:
        """The one data folder."""
        (found,) = [path for path in self.base.glob("data*") if path.name[4:].isdigit()]
        return found

    def server_pid(self) -> int | None:
        """The process id of the running server."""
        try:
            return int((self.data / "postmaster.pid").read_text().split()[0])
        except FileNotFoundError:
            return None


def environment(**changes: str) -> Mapping[str, str]:
    """Our environment without a database in it, so that the wrapper has to start one."""
    left_out = {"DATABASE_URL", "OWNER_DATABASE_URL", "PUBLISHED_DATABASE_URL", "VOLIA_ROLE", "VOLIA_POSTGRES"}
    return {**{name: value for name, value in os.environ.items() if name not in left_out}, **changes}


def end(process: int, number: int) -> None:
    """Send a signal to a process that we started, if it is still there."""
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return


def is_alive(process: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_gone(process: int) -> None:
    """Wait for a process to end."""
    give_up = time.monotonic() + TIMEOUT
    while is_alive(process):
        assert time.monotonic() < give_up, f"process {process} does not end"
        time.sleep(0.05)
