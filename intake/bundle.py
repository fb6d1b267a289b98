"""A bundle: the folder that an import reads. Rule: docs/seed-format.md."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.json_lines import read_json_lines
from intake.notes import Entry, Plain
from intake.refusals import Refusals
from intake.yaml_files import read_yaml

DOCUMENT_IN_YAML = re.compile(rb"^[\"']?document[\"']?\s*:", re.MULTILINE)
DOCUMENT_IN_JSON = re.compile(rb"\s*\{\s*\"document\"\s*:")


NAME = re.compile(r"bundle: ?([a-z0-9]+(?:-[a-z0-9]+)*)\s*")


class NotABundle(Exception):
    """The folder is no bundle. Expected documents/ or records/ in it, as docs/seed-format.md says."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder}: {self.__doc__}")


class NameNotUnderstood(NotABundle):
    """Expected one line, “bundle: ” and a name of small letters, digits and hyphens."""


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """A folder, and the name under which its rows are remembered.

    ``bundle.yaml`` in the folder says the name, so that a copy of the folder is the same bundle; without it, it is
    the folder's own. :raises NotABundle: when it holds neither documents/ nor records/, or says no proper name.
    """

    folder: Path

    def __post_init__(self) -> None:
        if not any((self.folder / part).is_dir() for part in ("documents", "records")):
            raise NotABundle(self.folder)
        if self._says_name.exists() and not NAME.fullmatch(self._said):
            raise NameNotUnderstood(self._says_name)

    @property
    def name(self) -> str:
        """What ``Imported`` remembers its rows under."""
        said = NAME.fullmatch(self._said) if self._says_name.exists() else None
        return said[1] if said else self.folder.resolve().name

    @property
    def _says_name(self) -> Path:
        return self.folder / "bundle.yaml"

    @property
    def _said(self) -> str:
        return self._says_name.read_text(encoding="utf-8", errors="replace")

    @property
    def documents(self) -> Path:
        """Where the texts stand."""
        return self.folder / "documents"

    def files(self) -> list[Path]:
        """What records are read from, in the order of reading."""
        parts = (self.folder / part for part in ("documents", "records"))
        return [
            file
            for part in parts
            for ending in ("yaml", "jsonl")
            for file in sorted(part.glob(f"*.{ending}"))
            if file.is_file()
        ]

    def named(self, file: Path) -> str:
        """A file's path inside the bundle, as messages show it."""
        return file.relative_to(self.folder).as_posix()

    def entries(self, refusals: Refusals) -> Iterator[Entry]:
        """All records, in order, one at a time."""
        for number, path in enumerate(self.files()):
            read = read_yaml if path.suffix == ".yaml" else read_json_lines
            yield from read(path, file=number, name=self.named(path), refusals=refusals)

    def document_files(self) -> dict[str, str | None]:
        """Which file each document's text stands in (None for a stub): a first, short look before records are read."""
        found: dict[str, str | None] = {}
        for path in self.files():
            for mapping in _documents_in(path):
                key, file = mapping.get("document"), mapping.get("file")
                if isinstance(key, str):
                    found[key] = file if isinstance(file, str) else None
        return found


def _documents_in(path: Path) -> Iterator[dict[str, Plain]]:
    # What is wrong in these lines is refused when they are read in earnest.
    ignored = Refusals()
    if path.suffix == ".jsonl":
        with path.open("rb") as lines:
            if not any(DOCUMENT_IN_JSON.match(line) for line in lines):
                return
        read = read_json_lines
    elif not DOCUMENT_IN_YAML.search(path.read_bytes()):
        return
    else:
        read = read_yaml
    for entry in read(path, file=0, name="", refusals=ignored):
        if "document" in entry.mapping:
            yield entry.mapping
