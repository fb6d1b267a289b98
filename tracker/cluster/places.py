"""Where the private PostgreSQL of a checkout keeps its data, its socket and its locks."""

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from tracker.cluster.account import Account, account_for
from tracker.cluster.binaries import choice
from tracker.cluster.errors import ForeignFolderError, UnreachableDataError

SLUG = "volia"
MARKER = "volia-complete"
# sun_path holds 107 bytes, and the server makes "<socket>.lock" beside its socket.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
# unix_socket_directories is a comma list with its own quoting: other characters go to /tmp.
PLAIN_PATH = re.compile(r"[A-Za-z0-9._/+-]+")
# Only root ever needs it. Not /var/tmp: some systems delete there what was not used for thirty days.
FALLBACK_PARENT = Path("/var/lib")
SHORT_PARENT = Path("/tmp")  # noqa: S108 - short enough for a socket, owner checked in private_folder()


@dataclass(frozen=True, kw_only=True)
class Places:
    """The base folder of a cluster, the account that owns it and the major version of data already there."""

    base: Path
    account: Account
    major: int | None

    @property
    def gate(self) -> Path:
        """The lock held while starting and stopping."""
        return self.base / "gate.lock"

    @property
    def users(self) -> Path:
        """The lock that every user of the server shares; whoever gets it alone is the last one."""
        return self.base / "users.lock"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.base / "server.log"

    def data(self, major: int) -> Path:
        """The data folder of one major version."""
        return self.base / f"data{major}"

    @property
    def socket(self) -> Path:
        """The folder of the socket: in the base folder if the system can take its path, else a short one."""
        inside = self.base / "s"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER and PLAIN_PATH.fullmatch(str(inside)):
            return inside
        return SHORT_PARENT / f"{SLUG}-{self.account.uid}-{_digest(self.base)}"


def places_for(checkout: Path) -> Places:
    """The places of a checkout; data that exist decide, else the checkout itself if the account may enter it.

    Raises UnreachableDataError, ForeignFolderError, NoAccountError.
    """
    name = "-".join(filter(None, ("postgres", choice())))
    inside = checkout / ".local" / name
    outside = FALLBACK_PARENT / f"{SLUG}-{_digest(checkout)}" / name
    for base in (inside, outside):
        major = _existing_major(base)
        if major is not None:
            account = account_for((base / f"data{major}").stat().st_uid)
            if not account.may_enter(base):
                raise UnreachableDataError(str(base), account.uid)
            return _prepared(base, account, major)
    inside.parent.mkdir(exist_ok=True)
    account = account_for(None)
    return _prepared(inside if account.may_enter(inside.parent) else outside, account, None)


def private_folder(folder: Path, account: Account) -> Path:
    """Make ``folder`` for this account alone; raises ForeignFolderError when somebody else holds it."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if found.st_uid not in {account.uid, os.geteuid()} or not stat.S_ISDIR(found.st_mode):
        raise ForeignFolderError(str(folder), f"user {found.st_uid}")
    account.own(folder)
    folder.chmod(0o700)
    return folder


def _prepared(base: Path, account: Account, major: int | None) -> Places:
    if base.parent.parent == FALLBACK_PARENT:
        private_folder(base.parent, account)
    private_folder(base, account)
    return Places(base=base, account=account, major=major)


def _existing_major(base: Path) -> int | None:
    try:
        complete = [int(found.parent.name.removeprefix("data")) for found in base.glob(f"data[0-9]*/{MARKER}")]
    except PermissionError:
        raise ForeignFolderError(str(base), f"user {base.stat().st_uid}") from None
    return max(complete, default=None)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
