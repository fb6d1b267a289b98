"""Web servers for the time of a measurement: ours as it serves the public, the peer, and the trivial one."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.databases import CHECKOUT
from bench.errors import CommandFailedError, NotMeasuredError
from bench.load import Address
from bench.workplace import say

HOST = "127.0.0.1"
GRANIAN = (sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--no-ws", "--log-level", "warning")
# Each command ends where the port is still to be said.
OURS_COMMAND = (sys.executable, "-m", "tracker.webserver", "--address", HOST, "--port")
PEER_COMMAND = (*GRANIAN, "--workers", "2", "--blocking-threads", "2", "bench.peer.wsgi:application", "--port")
TRIVIAL_COMMAND = (sys.executable, "-m", "bench.trivial", HOST)
LONGEST_START = 60.0
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server: where it listens, and the process that leads its group."""

    address: Address
    process: int

    def memory(self) -> float:
        """MiB resident in all its processes together; pages that they share count once for each."""
        return sum(_resident(pid) for pid in _group(self.process)) / (1 << 20)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """Run a command, to which a port is added, until the block ends. Raises CommandFailedError, NotMeasuredError."""
    port = free_port()
    with log.open("wb") as output:
        # A session of its own, so that all its workers can be found and stopped.
        process = subprocess.Popen(
            [*command, str(port)],
            cwd=CHECKOUT,
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_it_listens(process, port, log)
        yield Server(address=(HOST, port), process=process.pid)
    except NotMeasuredError:
        say(f"What a server said last:\n{log.read_text(errors='replace')[-2000:]}")
        raise
    finally:
        _stop(process)


def _wait_until_it_listens(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + LONGEST_START
    while time.monotonic() < until:
        if process.poll() is not None:
            raise CommandFailedError("A server", process.returncode, log.read_text(errors="replace"))
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise NotMeasuredError(f"A server did not listen within {LONGEST_START:.0f} seconds:\n{log.read_text()[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            return
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            continue


def _group(leader: int) -> Iterator[int]:
    """All processes of a group; procfs(5): the group is the third field after the name, which may hold anything."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[2]) == leader:
            yield int(stat.parent.name)


def _resident(pid: int) -> int:
    """Bytes."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE_SIZE
    except (FileNotFoundError, ProcessLookupError):
        return 0
