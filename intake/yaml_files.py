"""YAML files, of which every value is a plain text. Rule: docs/seed-format.md; YAML 1.1 as libyaml reads it.

No anchors, aliases, tags and repeated keys; no flow maps inside ``cited``, where a comma in a quote would split it.
"""

from collections.abc import Iterator
from pathlib import Path

import yaml

from intake.notes import UNFIT, Entry, Notes, Plain, unfit_character
from intake.refusals import Refusals

TEXT = "tag:yaml.org,2002:str"
DEEPEST = 50
"""Levels of lists and mappings; a record takes some ten."""


class _Refused(Exception):
    """Something in a YAML document that may not stand there; carries the line (from 1) and a sentence."""

    def __init__(self, node: yaml.Node, message: str) -> None:
        super().__init__(message)
        self.line = node.start_mark.line + 1


def read_yaml(path: Path, *, file: int, name: str, refusals: Refusals) -> Iterator[Entry]:
    """The records of a file. A fault refuses the rest of the YAML document, a fault of syntax the rest of the file."""
    text = _decoded(path.read_bytes(), name=name, refusals=refusals)
    loader = yaml.CBaseLoader(text)
    try:
        if line := _too_deep(text):
            refusals.add_unread(name, line, f"more than {DEEPEST} levels of lists and mappings. Expected a few.")
            return
        while loader.check_node():
            node = loader.get_node()
            try:
                entry = _entry(node, file=file, name=name)
            except _Refused as refused:
                refusals.add_unread(name, refused.line, str(refused))
            else:
                if entry:
                    yield entry
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        refusals.add_unread(
            name, line, f"not YAML: {error.problem or error}. Expected the notation of docs/seed-format.md."
        )
    except yaml.YAMLError as error:
        refusals.add_unread(name, 1, f"not YAML: {' '.join(str(error).split())}.")
    finally:
        loader.dispose()


def _too_deep(text: str) -> int:
    """The line on which a text goes deeper than any record; 0 when it does not.

    Asked first: libyaml composes level by level on the stack, and where that ends so does the process.
    """
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            return event.start_mark.line + 1 if event.start_mark else 1
    return 0


def _decoded(found: bytes, *, name: str, refusals: Refusals) -> str:
    """The text of a file; nothing of it where a character has no place in a text."""
    try:
        text = found.decode()
    except UnicodeDecodeError as error:
        line = found.count(b"\n", 0, error.start) + 1
        refusals.add_unread(name, line, f"byte {error.start + 1} of the file is not UTF-8. Expected UTF-8.")
        return ""
    if unfit := UNFIT.search(text):
        line = text.count("\n", 0, unfit.start()) + 1
        refusals.add_unread(
            name, line, f"the character U+{ord(unfit[0]):04X} is in the file. Expected none of its kind."
        )
        return ""
    return text


def _entry(node: yaml.Node | None, *, file: int, name: str) -> Entry | None:
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return None
    if not isinstance(node, yaml.MappingNode):
        raise _Refused(node, "a record begins with “kind: key”, for example “person: ales-bialiatski”.")
    notes = _mapping(node, seen=set(), cited=False)
    return Entry(mapping=notes, file=file, name=name, line=notes.line)


def _plain(node: yaml.Node, *, seen: set[int], cited: bool) -> Plain:
    if id(node) in seen:
        raise _Refused(node, "an alias (*) repeats what is anchored here. Expected it written out.")
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, seen=seen, cited=cited)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, seen=seen, cited=cited) for item in node.value]
    return _text(node)


def _mapping(node: yaml.MappingNode, *, seen: set[int], cited: bool) -> Notes:
    if cited and node.flow_style:
        raise _Refused(
            node, "a flow map {…} inside cited: a comma in a quote would split it. Expected “document: quote”."
        )
    notes = Notes(line=node.start_mark.line + 1)
    for key_node, value in node.value:
        key = _text(key_node)
        if key in notes:
            raise _Refused(key_node, f"“{key}” stands twice in one mapping. Expected it once.")
        notes[key] = _plain(value, seen=seen, cited=cited or key == "cited")
        notes.lines[key] = key_node.start_mark.line + 1
    return notes


def _text(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode) or node.tag != TEXT:
        raise _Refused(node, "found something with a tag or a mapping as a key. Expected a plain text.")
    if found := unfit_character(node.value):
        raise _Refused(node, f"the character {found} is in this text. Expected text without control characters.")
    text: str = node.value
    return text
