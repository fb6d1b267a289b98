"""The system account that PostgreSQL runs as, and how its programs are called."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tracker.cluster.errors import NoAccountError, ToolFailedError

STAND_INS = ("postgres", "nobody")
UNWANTED = frozenset({"LD_LIBRARY_PATH", "DATABASE_URL", "OWNER_DATABASE_URL", "PUBLISHED_DATABASE_URL"})
UNWANTED_PREFIXES = ("PG", "LC_", "LANG")
TOOL_TIMEOUT = 120  # seconds


def clean_environment() -> dict[str, str]:
    """The caller's environment without anything that would steer PostgreSQL elsewhere."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(UNWANTED_PREFIXES) and name not in UNWANTED
    }
    return {"PATH": os.defpath, **kept, "HOME": "/", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, kw_only=True)
class Account:
    """A user of the machine; ``switch`` says whether programs must be started under another uid than ours."""

    uid: int
    gid: int
    switch: bool

    def run(self, *command: str | Path) -> str:
        """Run a program to its end and return what it printed; raises ToolFailedError."""
        try:
            done = self._run(command)
        except OSError as refusal:  # no such program, or not for this account
            raise ToolFailedError(Path(command[0]).name, 126, str(refusal)) from refusal
        if done.returncode:
            raise ToolFailedError(Path(command[0]).name, done.returncode, done.stdout)
        return done.stdout

    def _run(self, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            timeout=TOOL_TIMEOUT,
            cwd="/",
            env=clean_environment(),
            umask=0o077,
            user=self.uid if self.switch else None,
            group=self.gid if self.switch else None,
            extra_groups=[] if self.switch else None,
        )

    def succeeds(self, *command: str | Path) -> bool:
        """Whether a program ends with code 0."""
        try:
            self.run(*command)
        except ToolFailedError:
            return False
        return True

    def start(self, command: Sequence[str | Path], log: Path) -> subprocess.Popen[bytes]:
        """Start a program that outlives us, in a session of its own, its output going to ``log``."""
        # Its folder belongs to the account: as root we follow no link that stands there in the log's place.
        descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "ab") as output:
            self.own(log)
            return subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd="/",
                env=clean_environment(),
                umask=0o077,
                user=self.uid if self.switch else None,
                group=self.gid if self.switch else None,
                extra_groups=[] if self.switch else None,
            )

    def own(self, path: Path) -> None:
        """Give a file or folder that we made to this account."""
        if self.switch:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def may_enter(self, folder: Path) -> bool:
        """Whether this account can pass every parent of ``folder``; the system is asked, it knows all rules."""
        return not self.switch or self.succeeds("test", "-x", f"{folder}/.")


def account_for(owner_uid: int | None) -> Account:
    """The account to use, given the uid that owns an existing data folder (or None).

    Root keeps the user who owns the data, else takes the first that exists of ``postgres`` and ``nobody``: a cluster
    made as one of them can not be opened as the other. A bare uid is no option, because initdb looks the user up.
    """
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid(), switch=False)
    lookups = [] if owner_uid in {None, 0} else [partial(pwd.getpwuid, owner_uid)]
    for lookup in (*lookups, *(partial(pwd.getpwnam, name) for name in STAND_INS)):
        try:
            entry = lookup()
        except KeyError:
            continue
        return Account(uid=entry.pw_uid, gid=entry.pw_gid, switch=True)
    raise NoAccountError
