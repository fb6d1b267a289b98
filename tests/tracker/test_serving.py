"""``script/server`` from nothing to an answering address, and back, without leaving anything running."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.tracker.checkouts import REPOSITORY, environment

NOT_COPIED = shutil.ignore_patterns(".git", ".local", ".venv", "__pycache__", ".*_cache", ".hypothesis", "node_modules")


@pytest.fixture(scope="module")
def checkout(open_folder: Path) -> Path:
    """A copy of the project as another user would clone it, with our dependencies."""
    folder = open_folder / "a clone"
    shutil.copytree(REPOSITORY, folder, ignore=NOT_COPIED)
    (folder / ".venv").symlink_to(REPOSITORY / ".venv")
    return folder


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(checkout: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """The running server; it is stopped by TERM."""
    with subprocess.Popen(
        [checkout / "script" / "server", "--port", str(port)],
        cwd="/",
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as server:
        try:
            wait_until_ready(port, server)
            yield server
        finally:
            server.terminate()


def fetch(port: int, path: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def wait_until_ready(port: int, server: "subprocess.Popen[str]") -> None:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up and server.poll() is None:
        try:
            if fetch(port, "/readyz")[0] == 200:
                return
        except ConnectionError:
            time.sleep(0.1)
    server.terminate()
    raise AssertionError(server.stdout.read() if server.stdout else "")


@pytest.mark.cluster
def test_the_first_start_prints_a_password_once_and_the_second_changes_nothing(checkout: Path, port: int) -> None:
    with served(checkout, port) as server:
        status, persons = fetch(port, "/api/v1/persons")
        server.send_signal(signal.SIGTERM)
        first, _ = server.communicate(timeout=60)
        assert server.returncode == 0, first
    assert (status, len(json.loads(persons)["results"]) > 0) == (200, True)
    assert re.search(r"Its password: +\S{20} ", first)
    assert f"http://127.0.0.1:{port}/admin/" in first
    with served(checkout, port) as server:
        # Ctrl-C: the terminal tells the whole group.
        os.killpg(server.pid, signal.SIGINT)
        second, _ = server.communicate(timeout=60)
        assert "Traceback" not in second
    assert "Its password" not in second
    assert not list(checkout.glob(".local/postgres/data*/postmaster.pid"))


@pytest.mark.cluster
def test_a_taken_port_is_told_before_anything_is_started(checkout: Path, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        command = [str(checkout / "script" / "server"), "--port", str(port)]
        done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert (
        done.stderr == f"Port {port} is taken. Stop what uses it, or choose another: script/server --port {port + 1}\n"
    )
