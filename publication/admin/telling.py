"""What differs between two bodies, value by value, in words that a person can check before publishing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

UNTOLD = frozenset({"id", "slug", "url", "start", "end"})
"""Members of a body that tell a reader nothing of their own."""
CALLED = (
    *("text", "title", "name", "wording", "quote", "label", "target", "scheme", "person", "event", "organisation"),
    *("document", "value", "date", "began", "length", "country", "stage", "side", "measure", "kind", "part"),
)
"""Members by which an entry of a list is called, the best first."""


ALIKE = 0.6
"""From this likeness of their texts on two entries of a list count as one that changed (``difflib``)."""
COMPARED = 40
"""Comparing texts is slow: lists of which more entries went are told as removed and added."""


class Mark(StrEnum):
    """What happened to a value; shown as a word, never by colour alone."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One value that differs. ``path``: where in the body, in words; an empty side had no value."""

    path: tuple[str, ...]
    before: str
    after: str

    @property
    def mark(self) -> Mark:
        """Added, removed or changed."""
        if not self.before:
            return Mark.ADDED
        return Mark.CHANGED if self.after else Mark.REMOVED


def lines_between(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Line]:
    """All values that differ, in the order of the later body; footnotes are told where they are used."""
    old, new = _spoken(before), _spoken(after)
    return list(_differing(old, new, ()))


def _spoken(body: Mapping[str, Any] | None) -> dict[str, Any]:
    """The body with each label of a footnote replaced by the sentence it stands for."""
    if body is None:
        return {}
    notes = {label: _sentence(note) for label, note in body.get("citations", {}).items()}
    told = {name: _with_sentences(value, notes) for name, value in body.items() if name not in UNTOLD | {"citations"}}
    return {"address": body["slug"], **told}


def _sentence(note: Mapping[str, Any]) -> str:
    document, voice = note["document"], note.get("attributed_to")
    told = [f"“{note['quote']}”", document.get("title") or document["slug"], document.get("publisher") or ""]
    told += [f"according to {voice['name']}" if voice else "", note["basis"], note["verdict"], note.get("why", "")]
    return ", ".join(one for one in told if one)


def _with_sentences(value: Any, notes: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_with_sentences(one, notes) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: [notes.get(label, label) for label in inner] if name == "citations" else _with_sentences(inner, notes)
        for name, inner in value.items()
    }


def _differing(old: Any, new: Any, path: tuple[str, ...]) -> Iterator[Line]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict) and not _reference(new):
        for name in [*new, *(name for name in old if name not in new)]:
            if name not in UNTOLD:
                yield from _differing(old.get(name), new.get(name), (*path, _words(name)))
    elif _is_list(old) and _is_list(new):
        yield from _differing_entries(old or [], new or [], path)
    elif (told := (_text(old), _text(new))) != ("", ""):
        yield Line(path=path or ("",), before=told[0], after=told[1])


def _is_list(value: Any) -> bool:
    return value is None or isinstance(value, list)


def _differing_entries(old: list[Any], new: list[Any], path: tuple[str, ...]) -> Iterator[Line]:
    earlier, later = _keyed(old), _keyed(new)
    _pair(earlier, later)
    for key in [*later, *(key for key in earlier if key not in later)]:
        was, becomes = earlier.get(key), later.get(key)
        name = _called(becomes if becomes is not None else was)
        inner = path if isinstance(becomes if becomes is not None else was, str) else (*path, name)
        yield from _differing(was, becomes, inner)


def _keyed(entries: list[Any]) -> dict[tuple[str, int], Any]:
    """Each entry by what it is known by, and a number where several are known by the same."""
    found: dict[tuple[str, int], Any] = {}
    for entry in entries:
        known_by = str(entry.get("id") or _called(entry)) if isinstance(entry, dict) else str(entry)
        found[known_by, sum(1 for known, _n in found if known == known_by)] = entry
    return found


def _pair(earlier: dict[tuple[str, int], Any], later: Mapping[tuple[str, int], Any]) -> None:
    """Let an entry that was only put differently stand under its later key, so that it is told as one that changed."""
    left = {key: _text(entry) for key, entry in earlier.items() if key not in later}
    for key in [key for key in later if key not in earlier]:
        if len(left) <= COMPARED and (alike := get_close_matches(_text(later[key]), left.values(), n=1, cutoff=ALIKE)):
            was = next(known for known, text in left.items() if text == alike[0])
            del left[was]
            earlier[key] = earlier.pop(was)


def _called(entry: Any) -> str:
    """A few words for an entry of a list."""
    if not isinstance(entry, dict):
        return _text(entry)
    for name in CALLED:
        if value := entry.get(name):
            return _called(value) if isinstance(value, dict) else _text(value)
    return ""


def _words(name: str) -> str:
    return "sentences" if name == "citations" else name.replace("_", " ")


def _text(value: Any) -> str:
    """A value as plain text; of a whole entry each member with something in it on a line of its own."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return _reference(value) or "\n".join(_members(value))
    if isinstance(value, list):
        return "\n".join(_text(one) for one in value)
    return str(value)


def _reference(value: Mapping[str, Any]) -> str:
    """Another record in one line: its name, and its slug, which tells namesakes apart."""
    if "slug" not in value or not value.keys() <= {"id", "slug", "name", "title", "publisher", "kind", "country"}:
        return ""
    return f"{value.get('name') or value.get('title') or ''} ({value['slug']})".strip()


def _members(value: Mapping[str, Any]) -> Iterator[str]:
    for name, inner in value.items():
        if name not in UNTOLD and (text := _text(inner)):
            yield f"{_words(name)}: " + text.replace("\n", "\n    ")
