"""``cited``: what passages state of a row, each statement a citation. Rule: docs/seed-format.md, "cited"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import count

from intake.cells import WRONG, Cell, NotAccepted, shown
from intake.drafts import Draft, Own, plain_text
from intake.notes import Notes, Plain
from intake.shapes import CITATION, Row, citation_parser
from intake.shelf import Shelf

ABOUT = frozenset({"basis", "by", "at", "verdict", "why", "field", "states"})
"""Keys of an entry that are about the entry, not a value that it states."""
KEY = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
"""What keys look like; a voice that looks so must be one."""
NOTHING = Own("")
NONE = "none"


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """Where a quote stands, and how the entry holds it against the record."""

    document: str
    start: int
    end: int
    quote: str
    basis: str
    verdict: str
    by: str
    why: str
    lines: str | None
    line: int


class Evidence:
    """Turns the entries of a draft's ``cited`` into rows of the kind ``citation``."""

    def __init__(self, shelf: Shelf, numbers: "count[int]") -> None:
        self._shelf = shelf
        self._numbers = numbers
        self._parse = {name: citation_parser(name) for name in ("basis", "verdict", "attributed_description")}
        self._blank = {"basis": "stated", "verdict": "accepted"}

    def of(self, draft: Draft) -> Iterator[Row]:
        """The citations of a row; what is wrong in an entry is refused, and the entry left out."""
        entries = draft.mapping.get("cited", ())
        if not isinstance(entries, list | tuple) or not all(entry and isinstance(entry, dict) for entry in entries):
            draft.refuse("found something else than entries. Expected a list of “document: quote”.", key="cited")
            return
        seen: set[str] = set()
        for entry in entries:
            try:
                passage = self._passage(draft, entry)
                said = list(_statements(draft, entry))
            except WRONG as refused:
                draft.refuse(str(refused), within=entry)
            else:
                yield from self._rows(draft, passage, said, entry, seen)

    def of_name(self, draft: Draft, documents: Plain) -> Iterator[Row]:
        """The citations of a name by the documents that are listed as printing it."""
        if not isinstance(documents, list):
            draft.refuse("found no list. Expected the documents that print the name, as [003, 004], or [].")
            return
        text = draft.own["text"]
        for document in documents:
            try:
                start, end = self._shelf.find_name(str(document), text.text)
            except NotAccepted as refused:
                draft.refuse(str(refused))
            else:
                line = draft.entry.line_of(draft.mapping)
                said = Passage(
                    document=str(document), start=start, end=end, quote=text.text, line=line, lines=None,
                    basis="stated", verdict="accepted", by="", why="",
                )  # fmt: skip
                yield self._row(draft, said, "text", text)

    def _passage(self, draft: Draft, entry: dict[str, Plain]) -> Passage:
        (document, found), *_ = entry.items()
        quote = plain_text(found)
        about = {key: plain_text(value) for key, value in entry.items() if key in ABOUT}
        if quote is None or None in about.values():
            message = "found a list or a mapping. Expected “document: quote”, and plain texts below it."
            raise NotAccepted(message)
        said = {key: value for key, value in about.items() if value}
        start, end = self._shelf.find(document, quote, at=said.get("at"))
        line = draft.entry.line_of(entry)
        lines = f'{{"by": {draft.entry.line_of(entry, "by")}}}' if isinstance(entry, Notes) and "by" in entry else None
        by = said.get("by", "")
        return Passage(
            document=document,
            start=start,
            end=end,
            quote=quote,
            basis=self._parse["basis"](said.get("basis", "stated")).text,
            verdict=self._parse["verdict"](said.get("verdict", "accepted")).text,
            by=self._parse["attributed_description"](by).text,
            why=said.get("why", ""),
            lines=lines,
            line=line,
        )

    def _rows(
        self, draft: Draft, passage: Passage, said: list[tuple[str, Own]], entry: dict[str, Plain], seen: set[str]
    ) -> Iterator[Row]:
        for field, stated in said:
            row = self._row(draft, passage, field, stated)
            if row.key in seen:
                draft.refuse("this passage states the same of the same row twice. Expected it once.", within=entry)
            seen.add(row.key)
            yield row

    def _row(self, draft: Draft, passage: Passage, field: str, stated: Own) -> Row:
        kind = draft.shape.kind.name
        is_key = KEY.fullmatch(passage.by) is not None
        return Row(
            kind=CITATION,
            number=next(self._numbers),
            key=_key(kind, draft.key, field, passage, stated),
            file=draft.entry.file,
            line=passage.line,
            lines=passage.lines,
            sound=True,
            cells=(
                kind,
                str(draft.number),
                field,
                None if stated.to else stated.text,
                stated.to,
                stated.text if stated.to else None,
                passage.document,
                str(passage.start),
                str(passage.end),
                passage.quote,
                passage.basis,
                passage.by if is_key else None,
                "" if is_key else passage.by,
                passage.verdict,
                passage.why,
                draft.cells[draft.shape.audience],
            ),
        )


def _key(kind: str, key: str, field: str, passage: Passage, stated: Own) -> str:
    """What makes a citation the same one in the next import: all but how it is judged."""
    parts: tuple[Cell, ...] = (
        *(kind, key, field, passage.document, str(passage.start), str(passage.end)),
        *(stated.to, stated.text, passage.by),
    )
    return blake2b("\0".join(part or "" for part in parts).encode(), digest_size=15).hexdigest()


def _statements(draft: Draft, entry: dict[str, Plain]) -> Iterator[tuple[str, Own]]:
    """The fields that an entry states, and their values."""
    shape = draft.shape
    document = next(iter(entry))
    stated = {key: value for key, value in entry.items() if key not in ABOUT and key != document}
    if "field" in entry:
        field = str(entry["field"])
        if "states" in entry:
            stated[field] = entry["states"]
        else:
            _expect_citable(draft, field)
            yield field, draft.own.get(field, NOTHING) if field != "exists" else NOTHING
    elif "states" in entry:
        message = "states without a field. Expected “field:” too, or the field's own name."
        raise NotAccepted(message)
    elif not stated:
        head = shape.kind.head
        yield (head, draft.own[head]) if head in draft.own else ("exists", NOTHING)
    for key, value in stated.items():
        _expect_citable(draft, key)
        yield key, _stated(draft, key, value)


def _expect_citable(draft: Draft, field: str) -> None:
    if field not in draft.shape.citable:
        kind = draft.shape.kind.name.replace("_", " ")
        fields = ", ".join(sorted(draft.shape.citable | ABOUT))
        message = f"{shown(field)} is nothing that a passage states of a {kind}. Expected one of: {fields}."
        raise NotAccepted(message)


def _stated(draft: Draft, field: str, value: Plain) -> Own:
    text = plain_text(value)
    slot = draft.shape.slots.get(field)
    if text is None:
        message = f"{field}: found a list or a mapping. Expected a plain text."
        raise NotAccepted(message)
    if not text:
        return NOTHING
    if field in draft.shape.kind.lists and text == NONE:
        return Own(NONE)
    if slot is None:
        message = f"{field}: {shown(text)} is not what a passage states of it. Expected nothing, or “none” for a list."
        raise NotAccepted(message)
    try:
        return Own(slot.parse(text).text) if slot.parse else draft.reference(text, slot)
    except WRONG as refused:
        message = f"{field}: {refused}"
        raise NotAccepted(message) from refused
