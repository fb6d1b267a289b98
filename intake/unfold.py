"""From a record as it is written to the rows that it is made of: parents first, each followed by its citations."""

import re
from collections.abc import Iterable, Iterator
from itertools import count

from intake.cells import NotAccepted, shown
from intake.drafts import Above, Draft
from intake.evidence import Evidence
from intake.kinds import SENSITIVE, TEXT_FIRST, TOP, Listed
from intake.notes import Entry, Plain
from intake.refusals import Refusals
from intake.shapes import Row, Shape, shapes
from intake.shelf import PLAIN, Shelf
from intake.spellings import script_of
from people.models import Person
from people.sorting import sort_key
from sources.models import Document

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")

KEYS_WANTED = (
    "Expected “key:” in each row of a list with several: a row's place may change, and what was said of it must not "
    "pass to another. The only row of a list that was imported without one is “1”."
)


class Unfolder:
    """Reads records one after the other; ``countries`` are those meant as places, and where they were first met."""

    def __init__(self, *, shelf: Shelf, refusals: Refusals) -> None:
        self.countries: dict[str, tuple[int, int]] = {}
        self.numbers = count(1)
        self._shelf = shelf
        self._refusals = refusals
        self._shapes = shapes()
        self._evidence = Evidence(shelf, self.numbers)

    def rows(self, entries: Iterable[Entry]) -> Iterator[Row]:
        """All rows of all records."""
        for entry in entries:
            first, key = next(iter(entry.mapping.items()), ("", ""))
            if first not in TOP:
                message = f"{shown(first)} is not a kind of record. Expected one of: {', '.join(TOP)}."
                self._refusals.add(entry.name, entry.line_of(entry.mapping, first), message)
            else:
                draft = self._draft(entry, entry.mapping, self._shapes[first], key=str(key), first=first, above=None)
                if not _is_key(key):
                    draft.refuse(f"{shown(str(key))} is not a key. Expected letters, digits and hyphens.", key=first)
                yield from self._row(draft)

    def _draft(
        self, entry: Entry, mapping: dict[str, Plain], shape: Shape, *, key: str, first: str, above: Above | None
    ) -> Draft:
        return Draft(
            entry=entry,
            mapping=mapping,
            shape=shape,
            number=next(self.numbers),
            key=key,
            first=first,
            above=above,
            refusals=self._refusals,
            countries=self.countries,
        )

    def _row(self, draft: Draft) -> Iterator[Row]:
        draft.fill()
        self._complete(draft)
        draft.require()
        citations = list(self._evidence.of(draft)) if "cited" in draft.mapping else []
        if draft.first and draft.shape.kind.name == TEXT_FIRST and "text" in draft.own:
            citations += self._evidence.of_name(draft, draft.mapping[draft.first])
        yield draft.row()
        yield from citations
        yield from self._below(draft)

    def _complete(self, draft: Draft) -> None:
        """What a row does not need to say."""
        kind = draft.shape.kind
        if kind.name == TEXT_FIRST:
            draft.put("text", draft.first)
            if "script" not in draft.mapping:
                draft.put("script", script_of(draft.first))
            return
        if "slug" in kind.values and "slug" not in draft.own:
            draft.put("slug", draft.key)
        if kind.model is Person and "sort_key" not in draft.own:
            draft.put("sort_key", _sort_key(draft.mapping.get("names")))
        if kind.model is Document and "file" in draft.mapping:
            self._receive(draft)

    def _receive(self, draft: Draft) -> None:
        if "media_type" not in draft.own:
            draft.put("media_type", PLAIN)
        try:
            received = self._shelf.receive(str(draft.mapping["file"]), media_type=draft.own["media_type"].text)
        except NotAccepted as refused:
            draft.refuse(str(refused), key="file")
        else:
            cells = (f"\\x{received.original.hex()}", received.sha256, received.text)
            draft.cells[draft.shape.file : draft.shape.file + len(cells)] = cells

    def _below(self, draft: Draft) -> Iterator[Row]:
        lists = {name: listed for name, listed in draft.shape.kind.lists.items() if name in draft.mapping}
        if not lists:
            return
        keyed = {name: self._keyed(draft, name, listed) for name, listed in lists.items()}
        local = {lists[name].kind: {own: full for own, full, _ in rows} for name, rows in keyed.items()}
        names = {listed.kind: name for name, listed in draft.shape.kind.lists.items()}
        for name, rows in keyed.items():
            listed = lists[name]
            above = Above(
                number=draft.number,
                key=draft.key,
                parent=listed.parent,
                audience=None if listed.kind in SENSITIVE else draft.audience,
                local=local,
                lists=names,
            )
            for _, full, mapping in rows:
                first = next(iter(mapping)) if listed.kind == TEXT_FIRST else ""
                shape = self._shapes[listed.kind]
                yield from self._row(self._draft(draft.entry, mapping, shape, key=full, first=first, above=above))

    def _keyed(self, draft: Draft, name: str, listed: Listed) -> list[tuple[str, str, dict[str, Plain]]]:
        """The rows of a list with their own and their full keys; what is no row, or has another's key, is refused."""
        found = draft.mapping[name]
        if not isinstance(found, list):
            draft.refuse("found no list. Expected rows, each beginning with “- ”.", key=name)
            return []
        keyed: dict[str, tuple[str, str, dict[str, Plain]]] = {}
        preferred: list[str] = []
        for place, mapping in enumerate(found, start=1):
            if not isinstance(mapping, dict) or not mapping:
                draft.refuse(f"row {place} is not a row. Expected “key: value” in it.", key=name)
                continue
            own = str(mapping.get("key", next(iter(mapping)) if listed.kind == TEXT_FIRST else place))
            if own in keyed:
                draft.refuse(f"the key {shown(own)} stands twice in {name}. Expected it once.", within=mapping)
                continue
            if len(found) > 1 and listed.kind != TEXT_FIRST and "key" not in mapping:
                draft.refuse(f"row {place} of {name} has no key. {KEYS_WANTED}", within=mapping)
                continue
            if "key" in mapping and not _is_key(mapping["key"]):
                draft.refuse(f"{shown(own)} is not a key. Expected letters, digits and hyphens.", within=mapping)
            keyed[own] = own, f"{draft.key}/{name}/{own}", mapping
            if listed.kind == TEXT_FIRST and str(mapping.get("preferred")).lower() == "true":
                preferred.append(own)
                if len(preferred) > 1:
                    both = " and ".join(map(shown, preferred))
                    draft.refuse(f"{both} are preferred. Expected one preferred name a person.", within=mapping)
        return list(keyed.values())


def _is_key(found: Plain) -> bool:
    return isinstance(found, str) and KEY.fullmatch(found) is not None


def _sort_key(names: Plain) -> str:
    """From the preferred name, else from the first."""
    rows = [row for row in names if isinstance(row, dict) and row] if isinstance(names, list) else []
    preferred = [row for row in rows if str(row.get("preferred")).lower() == "true"]
    return next((sort_key(next(iter(row))) for row in (*preferred, *rows)), "")
